package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * A comment or a reply as YouTube describes it.
 *
 * @param thread id of the comment at the top
 * @param video what it is written under; null where YouTube does not say
 * @param at when it was last changed
 */
record Comment(
        String id,
        String thread,
        @Nullable String video,
        String author,
        Instant publishedAt,
        Instant at,
        JsonNode json) {

    /** Reads a comment; one without an id is none. {@code video} is where it was found, for YouTube may leave it out. */
    static Optional<Comment> read(JsonNode json, @Nullable String video, Instant now) {
        String id = Json.id(json, "id");
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return Optional.empty();
        }
        JsonNode snippet = Json.at(json, "snippet");
        String said = Json.id(snippet, "videoId");
        Instant published = Json.time(snippet, "publishedAt").orElse(now);
        Instant updated = Json.time(snippet, "updatedAt").orElse(published);
        return Optional.of(new Comment(
                id,
                Json.textOr(top(id), snippet, "parentId"),
                said == null ? video : said,
                author(id, snippet),
                published,
                updated.isAfter(published) ? updated : published,
                json));
    }

    /** A reply's id begins with its thread's. */
    static String top(String id) {
        int dot = id.indexOf('.');
        return dot > 0 ? id.substring(0, dot) : id;
    }

    /** Closed accounts keep their comments and lose their channel: each such comment has an author of its own. */
    private static String author(String id, JsonNode snippet) {
        JsonNode channel = Json.at(snippet, "authorChannelId");
        String value = channel.isObject() ? Json.id(channel, "value") : Json.id(snippet, "authorChannelId");
        return value == null || value.length() > RemoteId.MAX_LENGTH ? "unknown:" + id : value;
    }

    boolean isReply() {
        return !id.equals(thread);
    }

    boolean isBy(RemoteId account) {
        return author.equals(account.value());
    }

    /** What YouTube says of its moderation; null where it does not. */
    @Nullable
    String moderation() {
        return Json.text(Json.at(json, "snippet"), "moderationStatus");
    }

    /** @param otherwise how it stands where YouTube does not say */
    InboxItem toItem(ItemVisibility otherwise) {
        JsonNode snippet = Json.at(json, "snippet");
        String above = isReply() ? thread : video;
        return InboxItem.builder(new RemoteId(id), ItemKind.COMMENT, author(snippet), publishedAt)
                .conversation(new RemoteId(thread))
                .inReplyTo(above == null ? null : new RemoteId(above))
                .text(Json.textOr("", snippet, "textOriginal", "textDisplay"))
                .permalink(permalink(snippet))
                .visibility(visibility(moderation(), otherwise))
                .raw(Json.bytes(json))
                .build();
    }

    private Author author(JsonNode snippet) {
        String name = Json.textOr(author, snippet, "authorDisplayName");
        String handle = name.startsWith("@") ? name.substring(1) : name;
        return new Author(
                new RemoteId(author),
                handle.isBlank() ? author : handle,
                name.isBlank() ? author : name,
                Addresses.read(Json.text(snippet, "authorProfileImageUrl")));
    }

    private @Nullable URI permalink(JsonNode snippet) {
        String post = Json.id(snippet, "postId");
        if (video == null && post == null) {
            return null;
        }
        String place = video != null
                ? "watch?v=" + Addresses.segment(video) + "&"
                : "post/" + Addresses.segment(String.valueOf(post)) + "?";
        return Addresses.read("https://www.youtube.com/" + place + "lc=" + Addresses.segment(id));
    }

    /** How a state of YouTube's moderation is seen; {@code otherwise} for one that is not known or not said. */
    static ItemVisibility visibility(@Nullable String moderation, ItemVisibility otherwise) {
        if (moderation == null) {
            return otherwise;
        }
        return switch (moderation) {
            case "published" -> ItemVisibility.VISIBLE;
            case "heldForReview", "likelySpam" -> ItemVisibility.HELD;
            case "rejected" -> ItemVisibility.HIDDEN;
            default -> otherwise;
        };
    }
}
