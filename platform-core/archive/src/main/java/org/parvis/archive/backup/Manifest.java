package org.parvis.archive.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parvis.api.archive.BackupService;
import org.parvis.model.MediaId;
import org.parvis.store.DatabaseTransfer;

/**
 * What a backup says of itself, in its last entry. Fields are only ever added within a format; what would make an older
 * release restore it wrongly needs a new format.
 *
 * @param product always {@value #PRODUCT}
 * @param version the release that wrote it
 * @param keys SHA-256 of the keys' entry; empty when it holds none
 * @param media of the files of the media library; nothing in what the format 1 wrote
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
        String keys,
        Media media) {
    static final String PRODUCT = "Parvis";
    static final String ENTRY = "manifest.json";
    static final String KEYS_ENTRY = "keys/credentials.keys";
    /** A line for each file, as {@code sha256sum} writes and checks them. */
    static final String MEDIA_ENTRY = "media.sha256";

    Manifest {
        media = Objects.requireNonNullElse(media, Media.NONE);
    }

    /**
     * The files of the media library.
     *
     * @param missing how many the library names that were not there
     * @param sha256 of their list; empty where there is none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Media(long files, long bytes, long missing, String sha256) {
        static final Media NONE = new Media(0, 0, 0, "");

        static String entry(MediaId id) {
            return "media/" + id;
        }
    }

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
                !keys.isEmpty(),
                new BackupService.Library(media.files(), media.bytes(), media.missing()));
    }
}
