package org.parvis.workspace;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of 256 bits that is shown once and kept as a hash only. Every purpose has a form and a hash of its own, so that
 * what was made for one is never good for another. A plain SHA-256 is enough here: unlike a password it cannot be guessed.
 */
final class Secret {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a secret is for. */
    enum Purpose {
        SESSION("parvis.session.v1"),
        API_TOKEN("parvis.api-token.v1");

        private final byte[] label;

        Purpose(String label) {
            this.label = label.getBytes(StandardCharsets.UTF_8);
        }
    }

    private Secret() {}

    static String newSessionReference() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random());
    }

    static String newApiToken() {
        return TokenText.of(random());
    }

    /** The hash under which a session's reference is kept; empty when the text cannot be one. */
    static Optional<byte[]> hashOfReference(String text) {
        try {
            return text.length() == 43 && Base64.getUrlDecoder().decode(text).length == BYTES
                    ? Optional.of(hash(Purpose.SESSION, text))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The hash under which an API token is kept; empty when the text cannot be one. */
    static Optional<byte[]> hashOfToken(String text) {
        return TokenText.isWhole(text) ? Optional.of(hash(Purpose.API_TOKEN, text)) : Optional.empty();
    }

    /** Derived, so that it can be given again to whoever holds the reference; it says nothing about the reference. */
    static String csrfToken(String reference) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(reference.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] token = mac.doFinal("parvis.csrf.v1".getBytes(StandardCharsets.UTF_8));
            return "c." + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(Purpose purpose, String text) {
        MessageDigest digest = sha256();
        digest.update(purpose.label);
        digest.update((byte) 0);
        return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
