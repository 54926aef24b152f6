package org.parvis.gateway.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ConversationView;

/** A conversation as a list shows it. */
public record ConversationJson(
        String id,
        String account,
        String kind,
        String status,
        @Nullable Instant snoozedUntil,
        boolean unread,
        int items,
        Instant lastItemAt,
        @Nullable Instant awaitingSince,
        String snippet,
        @Nullable AuthorJson participant,
        long version) {
    public static ConversationJson of(ConversationView view) {
        return new ConversationJson(
                view.id().toString(),
                view.account().toString(),
                view.kind().name(),
                view.status().name(),
                view.snoozedUntil(),
                view.unread(),
                view.items(),
                view.lastItemAt(),
                view.awaitingSince(),
                view.snippet(),
                AuthorJson.of(view.participant()),
                view.version());
    }
}
