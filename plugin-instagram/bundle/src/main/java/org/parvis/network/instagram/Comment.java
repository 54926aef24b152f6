package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.json.Json;

/** Comments below a medium. The top comment is the conversation, with all that answers it; there is no deeper level. */
final class Comment {

    private Comment() {}

    /** The comment and what came along that answers it, each with the comment above it written in. */
    static List<JsonNode> withReplies(JsonNode comment) {
        List<JsonNode> all = new ArrayList<>();
        String id = Json.id(comment, "id");
        all.add(comment.isObject() ? ((ObjectNode) comment.deepCopy()).without(List.of("replies")) : comment);
        for (JsonNode reply : Json.list(Json.at(comment, "replies"), "data")) {
            all.add(id != null && reply.isObject() ? ((ObjectNode) reply.deepCopy()).put("parent_id", id) : reply);
        }
        return all;
    }

    /**
     * The comment; empty for one without an id.
     *
     * @param medium the id of the medium below which it stands; null where the comment itself says it
     * @param received taken as its time where the network does not say one
     */
    static Optional<InboxItem> read(JsonNode comment, @Nullable String medium, AccountRef account, Instant received) {
        String id = id(comment);
        if (id == null) {
            return Optional.empty();
        }
        String parent = Json.id(comment, "parent_id");
        String top = parent == null || parent.equals(medium) || parent.length() > RemoteId.MAX_LENGTH ? id : parent;
        String post = medium == null ? Json.id(Json.at(comment, "media"), "id") : medium;
        String above = top.equals(id) ? post : top;
        return Optional.of(InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.COMMENT,
                        Authors.read(comment, id, account),
                        Json.time(comment, "timestamp").orElse(received))
                .conversation(new RemoteId(top))
                .inReplyTo(above == null ? null : new RemoteId(above))
                .text(Json.textOr("", comment, "text"))
                .visibility(Json.flag(false, comment, "hidden") ? ItemVisibility.HIDDEN : ItemVisibility.VISIBLE)
                .raw(Json.bytes(comment))
                .build());
    }

    /** The ways of the two logins' webhooks to name it are both read. */
    private static @Nullable String id(JsonNode comment) {
        String id = Json.id(comment, "id", "comment_id");
        return id == null || id.length() > RemoteId.MAX_LENGTH ? null : id;
    }
}
