package org.parvis.network.instagram;

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

/** Pictures, films, carousels and stories: the account's own, and those of others that tag it. */
final class Medium {

    private Medium() {}

    static @Nullable String id(JsonNode medium) {
        String id = Json.id(medium, "id");
        return id == null || id.length() > RemoteId.MAX_LENGTH ? null : id;
    }

    static Optional<RemotePost> own(JsonNode medium, Instant received) {
        String id = id(medium);
        return id == null
                ? Optional.empty()
                : Optional.of(new RemotePost(
                        new RemoteId(id),
                        Json.time(medium, "timestamp").orElse(received),
                        Json.textOr("", medium, "caption"),
                        Attachments.ofMedium(medium),
                        List.of(),
                        counts(medium),
                        Addresses.read(Json.text(medium, "permalink")),
                        Json.bytes(withoutComments(medium))));
    }

    /** What hangs below has its own items; the medium's bytes shall not change with every comment. */
    private static JsonNode withoutComments(JsonNode medium) {
        return medium.isObject() ? ((ObjectNode) medium.deepCopy()).without(List.of("comments")) : medium;
    }

    static Map<String, Long> counts(JsonNode medium) {
        Map<String, Long> counts = new TreeMap<>();
        Json.whole(medium, "like_count").ifPresent(count -> counts.put("reactions", count));
        Json.whole(medium, "comments_count").ifPresent(count -> counts.put("comments", count));
        return counts;
    }

    /** The account's own medium, as what stands above a comment. */
    static Optional<InboxItem> above(JsonNode medium, AccountRef account, Instant received) {
        return item(
                medium,
                ItemKind.COMMENT,
                new Author(account.remoteId(), account.handle(), account.handle(), null),
                received);
    }

    /** Somebody else's medium that tags the account. Whose it is, Meta says by name alone. */
    static Optional<InboxItem> mention(JsonNode medium, AccountRef account, Instant received) {
        String id = id(medium);
        return id == null
                ? Optional.empty()
                : item(medium, ItemKind.MENTION, Authors.read(medium, id, account), received);
    }

    private static Optional<InboxItem> item(JsonNode medium, ItemKind kind, Author author, Instant received) {
        String id = id(medium);
        return id == null
                ? Optional.empty()
                : Optional.of(InboxItem.builder(
                                new RemoteId(id),
                                kind,
                                author,
                                Json.time(medium, "timestamp").orElse(received))
                        .text(Json.textOr("", medium, "caption"))
                        .attachments(Attachments.ofMedium(medium))
                        .permalink(Addresses.read(Json.text(medium, "permalink")))
                        .raw(Json.bytes(withoutComments(medium)))
                        .build());
    }
}
