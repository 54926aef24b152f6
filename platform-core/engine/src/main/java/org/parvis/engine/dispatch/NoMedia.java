package org.parvis.engine.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.parvis.model.MediaRef;
import org.parvis.spi.MediaReader;

/** The files of a call that is about no content: there are none. */
final class NoMedia implements MediaReader {
    static final NoMedia INSTANCE = new NoMedia();

    private NoMedia() {}

    @Override
    public InputStream open(MediaRef media, long offset) throws IOException {
        throw new NoSuchFileException(media.id().toString(), null, "a call about an authorisation has no files");
    }

    @Override
    public URI publicAddress(MediaRef media, Duration validity) {
        throw new UnsupportedOperationException("A call about an authorisation has no files");
    }
}
