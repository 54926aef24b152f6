package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Comments below a post. The top comment is the conversation, with all that answers it: a post with a thousand comments is a
 * thousand conversations, as people on Facebook see it.
 */
final class Comment {

    private Comment() {}

    /**
     * The comment; empty for one without an id.
     *
     * @param post the id of the post below which it stands; null where that is not known
     * @param siblings comments of the same answer, by id, to climb to the top comment
     * @param received taken as its time where the network does not say one
     */
    static Optional<InboxItem> read(
            JsonNode comment,
            @Nullable String post,
            Map<String, JsonNode> siblings,
            AccountRef account,
            Instant received) {
        String id = Json.id(comment, "id");
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return Optional.empty();
        }
        String parent = parent(comment);
        String above = parent == null ? post : parent;
        return Optional.of(InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.COMMENT,
                        Authors.read(Json.at(comment, "from"), id, account),
                        Json.time(comment, "created_time").orElse(received))
                .conversation(new RemoteId(top(id, comment, siblings)))
                .inReplyTo(above == null ? null : new RemoteId(above))
                .text(Json.textOr("", comment, "message"))
                .attachments(Attachments.ofContent(comment))
                .permalink(Addresses.read(Json.text(comment, "permalink_url")))
                .visibility(Json.flag(false, comment, "is_hidden") ? ItemVisibility.HIDDEN : ItemVisibility.VISIBLE)
                .raw(Json.bytes(comment))
                .build());
    }

    private static String top(String id, JsonNode comment, Map<String, JsonNode> siblings) {
        Set<String> climbed = new HashSet<>();
        String at = id;
        JsonNode node = comment;
        while (node != null && climbed.add(at)) {
            String parent = parent(node);
            if (parent == null) {
                return at;
            }
            at = parent;
            node = siblings.get(parent);
        }
        return at;
    }

    static @Nullable String parent(JsonNode comment) {
        return Json.id(Json.at(comment, "parent"), "id");
    }

    static Map<String, JsonNode> byId(List<JsonNode> comments) {
        Map<String, JsonNode> index = new HashMap<>();
        for (JsonNode comment : comments) {
            String id = Json.id(comment, "id");
            if (id != null) {
                index.put(id, comment);
            }
        }
        return index;
    }
}
