package org.parvis.loopback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.toolkit.json.Json;

/** Something written in the world. What changes is written under the world's lock and may be read without it. */
final class Message {
    /** What it is, and with it in which list it is found. */
    enum Kind {
        POST,
        COMMENT,
        MENTION,
        DIRECT_MESSAGE,
        REVIEW
    }

    final long sequence;
    final RemoteId id;
    final Kind kind;
    final Author author;

    /** The account it reached, or whose it is. */
    final RemoteId account;

    final RemoteId conversation;
    final @Nullable RemoteId parent;
    final Instant writtenAt;
    volatile String text;
    volatile boolean hidden;
    volatile boolean removed;
    volatile long likes;

    Message(
            long sequence,
            Kind kind,
            Author author,
            RemoteId account,
            @Nullable Message parent,
            @Nullable RemoteId conversation,
            Instant writtenAt,
            String text) {
        this.sequence = sequence;
        this.id = new RemoteId("m" + sequence);
        this.kind = kind;
        this.author = author;
        this.account = account;
        this.parent = parent == null ? null : parent.id;
        this.conversation = parent != null ? parent.conversation : conversation != null ? conversation : id;
        this.writtenAt = writtenAt;
        this.text = text;
    }

    boolean isOwn() {
        return author.id().equals(account);
    }

    InboxItem toItem() {
        ItemKind itemKind = switch (kind) {
            case MENTION -> ItemKind.MENTION;
            case DIRECT_MESSAGE -> ItemKind.DIRECT_MESSAGE;
            case REVIEW -> ItemKind.REVIEW;
            case POST, COMMENT -> ItemKind.COMMENT;
        };
        return InboxItem.builder(id, itemKind, author, writtenAt)
                .conversation(conversation)
                .inReplyTo(parent)
                .text(text)
                .raw(raw())
                .build();
    }

    byte[] raw() {
        return Json.bytes(Json.object()
                .put("id", id.value())
                .put("author", author.id().value())
                .put("text", text)
                .put("at", writtenAt.toString()));
    }
}
