package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * One post of the account. Its name is known to be there; everything else may be missing.
 *
 * @param received taken as its time where LinkedIn does not say one
 */
record OwnPost(String urn, JsonNode json, Instant received) {

    static Optional<OwnPost> read(JsonNode json, Instant received) {
        String urn = Json.id(json, "id");
        return urn == null || urn.length() > RemoteId.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new OwnPost(urn, json, received));
    }

    /** The address of a post for people. */
    static String address(String urn) {
        return "https://www.linkedin.com/feed/update/" + urn + "/";
    }

    static @Nullable URI permalink(String urn) {
        return Addresses.read(address(urn));
    }

    /** Whether people see it; drafts and failed posts are in the account's list too. */
    boolean isOut() {
        return Json.textOr("PUBLISHED", json, "lifecycleState").equals("PUBLISHED");
    }

    Instant publishedAt() {
        return Times.read(json, "publishedAt", "createdAt").orElse(received);
    }

    Instant modifiedAt() {
        return Times.read(json, "lastModifiedAt").orElseGet(this::publishedAt);
    }

    String commentary() {
        return Json.textOr("", json, "commentary");
    }

    JsonNode content() {
        return Json.at(json, "content");
    }

    /** The post above its comments. */
    InboxItem toItem(AccountRef account) {
        RemoteId id = new RemoteId(urn);
        return InboxItem.builder(id, ItemKind.COMMENT, Comment.author(author(account), account), publishedAt())
                .conversation(id)
                .text(LittleText.plain(commentary()))
                .permalink(permalink(urn))
                .raw(Json.bytes(json))
                .build();
    }

    private String author(AccountRef account) {
        return Json.textOr(account.remoteId().value(), json, "author");
    }

    RemotePost toRemotePost(@Nullable SocialCounts counts) {
        Map<String, Long> figures = new HashMap<>();
        if (counts != null) {
            figures.put("comments", counts.comments());
            figures.put("reactions", counts.reactions());
        }
        return new RemotePost(
                new RemoteId(urn),
                publishedAt(),
                LittleText.plain(commentary()),
                List.of(),
                List.of(),
                figures,
                permalink(urn),
                Json.bytes(json));
    }
}
