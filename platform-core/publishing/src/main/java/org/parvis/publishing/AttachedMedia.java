package org.parvis.publishing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.api.publishing.MediaUse;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.media.MediaLibrary;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.WorkspaceId;

/** Looks the files of a publication up in the media library. Thread-safe. */
final class AttachedMedia {
    private final MediaLibraries libraries;

    AttachedMedia(MediaLibraries libraries) {
        this.libraries = libraries;
    }

    /**
     * @param files in the order of the publication
     * @param missing what the brand has no such file of
     * @param reachable whether networks can fetch files from the platform
     */
    record Found(List<MediaRef> files, List<MediaId> missing, boolean reachable) {
        static final Found NOTHING = new Found(List.of(), List.of(), false);
    }

    /** Empty while there is no media library. Joins the open transaction; the files stay until it ends. */
    Optional<Found> find(WorkspaceId workspace, BrandId brand, List<MediaUse> uses) {
        if (uses.isEmpty()) {
            return Optional.of(Found.NOTHING);
        }
        Optional<MediaLibrary> library = libraries.present();
        if (library.isEmpty()) {
            return Optional.empty();
        }
        Map<MediaId, MediaRef> known = new HashMap<>();
        library.get()
                .find(workspace, brand, uses.stream().map(MediaUse::media).toList())
                .forEach(ref -> known.put(ref.id(), ref));
        List<MediaRef> files = new ArrayList<>();
        List<MediaId> missing = new ArrayList<>();
        for (MediaUse use : uses) {
            MediaRef ref = known.get(use.media());
            if (ref == null) {
                missing.add(use.media());
            } else {
                files.add(use.alternativeText().isEmpty() ? ref : described(ref, use.alternativeText()));
            }
        }
        return Optional.of(new Found(
                List.copyOf(files), List.copyOf(missing), library.get().reachable()));
    }

    private static MediaRef described(MediaRef ref, String text) {
        return new MediaRef(ref.id(), ref.type(), ref.size(), ref.width(), ref.height(), ref.duration(), text);
    }
}
