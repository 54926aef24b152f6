package org.parvis.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the server's folders need from the file system. */
final class Folders {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    static final Set<PosixFilePermission> TRAVERSABLE = PosixFilePermissions.fromString("rwx--x--x");
    static final Set<PosixFilePermission> SECRET_FILE = PosixFilePermissions.fromString("rw-------");

    private Folders() {}

    /** Deletes {@code path} with everything in it; nothing happens when it does not exist. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static void create(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, permissions);
    }

    /** Writes a file that only its owner can read, complete or not at all. */
    static void writeSecret(Path file, String content) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(), file.getFileName() + "-", null, PosixFilePermissions.asFileAttribute(SECRET_FILE));
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The last lines of a server log that say why it stopped. */
    static String lastFatalLine(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return all.stream()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("ERROR:"))
                    .reduce((first, second) -> second)
                    .or(() -> all.stream().reduce((first, second) -> second))
                    .orElse("the server wrote nothing to " + log);
        } catch (IOException | UncheckedIOException e) {
            return "its log " + log + " cannot be read";
        }
    }
}
