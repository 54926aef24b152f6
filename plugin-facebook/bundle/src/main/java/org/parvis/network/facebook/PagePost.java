package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Posts and reels: the page's own, and those of others that name it or stand on its wall. */
final class PagePost {

    private PagePost() {}

    /** A reel is known by the post that shows it, of whose id Meta says the second half only. */
    static @Nullable String id(JsonNode post, AccountRef account) {
        String shown = Json.id(post, "post_id");
        String id = shown == null ? Json.id(post, "id") : whole(shown, account);
        return id == null || id.length() > RemoteId.MAX_LENGTH ? null : id;
    }

    static String whole(String postId, AccountRef account) {
        return postId.contains("_") ? postId : account.remoteId().value() + "_" + postId;
    }

    static String text(JsonNode post) {
        return Json.textOr("", post, "message", "description", "story");
    }

    static Optional<RemotePost> own(JsonNode post, AccountRef account, Instant received) {
        String id = id(post, account);
        return id == null
                ? Optional.empty()
                : Optional.of(new RemotePost(
                        new RemoteId(id),
                        Json.time(post, "created_time").orElse(received),
                        text(post),
                        Attachments.ofContent(post),
                        List.of(),
                        counts(post),
                        Addresses.read(Json.text(post, "permalink_url")),
                        Json.bytes(withoutComments(post))));
    }

    /** What hangs below has its own items; the post's bytes shall not change with every comment. */
    private static JsonNode withoutComments(JsonNode post) {
        return post.isObject() ? ((ObjectNode) post.deepCopy()).without(List.of("comments")) : post;
    }

    static Map<String, Long> counts(JsonNode post) {
        Map<String, Long> counts = new TreeMap<>();
        Json.whole(Json.at(Json.at(post, "comments"), "summary"), "total_count")
                .ifPresent(count -> counts.put("comments", count));
        Json.whole(Json.at(Json.at(post, "reactions"), "summary"), "total_count")
                .ifPresent(count -> counts.put("reactions", count));
        Json.whole(Json.at(post, "shares"), "count").ifPresent(count -> counts.put("shares", count));
        return counts;
    }

    /** The page's own post, as what stands above a comment. */
    static Optional<InboxItem> above(JsonNode post, AccountRef account, Instant received) {
        Author page = new Author(account.remoteId(), account.handle(), account.handle(), null);
        return item(post, ItemKind.COMMENT, page, account, received);
    }

    /** Somebody else's post that names the page. */
    static Optional<InboxItem> mention(JsonNode post, AccountRef account, Instant received) {
        String id = id(post, account);
        return id == null
                ? Optional.empty()
                : item(post, ItemKind.MENTION, Authors.read(Json.at(post, "from"), id, account), account, received);
    }

    private static Optional<InboxItem> item(
            JsonNode post, ItemKind kind, Author author, AccountRef account, Instant received) {
        String id = id(post, account);
        return id == null
                ? Optional.empty()
                : Optional.of(InboxItem.builder(
                                new RemoteId(id),
                                kind,
                                author,
                                Json.time(post, "created_time").orElse(received))
                        .text(text(post))
                        .attachments(Attachments.ofContent(post))
                        .permalink(Addresses.read(Json.text(post, "permalink_url")))
                        .raw(Json.bytes(withoutComments(post)))
                        .build());
    }
}
