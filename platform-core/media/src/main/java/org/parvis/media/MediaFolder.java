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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.media.MediaFiles;
import org.parvis.model.MediaId;

/**
 * The folder of the library: what a file holds lies under its id, spread over 256 folders; what is just coming in lies apart
 * and is cleared away when nobody finished it, and what no row names is set aside before it goes. Readable by the platform's
 * account alone. Thread-safe.
 */
@Component(
        service = {MediaFolder.class, MediaFiles.class},
        configurationPid = "org.parvis.media")
@Designate(ocd = MediaConfiguration.class)
public final class MediaFolder implements MediaFiles {
    private static final int CHUNK = 1 << 16;
    private static final long MEBIBYTE = 1L << 20;
    private static final long LOOK_AT_ROOM_EVERY = 64 * MEBIBYTE;
    /** Whatever is younger may belong to a transaction that has yet to commit, or to a restoration that is under way. */
    private static final Duration SETTLED = Duration.ofDays(1);
    /** If it was the database that was wrong, there is time to notice. */
    private static final Duration SET_ASIDE = Duration.ofDays(30);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SHELF = Pattern.compile("[0-9a-f]{2}");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final Path incoming;
    private final Path leftover;
    private final long largest;
    private final long room;
    private final Set<MediaId> putOff = new HashSet<>();
    private int holds;

    @Activate
    public MediaFolder(MediaConfiguration configuration) throws IOException {
        this(path(configuration.folder()), configuration.largest_mebibytes(), configuration.room_mebibytes());
    }

    MediaFolder(Path folder, long largestMebibytes, long roomMebibytes) throws IOException {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
        this.leftover = folder.resolve("leftover");
        this.largest = largestMebibytes * MEBIBYTE;
        this.room = roomMebibytes * MEBIBYTE;
        Files.createDirectories(incoming, PRIVATE_FOLDER);
        Files.createDirectories(leftover, PRIVATE_FOLDER);
        clear(incoming, SETTLED);
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
        return receive(id, content, largest);
    }

    private Incoming receive(MediaId id, InputStream content, long most) throws IOException {
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
                requireSize(size, most);
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

    private static void requireSize(long size, long most) {
        if (size > most) {
            throw ProblemException.invalid(
                    "content",
                    "media.tooLarge",
                    "A file may have " + most / MEBIBYTE
                            + " MiB at most; the operator sets that by largest.mebibytes in org.parvis.media.");
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

    synchronized void delete(MediaId id) {
        if (holds > 0) {
            putOff.add(id);
            return;
        }
        try {
            Files.deleteIfExists(home(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Hold hold() {
        holds++;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                release();
            }
        };
    }

    private synchronized void release() {
        holds--;
        if (holds == 0) {
            List<MediaId> due = List.copyOf(putOff);
            putOff.clear();
            due.forEach(this::delete);
        }
    }

    @Override
    public Optional<InputStream> open(MediaId media) throws IOException {
        for (Path file : List.of(home(media), leftover.resolve(media.toString()))) {
            try {
                return Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
            } catch (NoSuchFileException elsewhere) {
                // Another node may have set it aside meanwhile.
            }
        }
        return Optional.empty();
    }

    @Override
    public void put(MediaId media, InputStream content) throws IOException {
        Files.deleteIfExists(incoming.resolve(media.toString()));
        Incoming received = receive(media, content, Long.MAX_VALUE);
        try {
            keep(media, received);
        } finally {
            drop(received);
        }
    }

    /** The folders that files are spread over. */
    List<Path> shelves() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(
                            each -> SHELF.matcher(each.getFileName().toString()).matches())
                    .toList();
        }
    }

    /** What lies on a shelf for so long that its row is there, if there ever comes one. */
    static List<MediaId> settled(Path shelf) throws IOException {
        Instant before = Instant.now().minus(SETTLED);
        List<MediaId> settled = new ArrayList<>();
        try (Stream<Path> files = Files.list(shelf)) {
            for (Path file : files.toList()) {
                if (ID.matcher(file.getFileName().toString()).matches()
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    settled.add(MediaId.of(file.getFileName().toString()));
                }
            }
        } catch (NoSuchFileException gone) {
            // Deleted while this looked: the next time will see the rest.
        }
        return settled;
    }

    /** Takes a file that no row names out of the library; false while a backup reads it. */
    synchronized boolean setAside(MediaId id) throws IOException {
        if (holds > 0) {
            return false;
        }
        Path aside = leftover.resolve(id.toString());
        try {
            Files.move(home(id), aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException deleted) {
            return false;
        }
        Files.setLastModifiedTime(aside, FileTime.from(Instant.now()));
        return true;
    }

    /** Deletes what was set aside long ago. */
    void clearSetAside() throws IOException {
        clear(leftover, SET_ASIDE);
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

    private static void clear(Path folder, Duration age) throws IOException {
        // the time of files is the machine's own, whatever the business clock shows
        Instant before = Instant.now().minus(age);
        try (Stream<Path> files = Files.list(folder)) {
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
