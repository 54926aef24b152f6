package org.parvis.installer.admission;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Lines of text that somebody signed, so that a person can read what was vouched for: a first line that names the form,
 * {@code name: value} lines, and the signature over the bytes of every line before its own, as they stand.
 *
 * @param signed what the signature covers
 * @param lines in their order, without the first and the signature
 */
record SignedText(String signed, List<Line> lines, byte[] signature) {
    /** What {@link Signature} calls it. */
    static final String ALGORITHM = "Ed25519";

    private static final String SIGNATURE = "signature: ";
    private static final int LONGEST = 1 << 16;

    /** One line; {@code value} is empty where it has no colon. */
    record Line(String name, String value) {}

    /** Reads a text of this form; says nothing yet of whether its signature is right. */
    static SignedText parse(byte[] bytes, String format, String where) throws RefusedException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\n" + SIGNATURE);
        if (bytes.length > LONGEST || !text.startsWith(format + "\n") || end < 0) {
            throw unreadable(where, "it does not begin with '" + format + "' and end with a signature");
        }
        String signed = text.substring(0, end + 1);
        List<Line> lines = new ArrayList<>();
        for (String line : signed.lines().skip(1).toList()) {
            int colon = line.indexOf(": ");
            lines.add(
                    colon < 0
                            ? new Line(line, "")
                            : new Line(line.substring(0, colon), line.substring(colon + ": ".length())));
        }
        try {
            byte[] signature = Base64.getDecoder()
                    .decode(text.substring(end + 1 + SIGNATURE.length()).strip());
            return new SignedText(signed, List.copyOf(lines), signature);
        } catch (IllegalArgumentException malformed) {
            throw unreadable(where, String.valueOf(malformed.getMessage()));
        }
    }

    /** The whole text, with its signature. */
    static String sign(String format, List<Line> lines, PrivateKey key) throws GeneralSecurityException {
        StringBuilder text = new StringBuilder(format).append('\n');
        for (Line line : lines) {
            if (line.value().chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(line.name() + " holds a control character");
            }
            text.append(line.name()).append(": ").append(line.value()).append('\n');
        }
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return text + SIGNATURE + Base64.getEncoder().encodeToString(signature.sign()) + "\n";
    }

    boolean isSignedBy(PublicKey publicKey) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey);
            check.update(signed.getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (GeneralSecurityException wrong) {
            return false;
        }
    }

    static RefusedException unreadable(String where, String reason) {
        return new RefusedException(
                where,
                "network.statement",
                "The statement " + where + " cannot be read: " + reason + "; sign the file again.");
    }
}
