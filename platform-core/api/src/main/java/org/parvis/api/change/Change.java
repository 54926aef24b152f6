package org.parvis.api.change;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.PublicationState;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/** One thing that changed, told to the other services inside the transaction that changed it. */
public sealed interface Change {
    AccountId account();

    /** An account was linked, or linked again. */
    record AccountLinked(AccountId account) implements Change {}

    record AccountUnlinked(AccountId account) implements Change {}

    /**
     * An item is received: it came in, or what was only context was answered. Told again when an edit moves its time; the last
     * word counts.
     */
    record ItemReceived(AccountId account, ItemId item, Author author, ItemKind kind, Instant publishedAt)
            implements Change {}

    /** The account wrote an answer. Told again when its time becomes known better; the last word counts. */
    record OwnItemSeen(AccountId account, ItemId item, Instant publishedAt) implements Change {}

    /**
     * The earliest answer to a received item that is not earlier than itself is now this one.
     *
     * @param answeredAt null when the answer was taken back and no other is left
     */
    record ItemAnswered(
            AccountId account, ItemId item, @Nullable Instant answeredAt) implements Change {}

    /**
     * An item counts no longer: it was taken back at the network, turned out to be another one, or was received only for an
     * answer that was taken back. Unknown items are passed over.
     */
    record ItemRemoved(AccountId account, ItemId item) implements Change {}

    /** A post of the account was seen on the network, made natively or by us. */
    record PostSeen(AccountId account, RemotePost post) implements Change {}

    /**
     * A message of the account, or one that nobody knows, is no longer on the network. Whoever keeps posts looks whether it
     * was one; ids that are none are passed over.
     */
    record PostGone(AccountId account, RemoteId post) implements Change {}

    /** The names of somebody may be kept no longer; the id stays. */
    record AuthorForgotten(AccountId account, RemoteId author) implements Change {}

    /** A publication is out, ours or native: a post the account wrote. */
    record PublicationPublished(AccountId account, PublicationId publication, RemoteId remoteId, Instant publishedAt)
            implements Change {}

    /**
     * A publication of ours entered another state.
     *
     * @param lateness how long after it was due it went out; null where it did not go out now
     */
    record PublicationMoved(
            AccountId account,
            PublicationId publication,
            PublicationState state,
            @Nullable Duration lateness) implements Change {}

    /** A publication is no longer there; {@code reason} for people. */
    record PublicationRemoved(
            AccountId account,
            PublicationId publication,
            @Nullable String reason) implements Change {}
}
