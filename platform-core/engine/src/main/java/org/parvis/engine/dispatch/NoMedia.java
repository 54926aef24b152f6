package org.parvis.engine.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.parvis.model.MediaRef;
import org.parvis.spi.MediaReader;

/** The files of a platform without a media library: there are none. */
final class NoMedia implements MediaReader {
    static final NoMedia INSTANCE = new NoMedia();

    private NoMedia() {}

    @Override
    public InputStream open(MediaRef media, long offset) throws IOException {
        throw new IOException("There is no media library on this platform, so there is no file " + media.id());
    }

    @Override
    public URI publicAddress(MediaRef media, Duration validity) {
        throw new UnsupportedOperationException("There is no media library on this platform");
    }
}
