package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * A post as the network shows it: in a list of posts, in a feed, or as what a notification is about; all of them have the
 * record, its address and its author. One that lacks what every post has is passed over.
 */
final class Post {
    private Post() {}

    /** When it was made, as the network orders posts: an author's clock may be behind, but not ahead. */
    static Optional<Instant> time(JsonNode view) {
        Instant seen = Json.time(view, "indexedAt").orElse(null);
        Instant claimed = Json.time(Json.at(view, "record"), "createdAt").orElse(null);
        if (seen == null || claimed == null) {
            return Optional.ofNullable(seen == null ? claimed : seen);
        }
        return Optional.of(claimed.isBefore(seen) ? claimed : seen);
    }

    static @Nullable String author(JsonNode view) {
        return Json.text(Json.at(view, "author"), "did");
    }

    /** The record's address and, to be sure of its content, its hash: how a record names another. */
    static @Nullable String parent(JsonNode view) {
        return Json.text(Json.at(Json.at(Json.at(view, "record"), "reply"), "parent"), "uri");
    }

    static @Nullable String root(JsonNode view) {
        return Json.text(Json.at(Json.at(Json.at(view, "record"), "reply"), "root"), "uri");
    }

    static Optional<InboxItem> item(JsonNode view, ItemKind kind) {
        Optional<RecordAddress> address = address(view);
        Optional<Author> author = written(Json.at(view, "author"));
        Optional<Instant> time = time(view);
        if (address.isEmpty() || author.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        RemoteId id = address.get().id();
        String root = root(view);
        String parent = parent(view);
        JsonNode record = Json.at(view, "record");
        return Optional.of(InboxItem.builder(id, kind, author.get(), time.get())
                .conversation(root == null ? id : new RemoteId(root))
                .inReplyTo(parent == null ? null : new RemoteId(parent))
                .text(Json.textOr("", record, "text"))
                .language(language(record))
                .attachments(attachments(view))
                .permalink(address.get().page())
                .raw(Json.bytes(view))
                .build());
    }

    static Optional<RemotePost> post(JsonNode view) {
        return address(view)
                .flatMap(address -> time(view)
                        .map(time -> new RemotePost(
                                address.id(),
                                time,
                                Json.textOr("", Json.at(view, "record"), "text"),
                                attachments(view),
                                List.of(),
                                counts(view),
                                address.page(),
                                Json.bytes(view))));
    }

    static Optional<RecordAddress> address(JsonNode view) {
        return RecordAddress.read(Json.textOr("", view, "uri"))
                .filter(address -> address.collection().equals(RecordAddress.POST));
    }

    /** What the network counts on it, by the names of the descriptor. */
    static Map<String, Long> counts(JsonNode view) {
        Map<String, Long> counts = new HashMap<>();
        Json.whole(view, "likeCount").ifPresent(count -> counts.put("reactions", count));
        Json.whole(view, "replyCount").ifPresent(count -> counts.put("comments", count));
        Json.whole(view, "repostCount").ifPresent(count -> counts.put("shares", count));
        Json.whole(view, "quoteCount").ifPresent(count -> counts.put("bluesky:quotes", count));
        return counts;
    }

    private static Optional<Author> written(JsonNode author) {
        String did = Json.text(author, "did");
        if (did == null) {
            return Optional.empty();
        }
        String handle = Json.textOr(did, author, "handle");
        String name = Json.textOr("", author, "displayName");
        URI picture = Addresses.read(Json.text(author, "avatar"));
        return Optional.of(new Author(new RemoteId(did), handle, name.isBlank() ? handle : name, picture));
    }

    private static @Nullable String language(JsonNode record) {
        return Json.list(record, "langs").stream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElse(null);
    }

    private static List<Attachment> attachments(JsonNode view) {
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode image : Json.list(Json.at(view, "embed"), "images")) {
            URI address = Addresses.read(Json.text(image, "fullsize"));
            if (address != null) {
                attachments.add(new Attachment("image/jpeg", address, Json.text(image, "alt")));
            }
        }
        return attachments;
    }
}
