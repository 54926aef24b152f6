package org.parvis.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.model.MediaId;

/**
 * The folder of the library: what a file holds lies under its id, spread over 256 folders; what is just coming in lies apart
 * and is cleared away when nobody finished it. Readable by the platform's account alone. Thread-safe.
 */
@Component(service = MediaFolder.class, configurationPid = "org.parvis.media")
@Designate(ocd = MediaConfiguration.class)
public final class MediaFolder {
    private static final int CHUNK = 1 << 16;
    private static final long MEBIBYTE = 1L << 20;
    private static final long LOOK_AT_ROOM_EVERY = 64 * MEBIBYTE;
    private static final Duration UNFINISHED = Duration.ofDays(1);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final Path incoming;
    private final long largest;
    private final long room;

    @Activate
    public MediaFolder(MediaConfiguration configuration) throws IOException {
        this(path(configuration.folder()), configuration.largest_mebibytes(), configuration.room_mebibytes());
    }

    MediaFolder(Path folder, long largestMebibytes, long roomMebibytes) throws IOException {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
        this.largest = largestMebibytes * MEBIBYTE;
        this.room = roomMebibytes * MEBIBYTE;
        Files.createDirectories(incoming, PRIVATE_FOLDER);
        clearUnfinished();
    }

    private static Path path(String configured) {
        if (!configured.isBlank()) {
            return Path.of(configured);
        }
        String home = System.getProperty("parvis.home", System.getProperty("karaf.base", "."));
        return Path.of(home, "media");
    }

    /** What came in, not yet part of the library. */
    record Incoming(Path file, long size, byte[] sha256) {}

    /** Writes what comes to the disk, as it comes. */
    Incoming receive(MediaId id, InputStream content) throws IOException {
        Path file = incoming.resolve(id.toString());
        MessageDigest digest = sha256();
        long size = 0;
        long looked = -LOOK_AT_ROOM_EVERY;
        byte[] chunk = new byte[CHUNK];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE)) {
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                if (size - looked >= LOOK_AT_ROOM_EVERY) {
                    requireRoom();
                    looked = size;
                }
                size += count;
                requireSize(size);
                digest.update(chunk, 0, count);
                write(channel, ByteBuffer.wrap(chunk, 0, count));
            }
            channel.force(true);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
        return new Incoming(file, size, digest.digest());
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void requireSize(long size) {
        if (size > largest) {
            throw ProblemException.invalid(
                    "content",
                    "media.tooLarge",
                    "A file may have " + largest / MEBIBYTE
                            + " MiB at most; the operator sets that by largest.mebibytes in" + " org.parvis.media.");
        }
    }

    private void requireRoom() throws IOException {
        if (Files.getFileStore(incoming).getUsableSpace() < room) {
            throw new ProblemException(
                    Problem.UNAVAILABLE,
                    "The disk that keeps files is nearly full; the operator must make room before more can be taken.",
                    List.of(),
                    Duration.ofMinutes(5));
        }
    }

    /** Makes what came in part of the library. */
    void keep(MediaId id, Incoming received) {
        try {
            Files.createDirectories(shelf(id), PRIVATE_FOLDER);
            Files.move(received.file(), home(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void drop(Incoming received) throws IOException {
        Files.deleteIfExists(received.file());
    }

    void delete(MediaId id) {
        try {
            Files.deleteIfExists(home(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream open(MediaId id, long offset) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(home(id), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            channel.position(offset);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
        return Channels.newInputStream(channel);
    }

    private Path home(MediaId id) {
        return shelf(id).resolve(id.toString());
    }

    /** The end of an id is random, its beginning is the time. */
    private Path shelf(MediaId id) {
        String name = id.toString();
        return folder.resolve(name.substring(name.length() - 2));
    }

    private void clearUnfinished() throws IOException {
        // the time of files is the machine's own, whatever the business clock shows
        Instant before = Instant.now().minus(UNFINISHED);
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
