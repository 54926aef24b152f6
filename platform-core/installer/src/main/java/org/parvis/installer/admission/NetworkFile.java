package org.parvis.installer.admission;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The two forms in which a network comes. A {@code .jar} is the bundle itself; its statement lies beside it as
 * {@code <file>.statement}. A {@code .kar} holds exactly one bundle, and the statement as {@value #STATEMENT}; whatever else a
 * container would read there (repositories, features, configuration) is not looked at.
 *
 * @param bundle a copy that nobody else writes to
 * @param statement empty where nothing is signed
 */
public record NetworkFile(Path bundle, Optional<byte[]> statement, String statementPlace) {
    /** The statement's name in a {@code .kar}. */
    public static final String STATEMENT = "META-INF/parvis.statement";

    static final long LARGEST = 64L << 20;
    private static final int MOST_ENTRIES = 20_000;

    /** Where the statement of a bundle that is a file of its own lies. */
    public static Path statementOf(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".statement");
    }

    public static boolean isNetwork(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".jar") || name.endsWith(".kar"));
    }

    /**
     * Whether an archive is whole: its table of contents, which is written last, is there and every entry can be read and has
     * the checksum that the table says.
     */
    public static boolean isWhole(Path file) {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(archive.entries())) {
                CRC32 checksum = new CRC32();
                try (InputStream in = new CheckedInputStream(archive.getInputStream(entry), checksum)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                if (checksum.getValue() != entry.getCrc()) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException notYet) {
            return false;
        }
    }

    /** Copies the bundle to {@code target}, so that what is checked is what is installed. Blocks. */
    static NetworkFile open(Path file, Path target) throws IOException, RefusedException {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(
                    name, "network.file", "There is no file " + file + " on the platform's machine.");
        }
        if (Files.size(file) > LARGEST) {
            throw new RefusedException(
                    name,
                    "network.size",
                    name + " is larger than " + (LARGEST >> 20) + " MiB, which no network needs.");
        }
        try {
            return name.toLowerCase(Locale.ROOT).endsWith(".kar") ? archive(file, target) : jar(file, target);
        } catch (ZipException broken) {
            throw new RefusedException(
                    name,
                    "network.whole",
                    name + " is not a whole archive (" + broken.getMessage() + "); copy or build it again.");
        }
    }

    private static NetworkFile jar(Path file, Path target) throws IOException {
        Path statement = statementOf(file);
        Optional<byte[]> text = Files.isRegularFile(statement) && Files.size(statement) < LARGEST
                ? Optional.of(Files.readAllBytes(statement))
                : Optional.empty();
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        return new NetworkFile(target, text, statement.getFileName().toString());
    }

    private static NetworkFile archive(Path file, Path target) throws IOException, RefusedException {
        String name = file.getFileName().toString();
        try (ZipFile archive = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = entries(archive, name);
            List<? extends ZipEntry> bundles =
                    entries.stream().filter(e -> e.getName().endsWith(".jar")).toList();
            if (bundles.size() != 1) {
                throw new RefusedException(
                        name,
                        "network.one",
                        name + " holds " + bundles.size()
                                + " bundles; a network is exactly one, with its libraries inside.");
            }
            try (InputStream in = archive.getInputStream(bundles.get(0))) {
                copy(in, target, name);
            }
            ZipEntry statement = archive.getEntry(STATEMENT);
            if (statement == null) {
                return new NetworkFile(target, Optional.empty(), STATEMENT);
            }
            try (InputStream in = archive.getInputStream(statement)) {
                return new NetworkFile(target, Optional.of(in.readNBytes(1 << 20)), STATEMENT);
            }
        }
    }

    /** The entries of an archive; an entry that is there twice could be read in two ways. */
    static List<? extends ZipEntry> entries(ZipFile archive, String name) throws RefusedException {
        List<? extends ZipEntry> entries = Collections.list(archive.entries());
        if (entries.size() > MOST_ENTRIES) {
            throw new RefusedException(
                    name,
                    "network.entries",
                    name + " has more than " + MOST_ENTRIES + " entries, which no network needs.");
        }
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : entries) {
            if (!names.add(entry.getName())) {
                throw new RefusedException(
                        name,
                        "network.twice",
                        name + " has the entry " + entry.getName() + " twice; build it again without.");
            }
        }
        return entries;
    }

    private static void copy(InputStream in, Path target, String name) throws IOException, RefusedException {
        byte[] block = new byte[1 << 16];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                copied += read;
                if (copied > LARGEST) {
                    throw new RefusedException(
                            name,
                            "network.size",
                            "The bundle in " + name + " is larger than " + (LARGEST >> 20)
                                    + " MiB, which no network needs.");
                }
                out.write(block, 0, read);
            }
        }
    }
}
