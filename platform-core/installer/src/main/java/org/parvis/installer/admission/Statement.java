package org.parvis.installer.admission;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
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
        SignedText text) {
    private static final String FORMAT = "parvis-network 1";

    /** What {@link java.security.Signature} calls it. */
    static final String ALGORITHM = SignedText.ALGORITHM;

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
        List<SignedText.Line> lines = new ArrayList<>();
        lines.add(new SignedText.Line("network", network));
        lines.add(new SignedText.Line("version", version));
        lines.add(new SignedText.Line("sha256", sha256));
        new TreeSet<>(hosts).forEach(host -> lines.add(new SignedText.Line("host", host)));
        new TreeSet<>(scopes).forEach(scope -> lines.add(new SignedText.Line("scope", scope)));
        lines.add(new SignedText.Line("signed", at.toString()));
        lines.add(new SignedText.Line("key", TrustedKeys.fingerprint(publicKey)));
        return SignedText.sign(FORMAT, lines, privateKey);
    }

    /** Reads a statement; says nothing yet of whether its signature is right. */
    static Statement parse(byte[] bytes, String where) throws RefusedException {
        SignedText text = SignedText.parse(bytes, FORMAT, where);
        Set<String> hosts = new TreeSet<>();
        Set<String> scopes = new TreeSet<>();
        Fields fields = new Fields(where, Set.of("network", "version", "sha256", "signed", "key"));
        for (SignedText.Line line : text.lines()) {
            switch (line.name()) {
                case "host" -> hosts.add(line.value());
                case "scope" -> scopes.add(line.value());
                default -> fields.put(line);
            }
        }
        try {
            return new Statement(
                    fields.get("network"),
                    fields.get("version"),
                    fields.get("sha256"),
                    Set.copyOf(hosts),
                    Set.copyOf(scopes),
                    Instant.parse(fields.get("signed")),
                    fields.get("key"),
                    text);
        } catch (DateTimeParseException malformed) {
            throw SignedText.unreadable(where, String.valueOf(malformed.getMessage()));
        }
    }

    boolean isSignedBy(PublicKey publicKey) {
        return text.isSignedBy(publicKey);
    }

    /** Each name once: what is said twice could be read in two ways. */
    static final class Fields {
        private final Map<String, String> values = new HashMap<>();
        private final String where;
        private final Set<String> known;

        Fields(String where, Set<String> known) {
            this.where = where;
            this.known = known;
        }

        void put(SignedText.Line line) throws RefusedException {
            if (!known.contains(line.name()) || values.put(line.name(), line.value()) != null) {
                throw SignedText.unreadable(where, "the line '" + line.name() + "' is unknown or there twice");
            }
        }

        boolean has(String name) {
            return values.containsKey(name);
        }

        String get(String name) throws RefusedException {
            String value = values.get(name);
            if (value == null) {
                throw SignedText.unreadable(where, "the line '" + name + "' is missing");
            }
            return value;
        }
    }
}
