package org.parvis.api.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.MediaId;

/**
 * What the files of the library hold, of all workspaces, for backup and restore: for the operator alone, never for a
 * request. Works without the database, which goes away while it is restored. Blocking, thread-safe; content is streamed.
 */
@ProviderType
public interface MediaFiles {
    /**
     * Puts off what is deleted from now on until the hold is closed, so that whoever then reads the list of the library finds
     * every file that it names. There may be several at a time.
     */
    Hold hold();

    /** Opens a file; empty where there is none. The caller closes it. */
    Optional<InputStream> open(MediaId media) throws IOException;

    /** Puts a file into the library's place for it, whole or not at all; replaces what lies there. */
    void put(MediaId media, InputStream content) throws IOException;

    /** While it is open nothing is deleted. */
    @ProviderType
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
