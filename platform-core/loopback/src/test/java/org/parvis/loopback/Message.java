package org.parvis.loopback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.toolkit.json.Json;

/** Something written in the world. Guarded by the world's lock. */
final class Message {
    final long sequence;
    final String id;
    /** {@code post, comment, mention, direct_message, review} */
    final String kind;

    final String author;
    /** The account it reached, or whose it is. */
    final String account;

    final String conversation;
    final @Nullable String parent;
    final Instant at;
    String text;
    boolean hidden;
    boolean removed;
    long likes;

    Message(
            long sequence,
            String kind,
            String author,
            String account,
            @Nullable Message parent,
            Instant at,
            String text) {
        this.sequence = sequence;
        this.id = "m" + sequence;
        this.kind = kind;
        this.author = author;
        this.account = account;
        this.parent = parent == null ? null : parent.id;
        this.conversation = parent == null ? id : parent.conversation;
        this.at = at;
        this.text = text;
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("author", author)
                .put("authorName", author)
                .put("conversation", conversation)
                .put("at", at.toString())
                .put("text", text)
                .put("likes", likes)
                .put("hidden", hidden);
        return parent == null ? json : json.put("parent", parent);
    }
}
