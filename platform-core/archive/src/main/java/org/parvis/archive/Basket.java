package org.parvis.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parvis.api.account.Account;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/** Collects what belongs to each account and hands it to the inbox in batches. Not thread-safe. */
final class Basket {
    private static final int BATCH = 500;
    private static final long MAX_BYTES = 16L << 20;

    private final InboxService inbox;
    private final Caller caller;
    private final Map<AccountId, Pile> piles = new HashMap<>();
    private long bytes;
    private long added;

    Basket(InboxService inbox, Caller caller) {
        this.inbox = inbox;
        this.caller = caller;
    }

    private static final class Pile {
        private final List<RemotePost> posts = new ArrayList<>();
        private final List<InboxItem> received = new ArrayList<>();
        private final List<InboxItem> own = new ArrayList<>();
        private final List<InboxItem> context = new ArrayList<>();
        private final List<RemoteId> removed = new ArrayList<>();

        private int size() {
            return posts.size() + received.size() + own.size() + context.size() + removed.size();
        }
    }

    void post(Account account, RemotePost post) {
        pile(account).posts.add(post);
        settle(account, post.raw());
    }

    void received(Account account, InboxItem item) {
        pile(account).received.add(item);
        settle(account, item.raw());
    }

    void own(Account account, InboxItem item) {
        pile(account).own.add(item);
        settle(account, item.raw());
    }

    void context(Account account, InboxItem item) {
        pile(account).context.add(item);
        settle(account, item.raw());
    }

    void removed(Account account, RemoteId item) {
        pile(account).removed.add(item);
        settle(account, new byte[0]);
    }

    /** Hands over what is left; how many were new in all. */
    long finish() {
        List.copyOf(piles.keySet()).forEach(this::hand);
        return added;
    }

    private Pile pile(Account account) {
        return piles.computeIfAbsent(account.id(), id -> new Pile());
    }

    private void settle(Account account, byte[] raw) {
        bytes += raw.length;
        if (bytes > MAX_BYTES) {
            finish();
            bytes = 0;
        } else if (pile(account).size() >= BATCH) {
            hand(account.id());
        }
    }

    private void hand(AccountId account) {
        Pile pile = piles.remove(account);
        if (pile != null && pile.size() > 0) {
            added += inbox.take(
                    caller,
                    account,
                    new InboxService.Batch(pile.posts, pile.received, pile.own, pile.context, pile.removed));
        }
    }
}
