package org.parvis.installer.admission;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody vouches for by their key: that a bundle with this checksum is this version of this network and may talk to
 * these hosts and ask for these scopes. Lines of text, so that a person can read what was signed; the signature covers the
 * bytes of every line before its own, as they stand.
 *
 * <pre>
 * parvis-network 1
 * network: mastodon
 * version: 1.2.0
 * sha256: 9f86d0…
 * host: mastodon.social
 * scope: read
 * signed: 2026-11-22T22:00:00Z
 * key: 1f2e3d…
 * signature: Base64
 * </pre>
 *
 * @param key fingerprint of the key, see {@link TrustedKeys#fingerprint}
 */
public record Statement(
        String network,
        String version,
        String sha256,
        Set<String> hosts,
        Set<String> scopes,
        Instant signedAt,
        String key,
        String signed,
        byte[] signature) {
    private static final String FORMAT = "parvis-network 1";
    private static final String SIGNATURE = "signature: ";
    private static final int LONGEST = 1 << 16;

    /** What {@link Signature} calls it. */
    static final String ALGORITHM = "Ed25519";

    /** The text of a signed statement. */
    public static String sign(
            String network,
            String version,
            String sha256,
            Set<String> hosts,
            Set<String> scopes,
            Instant at,
            PublicKey publicKey,
            PrivateKey privateKey)
            throws GeneralSecurityException {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        line(text, "network", network);
        line(text, "version", version);
        line(text, "sha256", sha256);
        new TreeSet<>(hosts).forEach(host -> line(text, "host", host));
        new TreeSet<>(scopes).forEach(scope -> line(text, "scope", scope));
        line(text, "signed", at.toString());
        line(text, "key", TrustedKeys.fingerprint(publicKey));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(privateKey);
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return text + SIGNATURE + Base64.getEncoder().encodeToString(signature.sign()) + "\n";
    }

    private static void line(StringBuilder text, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(name + " holds a control character");
        }
        text.append(name).append(": ").append(value).append('\n');
    }

    /** Reads a statement; says nothing yet of whether its signature is right. */
    static Statement parse(byte[] bytes, String where) throws RefusedException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\n" + SIGNATURE);
        if (bytes.length > LONGEST || !text.startsWith(FORMAT + "\n") || end < 0) {
            throw unreadable(where, "it does not begin with '" + FORMAT + "' and end with a signature");
        }
        String signed = text.substring(0, end + 1);
        List<String> hosts = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        Fields fields = new Fields(where);
        for (String line : signed.lines().skip(1).toList()) {
            int colon = line.indexOf(": ");
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 2);
            switch (name) {
                case "host" -> hosts.add(value);
                case "scope" -> scopes.add(value);
                default -> fields.put(name, value);
            }
        }
        try {
            return new Statement(
                    fields.get("network"),
                    fields.get("version"),
                    fields.get("sha256"),
                    Set.copyOf(new TreeSet<>(hosts)),
                    Set.copyOf(new TreeSet<>(scopes)),
                    Instant.parse(fields.get("signed")),
                    fields.get("key"),
                    signed,
                    Base64.getDecoder()
                            .decode(text.substring(end + 1 + SIGNATURE.length()).strip()));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw unreadable(where, String.valueOf(e.getMessage()));
        }
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

    private static RefusedException unreadable(String where, String reason) {
        return new RefusedException(
                where,
                "network.statement",
                "The statement " + where + " cannot be read: " + reason + "; sign the file again.");
    }

    /** Each name once: what is said twice could be read in two ways. */
    private static final class Fields {
        private static final Set<String> KNOWN = Set.of("network", "version", "sha256", "signed", "key");
        private final Map<String, String> values = new HashMap<>();
        private final String where;

        Fields(String where) {
            this.where = where;
        }

        void put(String name, String value) throws RefusedException {
            if (!KNOWN.contains(name) || values.put(name, value) != null) {
                throw unreadable(where, "the line '" + name + "' is unknown or there twice");
            }
        }

        String get(String name) throws RefusedException {
            String value = values.get(name);
            if (value == null) {
                throw unreadable(where, "the line '" + name + "' is missing");
            }
            return value;
        }
    }
}
