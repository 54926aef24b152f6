package org.parvis.engine.credentials;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.parvis.model.WorkspaceId;

/**
 * Seals secrets for the database: AES-256-GCM with a fresh key and a fresh nonce each time, the key sealed by the present
 * one of the ring. What is sealed is bound to its place (workspace, row, purpose), so that a row moved elsewhere, or changed
 * by a bit, does not open. Thread-safe.
 */
public final class Envelope {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing ring;
    private final SecureRandom random = new SecureRandom();

    public Envelope(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * Where something sealed belongs.
     *
     * @param row what in the workspace: the row's id
     * @param purpose what the secret is for
     */
    public record Place(WorkspaceId workspace, String row, String purpose) {
        public static Place of(WorkspaceId workspace, UUID row, String purpose) {
            return new Place(workspace, row.toString(), purpose);
        }

        byte[] bytes(String part) {
            return String.join("\n", "parvis 1", part, workspace.toString(), row, purpose)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    public Sealed seal(Place place, byte[] secret) {
        KeyRing.Key master = ring.present();
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            byte[] wrapped = encrypt(master.key(), place.bytes("key " + master.id()), key);
            return new Sealed(
                    master.id(), wrapped, encrypt(new SecretKeySpec(key, "AES"), place.bytes("content"), secret));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** @throws UnsealableException when the key is not in the ring, or what was sealed was changed or moved */
    public byte[] open(Place place, Sealed sealed) {
        KeyRing.Key master = ring.key(sealed.keyId())
                .orElseThrow(() -> new UnsealableException("The key " + sealed.keyId() + " is not in the key file "
                        + ring.file() + "; put back the key file that belongs to this database"));
        byte[] key = decrypt(master.key(), place.bytes("key " + master.id()), sealed.wrappedKey());
        try {
            return decrypt(new SecretKeySpec(key, "AES"), place.bytes("content"), sealed.content());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] encrypt(SecretKey key, byte[] place, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place);
            byte[] sealed = cipher.doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks AES-256-GCM", e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] place, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new UnsealableException("A sealed secret was cut short");
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(place);
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new UnsealableException("A sealed secret was changed, or moved from another row");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks AES-256-GCM", e);
        }
    }
}
