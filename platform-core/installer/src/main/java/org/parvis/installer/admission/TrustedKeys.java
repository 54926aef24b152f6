package org.parvis.installer.admission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the operator trusts to sign networks: one file {@code <name>.pub} each in a folder of {@code etc}, in the form
 * that {@code openssl pkey -pubout} writes too. A key whose fingerprint stands in the file {@code revoked} there is refused,
 * whoever trusts it. A file {@code <name>.networks} beside a key binds it to the networks whose ids it names. Read anew for every question, so that a revocation holds at once; blocks for a few small files.
 */
public final class TrustedKeys {
    private static final String ENDING = ".pub";
    private static final String BOUND = ".networks";
    private static final String REVOKED = "revoked";

    private final Path folder;

    public TrustedKeys(Path folder) {
        this.folder = folder;
    }

    /**
     * A key by the name of its file.
     *
     * @param networks the ids of those that it may sign; null for all
     */
    record Named(
            String name,
            PublicKey key,
            @Nullable Set<String> networks) {
        boolean maySign(String network) {
            return networks == null || networks.contains(network);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The first half of the SHA-256 of a key, in hexadecimal digits. */
    public static String fingerprint(PublicKey key) {
        return Sha256.of(key.getEncoded()).substring(0, 32);
    }

    Optional<Named> find(String fingerprint) throws IOException {
        return Optional.ofNullable(keys().get(fingerprint));
    }

    /** Whether a key was revoked, by its fingerprint. */
    public boolean isRevoked(String fingerprint) throws IOException {
        Path file = folder.resolve(REVOKED);
        Set<String> revoked = new HashSet<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                // what follows the fingerprint says why, to people
                revoked.add(line.strip().split("\\s", 2)[0]);
            }
        }
        return revoked.contains(fingerprint);
    }

    private Map<String, Named> keys() throws IOException {
        Map<String, Named> keys = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return keys;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            PublicKey key = read(file);
            String plain = name.substring(0, name.length() - ENDING.length());
            keys.put(fingerprint(key), new Named(plain, key, networks(plain)));
        }
        return keys;
    }

    /** The ids in the file {@code <name>.networks}, one per line; null without such a file. An empty one allows none. */
    private @Nullable Set<String> networks(String name) throws IOException {
        Path file = folder.resolve(name + BOUND);
        if (!Files.exists(file)) {
            return null;
        }
        Set<String> networks = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            String id = line.strip().split("\\s", 2)[0];
            if (!id.isEmpty() && !id.startsWith("#")) {
                networks.add(id);
            }
        }
        return networks;
    }

    /** Reads a public key. */
    public static PublicKey read(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(Statement.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(decode(Files.readString(file))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is no public Ed25519 key in PEM form", e);
        }
    }

    /** What stands between the first and the last line of a PEM file. */
    public static byte[] decode(String pem) {
        return Base64.getMimeDecoder()
                .decode(pem.replaceAll("-----[^-\\n]+-----", "").strip());
    }
}
