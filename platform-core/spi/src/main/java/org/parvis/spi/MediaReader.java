package org.parvis.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.MediaRef;

/**
 * Reads the files of the variant or message that the call is about, and no others. Used by the thread of the call;
 * blocks while the disk or the store is slow, until the call's deadline at most; nothing of it outlives the call. A
 * file that is not there is an {@link IOException}; whether the network takes it, the descriptor's formats say. The
 * platform holds the files; a plugin sends them on without keeping them in memory, best by
 * {@link org.parvis.spi.http.HttpRequest.Builder#media}.
 */
@ProviderType
public interface MediaReader {
    /**
     * Streams a file from {@code offset} (bytes, 0 the first); can be opened again. The caller closes it.
     *
     * @throws java.nio.file.NoSuchFileException where the file is not there any more, or is none of this call's
     * @throws IOException where it cannot be read just now, for instance because the call's time is over
     */
    InputStream open(MediaRef media, long offset) throws IOException;

    /**
     * An address from which anybody may fetch the file for {@code validity}, for networks that pull. Signed, so
     * that it cannot be guessed; it is there only where the platform has a public address.
     */
    URI publicAddress(MediaRef media, Duration validity);
}
