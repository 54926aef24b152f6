package org.parvis.inbox;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ReplyState;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;

/**
 * A row of {@code inbox.item} while a delivery is taken in: as it was read, or new, and as it is to be. Without its text,
 * which is only written. Lives within one transaction.
 */
final class Stored {
    final UUID id;
    final boolean fresh;
    final ItemKind kind;
    final String authorId;
    final @Nullable String inReplyTo;
    final Before before;
    final Kept kept;
    UUID conversation;

    @Nullable
    String remoteId;

    ItemRole role;
    ItemVisibility visibility;
    boolean delivered;
    boolean edited;
    boolean removed;
    Instant publishedAt;

    @Nullable
    Instant answeredAt;

    long digest;
    /** Null for what was not written here. */
    @Nullable
    ReplyState replyState;
    /** Ids it had before, as far as they are known. */
    final Set<String> aliases = new LinkedHashSet<>();
    /** What brought it, or its new content; null where only figures change. */
    @Nullable
    Arrival content;

    /** What was read, to see what changed. */
    record Before(
            @Nullable String remoteId,
            ItemRole role,
            boolean delivered,
            boolean edited,
            boolean removed,
            Instant publishedAt,
            @Nullable Instant answeredAt,
            @Nullable ReplyState replyState,
            ItemVisibility visibility) {}

    /** What else was read, which is not changed together with the rest. */
    record Kept(boolean hidden, boolean blanked, Instant fetchedAt) {}

    /** As read. */
    Stored(
            UUID id,
            UUID conversation,
            ItemKind kind,
            String authorId,
            @Nullable String inReplyTo,
            long digest,
            Before before,
            Kept kept) {
        this.id = id;
        this.kept = kept;
        this.fresh = false;
        this.conversation = conversation;
        this.kind = kind;
        this.authorId = authorId;
        this.inReplyTo = inReplyTo;
        this.replyState = before.replyState();
        this.digest = digest;
        this.before = before;
        this.remoteId = before.remoteId();
        this.role = before.role();
        this.delivered = before.delivered();
        this.edited = before.edited();
        this.removed = before.removed();
        this.publishedAt = before.publishedAt();
        this.answeredAt = before.answeredAt();
        this.visibility = before.visibility();
    }

    /** New. */
    Stored(UUID id, UUID conversation, Arrival arrival) {
        this.id = id;
        this.kept = new Kept(false, false, Instant.MAX);
        this.visibility = arrival.visibility();
        this.fresh = true;
        this.conversation = conversation;
        this.kind = arrival.kind();
        this.authorId = arrival.author().id().value();
        this.inReplyTo = arrival.inReplyTo();
        this.digest = arrival.digest();
        this.remoteId = arrival.id();
        this.role = arrival.via() == Via.OWN ? ItemRole.OWN : ItemRole.CONTEXT;
        this.delivered = arrival.via() == Via.FEED || arrival.via() == Via.POST;
        this.edited = arrival.changed() || !arrival.earlier().isEmpty();
        this.publishedAt = arrival.publishedAt();
        this.content = arrival;
        this.aliases.addAll(arrival.earlier());
        this.before = new Before(null, ItemRole.CONTEXT, false, false, false, publishedAt, null, null, visibility);
    }

    /** An answer of the account that is out; only such answers count. */
    boolean answers() {
        return role == ItemRole.OWN && !removed && (replyState == null || replyState == ReplyState.SENT);
    }

    boolean answeredBefore() {
        return !fresh
                && before.role() == ItemRole.OWN
                && !before.removed()
                && (before.replyState() == null || before.replyState() == ReplyState.SENT);
    }

    /** Whether it counts in its conversation. */
    boolean counts() {
        return role != ItemRole.CONTEXT && !removed;
    }

    boolean countedBefore() {
        return !fresh && before.role() != ItemRole.CONTEXT && !before.removed();
    }

    boolean received() {
        return role == ItemRole.RECEIVED && !removed;
    }

    boolean receivedBefore() {
        return !fresh && before.role() == ItemRole.RECEIVED && !before.removed();
    }

    boolean differs() {
        return !new Before(remoteId, role, delivered, edited, removed, publishedAt, answeredAt, replyState, visibility)
                .equals(before);
    }
}
