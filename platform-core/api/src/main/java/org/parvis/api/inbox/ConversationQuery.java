package org.parvis.api.inbox;

import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;

/** Which conversations, newest activity first; null means any. */
public record ConversationQuery(
        @Nullable BrandId brand,
        @Nullable AccountId account,
        @Nullable ConversationStatus status,
        @Nullable Boolean unread,
        @Nullable Boolean awaiting,
        PageRequest page) {
    public static ConversationQuery all(PageRequest page) {
        return new ConversationQuery(null, null, null, null, null, page);
    }
}
