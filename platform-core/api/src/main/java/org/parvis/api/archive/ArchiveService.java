package org.parvis.api.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;

/**
 * Moves conversations in and out: JSON Lines, UTF-8, one ActivityStreams 2.0 object per line, gzipped or not. Blocking for as
 * long as it takes, thread-safe; both write the audit trail.
 */
@ProviderType
public interface ArchiveService {
    /**
     * Takes an archive into the linked accounts it speaks of. A line that is wrong is reported and the rest goes on. What is
     * known already is left alone, so that an import that was cut off is simply repeated. Needs {@code IMPORT} on the brand of
     * each account; those without it, and those that are not linked, are reported as missing.
     *
     * @param archive read to its end and left open
     * @param target which accounts to import into
     * @throws IOException when the archive cannot be read, or the disk has no room for a copy of it
     */
    ImportReport importArchive(Caller caller, InputStream archive, Target target) throws IOException;

    /**
     * Writes everything that counts of the accounts, so that its import elsewhere comes to the same figures; needs {@code READ}
     * on the brand of each. Not compressed.
     *
     * @param accounts null for all the caller may read
     * @param out left open
     * @return how many lines were written
     */
    long exportArchive(Caller caller, @Nullable List<AccountId> accounts, OutputStream out) throws IOException;

    /**
     * Limits an import.
     *
     * @param brand only accounts of this brand; null for all
     * @param network of actors that do not name theirs; null where all do
     */
    record Target(@Nullable BrandId brand, @Nullable NetworkId network) {
        /** Every account the caller may import into. */
        public static Target any() {
            return new Target(null, null);
        }
    }

    /**
     * What came of an import.
     *
     * @param lines that are not empty
     * @param objects that were right: actors and content
     * @param added what is new, counted once for each account it belongs to
     * @param unrelated content that belongs to no account that could be imported into
     * @param rejected how many lines were wrong
     * @param badLines the first of them, at most {@value #MAX_BAD_LINES}
     * @param missing organisations of the archive that have no linked account here
     */
    record ImportReport(
            long lines,
            long objects,
            long added,
            long unrelated,
            long rejected,
            List<BadLine> badLines,
            List<String> missing) {
        public static final int MAX_BAD_LINES = 1_000;

        public ImportReport {
            badLines = List.copyOf(badLines);
            missing = List.copyOf(missing);
        }
    }

    /** A line that could not be used, counted from 1, and why. */
    record BadLine(long number, String reason) {}
}
