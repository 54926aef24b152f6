package org.parvis.api.publishing;

import java.time.Instant;
import java.util.List;
import org.parvis.model.BrandId;
import org.parvis.model.PostId;

/** A post with its publications. */
public record PostView(
        PostId id,
        BrandId brand,
        String text,
        Instant createdAt,
        String createdBy,
        List<PublicationView> publications,
        long version) {
    public PostView {
        publications = List.copyOf(publications);
    }
}
