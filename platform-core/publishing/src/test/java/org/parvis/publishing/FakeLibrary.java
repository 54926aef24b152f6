package org.parvis.publishing;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.media.MediaLibrary;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;

/** A media library in memory, which may be away. */
final class FakeLibrary implements MediaLibrary, MediaLibraries {
    final Map<MediaId, MediaRef> files = new LinkedHashMap<>();
    boolean away;
    boolean reachable = true;

    MediaRef add(String type, long size, int width, int height, @Nullable Duration duration) {
        MediaRef ref =
                new MediaRef(new MediaId(UUID.randomUUID()), type, size, width, height, duration, "of the library");
        files.put(ref.id(), ref);
        return ref;
    }

    MediaRef picture() {
        return add("image/jpeg", 500, 100, 100, null);
    }

    @Override
    public Optional<MediaLibrary> present() {
        return away ? Optional.empty() : Optional.of(this);
    }

    @Override
    public List<MediaRef> find(WorkspaceId workspace, BrandId brand, Collection<MediaId> media) {
        return files.values().stream().filter(f -> media.contains(f.id())).toList();
    }

    @Override
    public InputStream open(WorkspaceId workspace, MediaId media, long offset) {
        throw new AssertionError("Publishing opens no files");
    }

    @Override
    public boolean reachable() {
        return reachable;
    }

    @Override
    public URI publicAddress(WorkspaceId workspace, MediaId media, Duration validity) {
        throw new AssertionError("Publishing hands out no addresses");
    }
}
