package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.toolkit.json.Json;

/** A message of Loopback's in the platform's words; one that lacks what every message has is passed over. */
final class LoopbackMessage {
    private LoopbackMessage() {}

    static boolean isPost(JsonNode message) {
        return Json.textOr("", message, "kind").equals("post");
    }

    static Optional<InboxItem> item(JsonNode message) {
        String id = Json.id(message, "id");
        String author = Json.id(message, "author");
        ItemKind kind = kind(message);
        if (id == null || author == null || kind == null) {
            return Optional.empty();
        }
        String conversation = Json.id(message, "conversation");
        String parent = Json.id(message, "parent");
        String name = Json.textOr(author, message, "authorName");
        return Json.time(message, "at")
                .map(at -> InboxItem.builder(
                                new RemoteId(id), kind, new Author(new RemoteId(author), author, name, null), at)
                        .conversation(new RemoteId(conversation == null ? id : conversation))
                        .inReplyTo(parent == null ? null : new RemoteId(parent))
                        .text(Json.textOr("", message, "text"))
                        .visibility(
                                Json.flag(false, message, "hidden") ? ItemVisibility.HIDDEN : ItemVisibility.VISIBLE)
                        .raw(Json.bytes(message))
                        .build());
    }

    static Optional<RemotePost> post(JsonNode message) {
        String id = Json.id(message, "id");
        if (id == null) {
            return Optional.empty();
        }
        Map<String, Long> counts = new HashMap<>();
        Json.whole(message, "likes").ifPresent(likes -> counts.put("reactions", likes));
        Json.whole(message, "answers").ifPresent(answers -> counts.put("comments", answers));
        return Json.time(message, "at")
                .map(at -> new RemotePost(
                        new RemoteId(id),
                        at,
                        Json.textOr("", message, "text"),
                        List.of(),
                        List.of(),
                        counts,
                        null,
                        Json.bytes(message)));
    }

    private static @Nullable ItemKind kind(JsonNode message) {
        return switch (Json.textOr("", message, "kind").toLowerCase(Locale.ROOT)) {
            case "post", "comment" -> ItemKind.COMMENT;
            case "mention" -> ItemKind.MENTION;
            case "direct_message" -> ItemKind.DIRECT_MESSAGE;
            case "review" -> ItemKind.REVIEW;
            default -> null;
        };
    }
}
