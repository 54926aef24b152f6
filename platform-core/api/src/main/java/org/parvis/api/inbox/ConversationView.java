package org.parvis.api.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemKind;

/**
 * A conversation as a list shows it.
 *
 * @param awaitingSince when the oldest received item came that nobody answered; null when none waits
 * @param snippet begin of the last item's text
 * @param participant who wrote the last received item; null in a conversation without any
 */
public record ConversationView(
        ConversationId id,
        AccountId account,
        ItemKind kind,
        ConversationStatus status,
        @Nullable Instant snoozedUntil,
        boolean unread,
        int items,
        Instant lastItemAt,
        @Nullable Instant awaitingSince,
        String snippet,
        @Nullable Author participant,
        long version) {}
