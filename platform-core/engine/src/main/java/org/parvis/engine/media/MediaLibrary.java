package org.parvis.engine.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;

/**
 * Where files are kept. Implemented by the media library and registered as a service; the engine and the services look it up
 * anew for every use, since it may come and go. Thread-safe.
 */
@ConsumerType
public interface MediaLibrary {
    /**
     * The files of a brand among {@code media}; what is not there, or another brand's, is left out. Joins the open transaction
     * and keeps the files from being deleted until it ends, so that whatever is written in it may rely on them.
     */
    List<MediaRef> find(WorkspaceId workspace, BrandId brand, Collection<MediaId> media);

    /** Streams a file from {@code offset}; can be opened again. The caller closes it. */
    InputStream open(WorkspaceId workspace, MediaId media, long offset) throws IOException;

    /** Whether the platform has an address from which networks may fetch files. */
    boolean reachable();

    /**
     * An address from which anybody may fetch the file for {@code validity}.
     *
     * @throws IllegalStateException when the platform is not {@link #reachable}; the message says how to mend that
     */
    URI publicAddress(WorkspaceId workspace, MediaId media, Duration validity);
}
