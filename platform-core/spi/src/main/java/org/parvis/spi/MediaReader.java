package org.parvis.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.MediaRef;

/** Reads the files of a variant. */
@ProviderType
public interface MediaReader {
    /** Streams a file from {@code offset}; can be opened again. The caller closes it. */
    InputStream open(MediaRef media, long offset) throws IOException;

    /** An address from which the network may fetch the file for {@code validity}, for networks that pull. */
    URI publicAddress(MediaRef media, Duration validity);
}
