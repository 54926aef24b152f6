package org.parvis.gateway.view;

import java.time.Instant;
import java.util.List;
import org.parvis.api.publishing.PostView;

/** A post with its publications. */
public record PostJson(
        String id,
        String brand,
        String text,
        Instant createdAt,
        String createdBy,
        List<PublicationJson> publications,
        long version) {
    public static PostJson of(PostView view) {
        return new PostJson(
                view.id().toString(),
                view.brand().toString(),
                view.text(),
                view.createdAt(),
                view.createdBy(),
                view.publications().stream().map(PublicationJson::of).toList(),
                view.version());
    }
}
