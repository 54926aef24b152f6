package org.parvis.archive.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parvis.api.archive.BackupService;
import org.parvis.store.DatabaseTransfer;

/**
 * What a backup says of itself, in its last entry. Fields are only ever added within a format; what would make an older
 * release restore it wrongly needs a new format.
 *
 * @param product always {@value #PRODUCT}
 * @param version the release that wrote it
 * @param keys SHA-256 of the keys' entry; empty when it holds none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(
        int format,
        String product,
        String version,
        String createdAt,
        String server,
        Map<String, String> schemas,
        Map<String, Long> sequences,
        List<Content> tables,
        String keys) {
    static final String PRODUCT = "Parvis";
    static final String ENTRY = "manifest.json";
    static final String KEYS_ENTRY = "keys/credentials.keys";

    /** A table's entry. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(String schema, String name, List<String> columns, long rows, String sha256) {
        String entry() {
            return entry(table());
        }

        DatabaseTransfer.Table table() {
            return new DatabaseTransfer.Table(schema, name, columns);
        }

        static String entry(DatabaseTransfer.Table table) {
            return "tables/" + table.qualifiedName() + ".copy";
        }
    }

    BackupService.Backup summary() {
        return new BackupService.Backup(
                format,
                version,
                Instant.parse(createdAt),
                server,
                schemas,
                tables.stream()
                        .collect(Collectors.toMap(
                                content -> content.table().qualifiedName(), Content::rows, Long::sum, TreeMap::new)),
                !keys.isEmpty());
    }
}
