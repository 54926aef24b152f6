package org.parvis.api.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.ConversationId;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/**
 * The inbox: what came in, sorted into conversations, and the answers. A conversation belongs to one account. Blocking,
 * thread-safe; changing calls write the audit trail and need {@code ANSWER} on the account's brand.
 */
@ProviderType
public interface InboxService {
    Slice<ConversationView> conversations(Caller caller, ConversationQuery query);

    ConversationView conversation(Caller caller, ConversationId conversation);

    /** The items of a conversation, oldest first; as fast for the deepest thread as for a short one. */
    Slice<ItemView> items(Caller caller, ConversationId conversation, PageRequest page);

    ItemView item(Caller caller, ItemId item);

    /** Items of all conversations the caller may read, newest first. */
    Slice<ItemView> latest(Caller caller, @Nullable AccountId account, PageRequest page);

    /**
     * Accepts an answer, which then goes out through the outbox: never twice for the same key, never lost. The same key with
     * the same answer gives the same item again; with another it fails with {@code KEY_REUSED}.
     */
    ItemView reply(Caller caller, ItemId item, String text, String idempotencyKey);

    /**
     * As {@link #reply}, but by a direct message to whoever wrote the comment, where the network offers it
     * ({@code PRIVATE_REPLY}). Shown in the comment's conversation. What is lost on the way is for a person to decide: it
     * leaves nothing at the comment by which it could be found.
     */
    ItemView replyPrivately(Caller caller, ItemId comment, String text, String idempotencyKey);

    /** A person says what becomes of an answer in state {@code HELD}: it went out, or it is to be sent now. */
    ItemView resolveReply(Caller caller, ItemId reply, boolean wasSent);

    ItemView hide(Caller caller, ItemId item, boolean hidden);

    ItemView like(Caller caller, ItemId item, boolean liked);

    /** Deletes it at the network; a tombstone stays. */
    ItemView remove(Caller caller, ItemId item);

    ConversationView markRead(Caller caller, ConversationId conversation, boolean read);

    /** @param snoozedUntil with {@code SNOOZED} */
    ConversationView changeStatus(
            Caller caller,
            ConversationId conversation,
            ConversationStatus status,
            @Nullable Instant snoozedUntil,
            long version);

    /** Asks for a fetch of everything now; returns at once. Null accounts: all the caller may manage. */
    List<SyncState> synchronise(Caller caller, @Nullable List<AccountId> accounts);

    List<SyncState> syncStates(Caller caller, @Nullable List<AccountId> accounts);

    /**
     * Takes in a batch of an archive, exactly as if the network had sent it: known items are left alone, unless the archive
     * says that they were taken back.
     *
     * @return how many were new
     */
    int take(Caller caller, AccountId account, Batch batch);

    /**
     * What the network (or an archive) sent, byte for byte, of those items of the account that are known; for exports. At most
     * {@link PageRequest#MAX_LIMIT} items. Empty where nothing was kept.
     */
    Map<ItemId, byte[]> raw(Caller caller, AccountId account, List<ItemId> items);

    /**
     * What an archive brings in one transaction; at most 1,000 entries.
     *
     * @param removed ids of what is no longer on the network, known or not; what comes under them later stays away
     */
    record Batch(
            List<RemotePost> posts,
            List<InboxItem> received,
            List<InboxItem> own,
            List<InboxItem> context,
            List<RemoteId> removed) {}
}
