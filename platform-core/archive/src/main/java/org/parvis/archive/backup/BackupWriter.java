package org.parvis.archive.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.parvis.api.archive.BackupService;
import org.parvis.store.DatabaseTransfer.Snapshot;
import org.parvis.store.DatabaseTransfer.Table;

/**
 * Writes a backup: a zip file with an entry per table and the manifest as its last, because only then the checksums are
 * known.
 */
final class BackupWriter implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final ZipOutputStream zip;
    private final List<Manifest.Content> contents = new ArrayList<>();
    private String keys = "";

    BackupWriter(OutputStream out) {
        zip = new ZipOutputStream(new Unclosed(out));
    }

    /** Leaves what it writes to open. */
    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Writes all of it. */
    Manifest write(Snapshot snapshot, Optional<byte[]> ring, String version, String createdAt) throws IOException {
        for (Table table : snapshot.tables()) {
            contents.add(write(snapshot, table));
        }
        if (ring.isPresent()) {
            DigestOutputStream entry = begin(Manifest.KEYS_ENTRY);
            entry.write(ring.get());
            keys = end(entry);
        }
        Manifest manifest = new Manifest(
                BackupService.FORMAT,
                Manifest.PRODUCT,
                version,
                createdAt,
                snapshot.server(),
                snapshot.schemas(),
                snapshot.sequences(),
                contents,
                keys);
        zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
        zip.write(JSON.writeValueAsBytes(manifest));
        zip.closeEntry();
        return manifest;
    }

    private Manifest.Content write(Snapshot snapshot, Table table) throws IOException {
        DigestOutputStream entry = begin(Manifest.Content.entry(table));
        long rows = snapshot.copy(table, entry);
        return new Manifest.Content(table.schema(), table.name(), table.columns(), rows, end(entry));
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
