package org.parvis.api.inbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.Attachment;
import org.parvis.model.Author;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;

/**
 * One message.
 *
 * @param remoteId null for an answer that is not out yet
 * @param inReplyTo the network's id of what it answers, also where nobody has that
 * @param answeredAt when the account first answered it; null when it has not
 * @param textRepaired whether the network's text held what cannot be stored and was replaced by U+FFFD
 * @param hidden whether it was asked for that others do not see it
 * @param visibility how it stands on the network, as far as that tells
 * @param state of an answer of ours; null for everybody else's messages
 */
public record ItemView(
        ItemId id,
        ConversationId conversation,
        AccountId account,
        @Nullable RemoteId remoteId,
        ItemKind kind,
        ItemRole role,
        Author author,
        @Nullable RemoteId inReplyTo,
        Instant publishedAt,
        String text,
        boolean textRepaired,
        List<Attachment> attachments,
        @Nullable URI permalink,
        @Nullable Instant answeredAt,
        boolean edited,
        boolean removed,
        boolean hidden,
        ItemVisibility visibility,
        boolean liked,
        @Nullable ReplyState state,
        String stateReason) {
    public ItemView {
        attachments = List.copyOf(attachments);
    }
}
