package org.parvis.api.account;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The keys that seal what networks granted; for the operator at the console, never for a request. Blocking, thread-safe. No
 * key and no secret ever leaves it, except by {@link #exportKeys}.
 */
@ProviderType
public interface VaultService {
    Status status();

    /**
     * Makes a new key and seals everything with it again, while the platform runs. Interrupted, it is taken up where it
     * stopped by the next call of {@link #reseal}.
     *
     * @param operator who asked, for the audit trail
     * @return how many rows were sealed again
     */
    int rotate(String operator);

    /** Seals with the present key whatever is sealed with another; how many rows. */
    int reseal();

    /**
     * The keys themselves, for a backup that the operator wants to hold them. Opaque; for {@link #importKeys}.
     *
     * @param operator who asked, for the audit trail
     */
    byte[] exportKeys(String operator);

    /**
     * Adds keys that are not there yet, as old ones: the present one stays the present one.
     *
     * @param operator who asked, for the audit trail
     * @return how many were added
     * @throws org.parvis.api.ProblemException when they were not written by {@link #exportKeys}
     */
    int importKeys(byte[] keys, String operator);

    /** @param keys the oldest first; the last one is the present */
    record Status(List<Key> keys) {
        public Status {
            keys = List.copyOf(keys);
        }
    }

    /** @param rows how many rows are sealed with it */
    record Key(String id, boolean present, long rows) {}
}
