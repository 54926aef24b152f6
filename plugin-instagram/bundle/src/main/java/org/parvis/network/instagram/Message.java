package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.json.Json;

/**
 * Direct messages. The conversation is named by the person's Instagram-scoped id, for that is what webhooks know; the list's
 * own they do not.
 */
final class Message {

    private Message() {}

    /** @param thread the conversation in which it stands */
    static Optional<InboxItem> read(JsonNode message, JsonNode thread, AccountRef account, Instant received) {
        String id = Json.id(message, "id");
        String sender = Json.id(Json.at(message, "from"), "id");
        String other = other(message, thread, account);
        if (id == null || id.length() > RemoteId.MAX_LENGTH || sender == null || other == null) {
            return Optional.empty();
        }
        return Optional.of(InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.DIRECT_MESSAGE,
                        Authors.read(message, id, account),
                        Json.time(message, "created_time").orElse(received))
                .conversation(new RemoteId(other))
                .text(Json.textOr("", message, "message"))
                .attachments(Attachments.ofMessage(message))
                .raw(Json.bytes(message))
                .build());
    }

    private static @Nullable String other(JsonNode message, JsonNode thread, AccountRef account) {
        String self = account.remoteId().value();
        String sender = Json.id(Json.at(message, "from"), "id");
        if (sender != null && !sender.equals(self)) {
            return sender;
        }
        for (JsonNode people : new JsonNode[] {Json.at(message, "to"), Json.at(thread, "participants")}) {
            for (JsonNode person : Json.list(people, "data")) {
                String id = Json.id(person, "id");
                if (id != null && !id.equals(self)) {
                    return id;
                }
            }
        }
        return null;
    }
}
