package org.parvis.archive.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.BackupService;
import org.parvis.model.MediaId;
import org.parvis.store.DatabaseTransfer.Source;
import org.parvis.store.DatabaseTransfer.Table;

/** A backup that is read. To be closed; for one thread. */
final class BackupFile implements Source, AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_MANIFEST = 16 << 20;
    private static final Pattern LISTED = Pattern.compile("([0-9a-f]{64})  media/([0-9a-f-]{36})");

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip, Manifest manifest) {
        this.path = path;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens it and reads what it says of itself.
     *
     * @throws ProblemException when it is no backup, cut off, or of a newer format
     */
    static BackupFile open(Path path) throws IOException {
        if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
            throw refused("The file " + path + " is not there or cannot be read.");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException damaged) {
            throw refused("The file " + path + " is no backup, or its end is missing (" + damaged.getMessage() + ").");
        }
        try {
            return new BackupFile(path, zip, manifest(path, zip));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Reads everything and compares the checksums. */
    void verify() throws IOException {
        for (Manifest.Content content : manifest.tables()) {
            compare(content.entry(), content.sha256());
        }
        if (!manifest.keys().isEmpty()) {
            compare(Manifest.KEYS_ENTRY, manifest.keys());
        }
        if (!manifest.media().sha256().isEmpty()) {
            compare(Manifest.MEDIA_ENTRY, manifest.media().sha256());
            list((id, sha256) -> compare(Manifest.Media.entry(id), sha256));
        }
    }

    /** What is done with a file of the media library. */
    @FunctionalInterface
    private interface Listed {
        void accept(MediaId id, String sha256) throws IOException;
    }

    /** What becomes of a file of the media library. */
    @FunctionalInterface
    interface Library {
        void put(MediaId id, InputStream content) throws IOException;
    }

    /** Hands out the files of the media library, one after the other. */
    void media(Library library) throws IOException {
        list((id, sha256) -> {
            try (InputStream content = open(Manifest.Media.entry(id))) {
                library.put(id, content);
            }
        });
    }

    private void list(Listed listed) throws IOException {
        if (manifest.media().sha256().isEmpty()) {
            return;
        }
        try (BufferedReader list =
                new BufferedReader(new InputStreamReader(open(Manifest.MEDIA_ENTRY), StandardCharsets.US_ASCII))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                Matcher file = LISTED.matcher(line);
                if (!file.matches()) {
                    throw refused("The backup " + path + " is damaged: its list of files has a wrong line.");
                }
                listed.accept(MediaId.of(file.group(2)), file.group(1));
            }
        }
    }

    /** The keys, where they are in it. */
    Optional<byte[]> keys() throws IOException {
        if (manifest.keys().isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = open(Manifest.KEYS_ENTRY)) {
            return Optional.of(in.readNBytes(LONGEST_MANIFEST));
        }
    }

    @Override
    public Map<String, String> schemas() {
        return manifest.schemas();
    }

    @Override
    public List<Table> tables() {
        return manifest.tables().stream().map(Manifest.Content::table).toList();
    }

    @Override
    public Map<String, Long> sequences() {
        return manifest.sequences();
    }

    @Override
    public long rows(Table table) {
        return manifest.tables().stream()
                .filter(content -> content.table().equals(table))
                .mapToLong(Manifest.Content::rows)
                .sum();
    }

    @Override
    public InputStream open(Table table) throws IOException {
        return open(Manifest.Content.entry(table));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw refused("The backup " + path + " is damaged: " + name + " is missing.");
        }
        return zip.getInputStream(entry);
    }

    private void compare(String name, String sha256) throws IOException {
        String found;
        try (InputStream in = open(name)) {
            found = Checksums.of(in);
        } catch (ZipException damaged) {
            found = "";
        }
        if (!found.equals(sha256)) {
            throw refused("The backup " + path + " is damaged: the checksum of " + name
                    + " is not the one that was written. Nothing was changed; use another copy.");
        }
    }

    private static Manifest manifest(Path path, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw refused("The file " + path + " is no backup: it has no " + Manifest.ENTRY + ".");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LONGEST_MANIFEST);
        } catch (ZipException damaged) {
            bytes = new byte[0];
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw refused("The backup " + path + " is damaged: the checksum of " + Manifest.ENTRY
                    + " is not the one that was written. Nothing was changed; use another copy.");
        }
        refuseOtherFormats(path, bytes);
        return JSON.readValue(bytes, Manifest.class);
    }

    /** Before the rest is read, which a newer format may have changed. */
    private static void refuseOtherFormats(Path path, byte[] manifest) throws IOException {
        var tree = JSON.readTree(manifest);
        int format = tree.path("format").asInt();
        List<String> wrong = new ArrayList<>();
        if (!Manifest.PRODUCT.equals(tree.path("product").asText()) || format < 1) {
            wrong.add("The file " + path + " is no backup of Parvis.");
        } else if (format > BackupService.FORMAT) {
            wrong.add("The backup " + path + " has the format " + format + ", and this release reads up to "
                    + BackupService.FORMAT + ". It was written by release "
                    + tree.path("version").asText() + ": restore it with that one, or a newer one.");
        }
        if (!wrong.isEmpty()) {
            throw refused(wrong.get(0));
        }
    }

    private static ProblemException refused(String sentence) {
        return ProblemException.invalid("file", "backup", sentence);
    }
}
