package org.parvis.model;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as a plugin read it from its network: a comment, a mention, a direct message, a review; ours or theirs.
 * Text is what the network sent, unchanged; the core repairs what a database cannot hold and keeps {@link #raw}.
 *
 * @param id the network's id of it
 * @param publishedAt by the network's clock
 * @param conversation the network's id of the thread it belongs to; the same for every message of the thread, so that
 *     threads are joined without following parents
 * @param inReplyTo what it answers directly; may name something nobody has
 * @param earlierVersions ids under which the network knew this message before it was edited, oldest first
 * @param raw the message as the network sent it (its JSON element), for replay and disputes
 */
public record InboxItem(
        RemoteId id,
        ItemKind kind,
        Author author,
        RemoteId conversation,
        @Nullable RemoteId inReplyTo,
        Instant publishedAt,
        String text,
        @Nullable String language,
        List<Attachment> attachments,
        List<RemoteId> earlierVersions,
        @Nullable URI permalink,
        ItemVisibility visibility,
        byte[] raw) {

    public InboxItem {
        attachments = List.copyOf(attachments);
        earlierVersions = List.copyOf(earlierVersions);
    }

    /** Begins an item with what every item has. */
    public static Builder builder(RemoteId id, ItemKind kind, Author author, Instant publishedAt) {
        return new Builder(id, kind, author, publishedAt);
    }

    /** Collects the rest; not thread-safe. Without a conversation the item is a conversation of its own. */
    public static final class Builder {
        private final RemoteId id;
        private final ItemKind kind;
        private final Author author;
        private final Instant publishedAt;
        private @Nullable RemoteId conversation;
        private @Nullable RemoteId inReplyTo;
        private String text = "";
        private @Nullable String language;
        private List<Attachment> attachments = List.of();
        private List<RemoteId> earlierVersions = List.of();
        private @Nullable URI permalink;
        private ItemVisibility visibility = ItemVisibility.VISIBLE;
        private byte[] raw = new byte[0];

        private Builder(RemoteId id, ItemKind kind, Author author, Instant publishedAt) {
            this.id = id;
            this.kind = kind;
            this.author = author;
            this.publishedAt = publishedAt;
        }

        /** The thread it stands in; without one it begins its own. */
        public Builder conversation(RemoteId value) {
            conversation = value;
            return this;
        }

        /** What it answers; null where it answers nothing, or the network does not say. */
        public Builder inReplyTo(@Nullable RemoteId value) {
            inReplyTo = value;
            return this;
        }

        /** What was written, as the network shows it; empty where there are files only. */
        public Builder text(String value) {
            text = value;
            return this;
        }

        /** The language as the network tells it (BCP 47); null where it does not. */
        public Builder language(@Nullable String value) {
            language = value;
            return this;
        }

        /** The files it came with. */
        public Builder attachments(List<Attachment> value) {
            attachments = value;
            return this;
        }

        /** Ids it had before it was edited, on networks that give an edited item another. */
        public Builder earlierVersions(List<RemoteId> value) {
            earlierVersions = value;
            return this;
        }

        /** Where people see it; null where the network has no address for it. */
        public Builder permalink(@Nullable URI value) {
            permalink = value;
            return this;
        }

        /** Whether others see it; visible unless said otherwise. */
        public Builder visibility(ItemVisibility value) {
            visibility = value;
            return this;
        }

        /** What the network sent, byte for byte; the array is handed on and not copied. */
        public Builder raw(byte[] value) {
            raw = value;
            return this;
        }

        /** The item, complete. */
        public InboxItem build() {
            return new InboxItem(
                    id,
                    kind,
                    author,
                    conversation == null ? id : conversation,
                    inReplyTo,
                    publishedAt,
                    text,
                    language,
                    attachments,
                    earlierVersions,
                    permalink,
                    visibility,
                    raw);
        }
    }
}
