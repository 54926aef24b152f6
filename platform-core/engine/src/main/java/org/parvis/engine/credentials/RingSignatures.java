package org.parvis.engine.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.signing.Signatures;

/** {@link Signatures} by the key ring. No key of the ring signs anything itself: it only yields the key of a purpose. */
@Component
public final class RingSignatures implements Signatures {
    private static final String ALGORITHM = "HmacSHA256";

    private final KeyRing ring;

    @Activate
    public RingSignatures(@Reference EnvelopeKeeper keeper) {
        this.ring = keeper.ring();
    }

    @Override
    public byte[] sign(String purpose, byte[] content) {
        return sign(ring.present(), purpose, content);
    }

    @Override
    public boolean verify(String purpose, byte[] content, byte[] signature) {
        boolean verified = false;
        for (KeyRing.Key key : ring.keys()) {
            // no short cut: the time must not tell which key it was
            verified |= MessageDigest.isEqual(sign(key, purpose, content), signature);
        }
        return verified;
    }

    private static byte[] sign(KeyRing.Key key, String purpose, byte[] content) {
        byte[] derived =
                mac(key.key().getEncoded(), ("parvis signature 1\n" + purpose).getBytes(StandardCharsets.UTF_8));
        return mac(derived, content);
    }

    private static byte[] mac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows " + ALGORITHM, e);
        }
    }
}
