package org.parvis.engine.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.media.MediaLibrary;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.MediaReader;

/**
 * The files of one workspace, for one call: a plugin cannot reach those of another, whatever it asks for. The library is
 * looked up at every use.
 */
final class LibraryMedia implements MediaReader {
    private final MediaLibraries libraries;
    private final WorkspaceId workspace;

    LibraryMedia(MediaLibraries libraries, WorkspaceId workspace) {
        this.libraries = libraries;
        this.workspace = workspace;
    }

    @Override
    public InputStream open(MediaRef media, long offset) throws IOException {
        MediaLibrary library = libraries
                .present()
                .orElseThrow(() -> new IOException("There is no media library just now, so there is no " + media.id()));
        return library.open(workspace, media.id(), offset);
    }

    @Override
    public URI publicAddress(MediaRef media, Duration validity) {
        MediaLibrary library =
                libraries.present().orElseThrow(() -> new IllegalStateException("There is no media library just now"));
        return library.publicAddress(workspace, media.id(), validity);
    }
}
