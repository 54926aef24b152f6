package org.parvis.workspace;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How an API token is written: a prefix that scanners for leaked secrets can look for, 256 bits in base 62, and a checksum
 * that tells a real one from a look-alike without asking the database.
 */
final class TokenText {
    private static final String PREFIX = "parvis_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    /** 62^43 is the first power of 62 above 2^256, 62^6 the first above 2^32. */
    private static final int BODY = 43;

    private static final int CHECKSUM = 6;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (BODY + CHECKSUM) + "}");

    private TokenText() {}

    static String of(byte[] secret) {
        String body = base62(new BigInteger(1, secret), BODY);
        return PREFIX + body + checksum(body);
    }

    static boolean isWhole(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        int end = PREFIX.length() + BODY;
        return checksum(text.substring(PREFIX.length(), end)).equals(text.substring(end));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM);
    }

    private static String base62(BigInteger value, int length) {
        char[] text = new char[length];
        BigInteger rest = value;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }
}
