package org.parvis.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the embedded server's folder lies: {@code store} in the platform's home, or, when the platform is root and the
 * server's account cannot pass through to there, a folder of its own under {@code /var/lib/parvis}.
 */
public final class StoreLocation {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLocation.class);

    private final Path home;
    private final Path elsewhere;

    public StoreLocation(Path home) {
        this(home, Path.of("/var/lib/parvis"));
    }

    StoreLocation(Path home, Path elsewhere) {
        this.home = home;
        this.elsewhere = elsewhere;
    }

    /** The folder the operator wants, if the server can live there. */
    public static Path configured(Path folder) throws IOException, RefusedException {
        ServerAccount account = ServerAccount.forData(folder.resolve("data"));
        if (!account.reaches(folder)) {
            throw new RefusedException("The account '" + account.name() + "', under which PostgreSQL runs because this"
                    + " process is root, cannot pass through to " + folder + " (data.dir in org.parvis.store). Allow it"
                    + " (chmod o+x on the folders above), choose another folder, or start Parvis as an ordinary user.");
        }
        return folder;
    }

    /** The folder for this home; the same at every start, since data once written stay where they are. */
    public Path choose() throws IOException, RefusedException {
        Path own = home.resolve("store");
        Path other = elsewhere.resolve(instance());
        if (Files.exists(own.resolve("data"))) {
            return configured(own);
        }
        if (!Files.exists(other.resolve("data"))) {
            if (ServerAccount.forData(own.resolve("data")).reaches(own)) {
                return own;
            }
            Folders.create(elsewhere, Folders.TRAVERSABLE);
        }
        announce(other);
        return other;
    }

    private void announce(Path other) throws IOException {
        String sentence = "The database of this home lies in " + other + ", because PostgreSQL does not run as root and"
                + " its account cannot pass through to " + home + ".";
        Path note = home.resolve("store.location");
        if (!Files.exists(note)) {
            Files.writeString(note, sentence + System.lineSeparator(), StandardCharsets.UTF_8);
        }
        LOG.info("{}", sentence);
    }

    private String instance() throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(home.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The platform's home, as its launcher or its container says. */
    public static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("parvis.home"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(System.getProperty("karaf.data"))
                        .map(data -> Path.of(data).toAbsolutePath().normalize().getParent()));
    }
}
