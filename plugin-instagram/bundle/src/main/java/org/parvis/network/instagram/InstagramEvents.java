package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;

/** The events of one account. Fields it does not know say nothing. */
final class InstagramEvents {

    private final RemoteId id;
    private final AccountRef account;
    private final Instant at;

    /** @param at when what is told happened, as far as Instagram says it */
    InstagramEvents(String id, Instant at) {
        this.id = new RemoteId(id);
        this.at = at;
        // A webhook names the account by its id on Instagram alone; the readers ask for no more than that.
        this.account = new AccountRef(new AccountId(new UUID(0, 0)), this.id, id, "default");
    }

    void change(JsonNode change, List<WebhookSignal> signals) {
        JsonNode value = Json.at(change, "value");
        switch (Json.textOr("", change, "field")) {
            case "comments", "live_comments" -> comment(value, signals);
            case "mentions" -> signals.add(new WebhookSignal.Resync(id, InboxFeed.MENTIONS));
            default -> {}
        }
    }

    /** The account's own comments are answers, which only the list tells; so does it what a thin event leaves out. */
    private void comment(JsonNode value, List<WebhookSignal> signals) {
        String medium = Json.id(Json.at(value, "media"), "id");
        boolean whole = medium != null
                && medium.length() <= RemoteId.MAX_LENGTH
                && Json.id(Json.at(value, "from"), "id") != null
                && Json.text(value, "text") != null;
        Optional<InboxItem> item = whole ? Comment.read(value, medium, account, at) : Optional.empty();
        if (item.isEmpty() || InstagramInbox.isOwn(account, item.get())) {
            signals.add(new WebhookSignal.Resync(id, InboxFeed.COMMENTS));
        } else {
            signals.add(new WebhookSignal.ItemReceived(id, item.get()));
        }
    }

    void messaging(JsonNode event, List<WebhookSignal> signals) {
        JsonNode message = Json.at(event, "message");
        String sender = Json.id(Json.at(event, "sender"), "id");
        RemoteId mid = id(message);
        if (mid != null && Json.flag(false, message, "is_deleted")) {
            signals.add(new WebhookSignal.ItemRemoved(id, mid));
            return;
        }
        boolean own = Json.flag(false, message, "is_echo") || id.value().equals(sender);
        if (mid == null || sender == null || sender.length() > RemoteId.MAX_LENGTH || own) {
            boolean told =
                    !message.isMissingNode() || !Json.at(event, "message_edit").isMissingNode();
            if (told) {
                signals.add(new WebhookSignal.Resync(id, InboxFeed.DIRECT_MESSAGES));
            }
            return;
        }
        signals.add(new WebhookSignal.ItemReceived(
                id,
                InboxItem.builder(
                                mid,
                                ItemKind.DIRECT_MESSAGE,
                                new Author(new RemoteId(sender), sender, sender, null),
                                Json.whole(event, "timestamp")
                                        .map(Instant::ofEpochMilli)
                                        .orElse(at))
                        .conversation(new RemoteId(sender))
                        .inReplyTo(id(Json.at(message, "reply_to")))
                        .text(Json.textOr("", message, "text"))
                        .attachments(Attachments.ofEvent(message))
                        .raw(Json.bytes(event))
                        .build()));
    }

    private static @Nullable RemoteId id(JsonNode message) {
        String mid = Json.id(message, "mid");
        return mid == null || mid.length() > RemoteId.MAX_LENGTH ? null : new RemoteId(mid);
    }
}
