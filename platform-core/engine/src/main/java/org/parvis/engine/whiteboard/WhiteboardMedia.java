package org.parvis.engine.whiteboard;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.media.MediaLibrary;

/** The media library that is registered as a service, as it comes and goes. Thread-safe. */
@Component
public final class WhiteboardMedia implements MediaLibraries {
    private final AtomicReference<MediaLibrary> library = new AtomicReference<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLibrary(MediaLibrary present) {
        library.set(present);
    }

    void unbindLibrary(MediaLibrary gone) {
        library.compareAndSet(gone, null);
    }

    @Override
    public Optional<MediaLibrary> present() {
        return Optional.ofNullable(library.get());
    }
}
