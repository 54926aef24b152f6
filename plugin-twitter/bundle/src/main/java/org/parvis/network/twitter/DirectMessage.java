package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.json.Json;

/** Direct messages, as the list of events and as webhooks carry them. */
final class DirectMessage {
    private DirectMessage() {}

    /** An element of the list of events; empty for what is no message, and for one whose sender nobody knows. */
    static Optional<InboxItem> read(JsonNode event, Includes includes, AccountRef account, Instant received) {
        String id = Json.id(event, "id");
        String sender = Json.id(event, "sender_id");
        boolean message = Json.textOr("MessageCreate", event, "event_type").equals("MessageCreate");
        if (!message || id == null || sender == null) {
            return Optional.empty();
        }
        String conversation = Json.id(event, "dm_conversation_id");
        return Optional.of(InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.DIRECT_MESSAGE,
                        includes.author(sender, account),
                        Json.time(event, "created_at").orElse(received))
                .conversation(new RemoteId(
                        conversation == null
                                ? between(sender, account.remoteId().value())
                                : conversation))
                .text(TwitterText.unescape(Json.textOr("", event, "text")))
                .attachments(includes.attachments(event))
                .raw(Json.bytes(event))
                .build());
    }

    /** The id X gives the conversation of two: the smaller number first. */
    static String between(String one, String other) {
        return PostStream.compare(one, other) <= 0 ? one + "-" + other : other + "-" + one;
    }

    /** The other one of a conversation of two; null where it is a group's. */
    static @Nullable String other(String conversation, String self) {
        int dash = conversation.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String left = conversation.substring(0, dash);
        return left.equals(self) ? conversation.substring(dash + 1) : left;
    }
}
