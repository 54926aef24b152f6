package org.parvis.engine.media;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Where to find the media library, if the platform has one just now. Thread-safe; does not block. */
@ProviderType
public interface MediaLibraries {
    Optional<MediaLibrary> present();
}
