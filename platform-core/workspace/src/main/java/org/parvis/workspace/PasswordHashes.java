package org.parvis.workspace;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA512 of the JDK. Each hash carries its own parameters, so that they can be raised
 * without anybody noticing. Slow on purpose: only a few run at a time, so that guessing cannot use up the machine.
 * Thread-safe; blocks for some tenths of a second.
 */
final class PasswordHashes {
    /** What OWASP asks for at least. */
    static final int LEAST_ITERATIONS = 210_000;

    private static final String ALGORITHM = "pbkdf2-sha512";
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 512;
    private static final int AT_A_TIME = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int iterations;
    private final Semaphore permits = new Semaphore(AT_A_TIME, true);
    private final String dummy;

    PasswordHashes(int iterations) {
        this.iterations = iterations;
        this.dummy = written(iterations, new byte[SALT_BYTES], new byte[KEY_BITS / Byte.SIZE]);
    }

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return written(iterations, salt, derive(password, salt, iterations));
    }

    /** A hash that no password has, and that takes as long to find out as a real one. */
    String dummy() {
        return dummy;
    }

    boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 4 || !ALGORITHM.equals(parts[0])) {
            throw new IllegalStateException("A stored password hash is of an unknown kind");
        }
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        byte[] actual = derive(password, Base64.getDecoder().decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether the hash was made with fewer rounds than now asked for. */
    boolean isOutdated(String hash) {
        return Integer.parseInt(hash.split("\\$", -1)[1]) < iterations;
    }

    private static String written(int iterations, byte[] salt, byte[] key) {
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$", ALGORITHM, Integer.toString(iterations), base64.encodeToString(salt), base64.encodeToString(key));
    }

    private byte[] derive(String password, byte[] salt, int rounds) {
        // The same password typed on another keyboard may come as other code points.
        char[] characters = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
        acquire();
        PBEKeySpec spec = new PBEKeySpec(characters, salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
            permits.release();
        }
    }

    private void acquire() {
        boolean acquired = false;
        try {
            acquired = permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!acquired) {
            throw new ProblemException(
                    Problem.UNAVAILABLE, "Too many people log in at the moment; try again in a few seconds.");
        }
    }
}
