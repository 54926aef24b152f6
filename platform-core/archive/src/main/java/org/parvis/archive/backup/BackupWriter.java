package org.parvis.archive.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.parvis.api.archive.BackupService;
import org.parvis.model.MediaId;
import org.parvis.store.DatabaseTransfer.Snapshot;
import org.parvis.store.DatabaseTransfer.Table;

/**
 * Writes a backup: a zip file with an entry per table and per file of the media library, and the manifest as its last,
 * because only then the checksums are known.
 */
final class BackupWriter implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final String LIBRARY = "media.asset";

    private final ZipOutputStream zip;
    private final Library library;
    private final List<Manifest.Content> contents = new ArrayList<>();
    private final List<MediaId> files = new ArrayList<>();
    private Origin origin = new Origin("", Map.of(), Map.of());
    private String keys = "";

    BackupWriter(OutputStream out, Library library) {
        this.library = library;
        zip = new ZipOutputStream(new Unclosed(out));
    }

    /** Where the rows came from. */
    private record Origin(String server, Map<String, String> schemas, Map<String, Long> sequences) {}

    /** Where the files of the media library come from. */
    @FunctionalInterface
    interface Library {
        Optional<InputStream> open(MediaId id) throws IOException;
    }

    /** Leaves what it writes to open. */
    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Writes the rows; afterwards the snapshot is no longer needed. */
    void tables(Snapshot snapshot) throws IOException {
        for (Table table : snapshot.tables()) {
            contents.add(write(snapshot, table));
        }
        origin = new Origin(snapshot.server(), snapshot.schemas(), snapshot.sequences());
    }

    /** Writes the rest: the files that the rows name, the keys, and what the backup says of itself. */
    Manifest finish(Optional<byte[]> ring, String version, String createdAt) throws IOException {
        if (ring.isPresent()) {
            DigestOutputStream entry = begin(Manifest.KEYS_ENTRY);
            entry.write(ring.get());
            keys = end(entry);
        }
        Manifest.Media media = files.isEmpty() ? Manifest.Media.NONE : media();
        Manifest manifest = new Manifest(
                BackupService.FORMAT,
                Manifest.PRODUCT,
                version,
                createdAt,
                origin.server(),
                origin.schemas(),
                origin.sequences(),
                contents,
                keys,
                media);
        zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
        zip.write(JSON.writeValueAsBytes(manifest));
        zip.closeEntry();
        return manifest;
    }

    private Manifest.Content write(Snapshot snapshot, Table table) throws IOException {
        DigestOutputStream entry = begin(Manifest.Content.entry(table));
        boolean named = table.qualifiedName().equals(LIBRARY);
        OutputStream out =
                named ? new ColumnReader(entry, table.columns().indexOf("id"), id -> files.add(MediaId.of(id))) : entry;
        long rows = snapshot.copy(table, out);
        return new Manifest.Content(table.schema(), table.name(), table.columns(), rows, end(entry));
    }

    /** Each file and then their list. What is packed already is not packed again. */
    private Manifest.Media media() throws IOException {
        StringBuilder list = new StringBuilder();
        long bytes = 0;
        int missing = 0;
        zip.setLevel(Deflater.NO_COMPRESSION);
        for (MediaId file : files) {
            try (InputStream content = library.open(file).orElse(null)) {
                if (content == null) {
                    missing++;
                    continue;
                }
                DigestOutputStream entry = begin(Manifest.Media.entry(file));
                bytes += content.transferTo(entry);
                list.append(end(entry))
                        .append("  ")
                        .append(Manifest.Media.entry(file))
                        .append('\n');
            }
        }
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
        DigestOutputStream entry = begin(Manifest.MEDIA_ENTRY);
        entry.write(list.toString().getBytes(StandardCharsets.US_ASCII));
        return new Manifest.Media(files.size() - missing, bytes, missing, end(entry));
    }

    private DigestOutputStream begin(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new DigestOutputStream(zip, Checksums.sha256());
    }

    private String end(DigestOutputStream entry) throws IOException {
        entry.flush();
        zip.closeEntry();
        return HexFormat.of().formatHex(entry.getMessageDigest().digest());
    }

    /** Passes blocks on as blocks, and leaves the other stream open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
