package social.example.bluesky;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The name that a record gets in its repository, made of the intent alone: the same intent is the same record, however often
 * it is sent, and can be looked up before anybody asks again. The network takes only timestamp identifiers (TID): 53 bits of
 * microseconds and 10 bits of a clock's number, in thirteen characters that sort. Ours are no times but look like some of
 * the past, so that nobody takes them for the future.
 */
final class RecordKeys {
    private static final char[] ALPHABET = "234567abcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int LENGTH = 13;
    private static final int CLOCK_BITS = 10;
    /** 2022-01-01 in microseconds; with the range it ends before 2025. */
    private static final long BEGIN = 1_640_995_200_000_000L;

    private static final long RANGE_MASK = (1L << 46) - 1;
    private static final long CLOCK_MASK = (1L << CLOCK_BITS) - 1;

    private RecordKeys() {}

    static String of(String intent) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(intent));
        long micros = BEGIN + (hash.getLong() & RANGE_MASK);
        long clock = hash.getLong() & CLOCK_MASK;
        return encode(micros << CLOCK_BITS | clock);
    }

    private static String encode(long value) {
        char[] text = new char[LENGTH];
        long rest = value;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(text);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
