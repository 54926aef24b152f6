package org.parvis.gateway.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.PublicationView;

/** A publication. */
public record PublicationJson(
        String id,
        @Nullable String post,
        String account,
        String origin,
        String state,
        String text,
        String format,
        @Nullable Instant dueAt,
        @Nullable Instant publishedAt,
        @Nullable String remoteId,
        @Nullable String permalink,
        String reason,
        List<ViolationJson> violations,
        int attempts,
        long version) {
    public static PublicationJson of(PublicationView view) {
        return new PublicationJson(
                view.id().toString(),
                view.post() == null ? null : view.post().toString(),
                view.account().toString(),
                view.origin().name(),
                view.state().name(),
                view.text(),
                view.format(),
                view.dueAt(),
                view.publishedAt(),
                view.remoteId() == null ? null : view.remoteId().value(),
                view.permalink() == null ? null : view.permalink().toString(),
                view.reason(),
                view.violations().stream().map(ViolationJson::of).toList(),
                view.attempts(),
                view.version());
    }
}
