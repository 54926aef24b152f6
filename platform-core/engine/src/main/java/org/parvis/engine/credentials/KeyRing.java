package org.parvis.engine.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master keys, in a file that only its owner may read: a line per key, its id and the key in Base64, the present one
 * last. Made with one key when there is none. Keys are only ever added, since a backup may need the old ones. Thread-safe;
 * the file is read again when a key is asked for that is not known yet.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final SecureRandom random = new SecureRandom();
    private List<Key> keys;

    private KeyRing(Path file) throws IOException {
        this.file = file;
        keys = List.of();
        if (!Files.exists(file)) {
            create();
        }
        keys = read();
    }

    /** @throws IOException when the file cannot be read or made, is empty, or may be read by others */
    public static KeyRing open(Path file) throws IOException {
        return new KeyRing(file);
    }

    /** A master key. */
    record Key(String id, SecretKey key) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    Path file() {
        return file;
    }

    synchronized Key present() {
        return keys.get(keys.size() - 1);
    }

    synchronized List<Key> keys() {
        return keys;
    }

    synchronized Optional<Key> key(String id) {
        Optional<Key> known = known(id);
        if (known.isEmpty()) {
            try {
                keys = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known = known(id);
        }
        return known;
    }

    /** Adds a key, which is the present one from now on; on the disk before this returns. */
    synchronized Key add() throws IOException {
        List<Key> more = new ArrayList<>(read());
        Key key = fresh();
        more.add(key);
        write(more, true);
        keys = List.copyOf(more);
        return key;
    }

    /** The file's contents, as on the disk now. */
    synchronized byte[] export() throws IOException {
        keys = read();
        return text(keys).getBytes(StandardCharsets.US_ASCII);
    }

    /** Adds older keys that are not there yet; on the disk before this returns. How many were new. */
    synchronized int addOlder(byte[] exported) throws IOException {
        List<Key> all = new ArrayList<>(
                parse(new String(exported, StandardCharsets.US_ASCII).lines().toList()));
        keys = read();
        all.removeIf(key -> known(key.id()).isPresent());
        int added = all.size();
        if (added > 0) {
            all.addAll(keys);
            write(all, true);
            keys = List.copyOf(all);
        }
        return added;
    }

    private Optional<Key> known(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private void create() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, PRIVATE_FOLDER);
        }
        try {
            write(List.of(fresh()), false);
        } catch (FileAlreadyExistsException e) {
            // Another process made it at the same moment: that one counts.
        }
    }

    private Key fresh() {
        byte[] id = new byte[6];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        return new Key(HexFormat.of().formatHex(id), new SecretKeySpec(key, "AES"));
    }

    private List<Key> read() throws IOException {
        refuseIfOthersMayRead();
        List<Key> found = parse(Files.readAllLines(file, StandardCharsets.US_ASCII));
        if (found.isEmpty()) {
            throw new IOException("The key file " + file + " holds no key");
        }
        return List.copyOf(found);
    }

    private List<Key> parse(List<String> lines) throws IOException {
        List<Key> found = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.strip().split("\\s+");
            if (!line.isBlank() && !line.startsWith("#")) {
                found.add(parse(parts));
            }
        }
        return found;
    }

    private Key parse(String[] parts) throws IOException {
        try {
            byte[] key = parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : new byte[0];
            if (key.length == KEY_BYTES) {
                return new Key(parts[0], new SecretKeySpec(key, "AES"));
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private IOException malformed() {
        return new IOException("The key file " + file + " has a line that is not an id and 32 bytes in Base64");
    }

    private void refuseIfOthersMayRead() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        permissions.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!permissions.isEmpty()) {
            throw new IOException("The key file " + file + " may be read by others; run: chmod 600 " + file);
        }
    }

    private void write(List<Key> all, boolean replace) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(fresh, options, PRIVATE_FILE)) {
                channel.write(ByteBuffer.wrap(text(all).getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            if (replace) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                // A link fails when the file is there, which a move would overwrite.
                Files.createLink(file, fresh);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String text(List<Key> keys) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(key.id())
                .append(' ')
                .append(Base64.getEncoder().encodeToString(key.key().getEncoded()))
                .append('\n'));
        return text.toString();
    }
}
