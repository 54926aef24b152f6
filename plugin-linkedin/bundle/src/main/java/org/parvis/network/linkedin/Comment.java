package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * One comment of an answer. Its name and author are known to be there; everything else may be missing.
 *
 * @param urn {@code urn:li:comment:(urn:li:activity:…,…)}
 * @param post the post it was asked for under, as the account's own list names it
 * @param received taken as its time where LinkedIn does not say one
 */
record Comment(String urn, String actor, String post, JsonNode json, Instant received) {

    static Optional<Comment> read(JsonNode json, String post, Instant received) {
        String urn = name(json, post);
        String actor = Json.id(json, "actor");
        String whose = actor == null ? Json.id(Json.at(json, "created"), "actor") : actor;
        return urn == null || whose == null || urn.length() > RemoteId.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Comment(urn, whose, post, json, received));
    }

    /** The name, put together from its halves where LinkedIn leaves it out. */
    static @Nullable String name(JsonNode json, String post) {
        String urn = Json.id(json, "commentUrn", "$URN");
        if (urn != null) {
            return urn;
        }
        String id = Json.id(json, "id");
        String object = Json.id(json, "object");
        return id == null ? null : new Urns.CommentName(object == null ? post : object, id).urn();
    }

    Instant publishedAt() {
        return Times.read(Json.at(json, "created"), "time").orElse(received);
    }

    boolean isBy(AccountRef account) {
        return actor.equals(account.remoteId().value());
    }

    @Nullable
    String parent() {
        return Json.id(json, "parentComment");
    }

    /** Whether others answered it. */
    boolean hasReplies() {
        JsonNode summary = Json.at(json, "commentsSummary");
        return Json.whole(summary, "aggregatedTotalComments").orElse(0L) > 0
                || Json.whole(summary, "totalFirstLevelComments").orElse(0L) > 0;
    }

    InboxItem toItem(AccountRef account) {
        String parent = parent();
        return InboxItem.builder(new RemoteId(urn), ItemKind.COMMENT, author(actor, account), publishedAt())
                .conversation(new RemoteId(post))
                .inReplyTo(new RemoteId(parent == null ? post : parent))
                .text(Json.textOr("", Json.at(json, "message"), "text"))
                .attachments(attachments())
                .permalink(permalink())
                .raw(Json.bytes(json))
                .build();
    }

    /** LinkedIn names people and pages by their URN alone; who they are it tells only to few applications. */
    static Author author(String urn, AccountRef account) {
        RemoteId id = new RemoteId(urn);
        if (id.equals(account.remoteId())) {
            return new Author(id, account.handle(), account.handle(), null);
        }
        boolean page = urn.startsWith(Urns.ORGANIZATION);
        return new Author(id, Urns.last(urn), page ? "LinkedIn page" : "LinkedIn member", null);
    }

    private List<Attachment> attachments() {
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode content : Json.list(json, "content")) {
            URI address = Addresses.read(Json.text(content, "url"));
            if (address != null) {
                attachments.add(new Attachment("application/octet-stream", address, null));
            }
        }
        return attachments;
    }

    private @Nullable URI permalink() {
        return Addresses.read(OwnPost.address(post) + "?commentUrn=" + Addresses.segment(urn));
    }
}
