package org.parvis.api.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Moves a whole platform: everything that lies in the database, of all workspaces, and the files of the media library, in one
 * file of a format of our own that neither a later release nor another major version of PostgreSQL minds. For the operator at the console, never for a
 * request. Blocking for as long as it takes, thread-safe; both write the platform's audit trail.
 *
 * <p>Secrets stay sealed in the file. The keys that open them are in it only where that was asked for; without them the file
 * opens no account, and with them it must be kept like the keys. The configuration (the folder etc of the home) is never in
 * it.
 */
@ProviderType
public interface BackupService {
    /** The version of the file's format that is written; all earlier ones are read. 2 holds the media library's files. */
    int FORMAT = 2;

    /**
     * Writes everything as it stands at one moment, while the platform runs. The file appears under its name only when it is
     * complete, and only its owner may read it.
     *
     * @param withKeys whether the keys shall be in it
     * @param operator who asked, for the audit trail
     * @throws org.parvis.api.ProblemException when the database does not answer
     * @throws IOException when the file cannot be written
     */
    Backup backup(Path file, boolean withKeys, String operator) throws IOException;

    /**
     * Reads the whole file, compares its checksums, and looks whether it could be restored here. Changes nothing.
     *
     * @throws org.parvis.api.ProblemException when it is damaged, of a newer format or release, or this platform is in use
     * @throws IOException when the file cannot be read
     */
    Backup check(Path file) throws IOException;

    /**
     * Checks, then restores into this platform, which must hold no workspace yet. Everything else stands still meanwhile.
     * When it fails the platform is as empty as before; files that were put into the media library by then are cleared away
     * as what nothing names.
     *
     * @param operator who asked, for the audit trail
     * @throws org.parvis.api.ProblemException as {@link #check}
     * @throws IOException when the file cannot be read
     */
    Backup restore(Path file, String operator) throws IOException;

    /**
     * What a file holds.
     *
     * @param format the version of its format
     * @param product the release that wrote it
     * @param server the version of PostgreSQL it was read from
     * @param schemas the version of each schema
     * @param rows how many rows of each table
     * @param keys whether it holds the keys that open the secrets
     * @param media the files of the media library
     */
    record Backup(
            int format,
            String product,
            Instant createdAt,
            String server,
            Map<String, String> schemas,
            Map<String, Long> rows,
            boolean keys,
            Library media) {
        public Backup {
            schemas = Map.copyOf(schemas);
            rows = Map.copyOf(rows);
        }

        /** Of all tables. */
        public long allRows() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }
    /**
     * The files of the media library in a backup.
     *
     * @param missing how many the library named that were not there
     */
    record Library(long number, long bytes, long missing) {}
}
