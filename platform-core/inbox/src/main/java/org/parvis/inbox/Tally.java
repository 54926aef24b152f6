package org.parvis.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.api.change.Change;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.model.ItemId;

/** Compares what items were with what they are now: what that means for their conversations and for the other services. */
final class Tally {
    private final LinkedAccount account;
    private final Threads threads;
    private final Texts texts;
    private final List<Change> changes = new ArrayList<>();
    private final List<UUID> received = new ArrayList<>();
    private int added;

    Tally(LinkedAccount account, Threads threads, Texts texts) {
        this.account = account;
        this.threads = threads;
        this.texts = texts;
    }

    void count(List<Stored> items) {
        texts.load(items.stream()
                .filter(item -> item.content == null && item.counts() && needsText(item))
                .map(item -> item.id)
                .toList());
        items.forEach(this::count);
    }

    int added() {
        return added;
    }

    /** What is received now and was not before. */
    List<UUID> received() {
        return received;
    }

    List<Change> changes() {
        return changes;
    }

    private static boolean needsText(Stored item) {
        return !item.countedBefore() || (item.received() && moved(item));
    }

    private static boolean moved(Stored item) {
        return item.fresh || !item.publishedAt.equals(item.before.publishedAt());
    }

    private void count(Stored item) {
        if (item.fresh) {
            added++;
        }
        if (item.counts() && !item.countedBefore()) {
            threads.counted(
                    item,
                    item.content == null
                            ? texts.body(item.id)
                            : item.content.text().value());
        } else if (!item.counts() && item.countedBefore()) {
            threads.uncounted(item);
        } else if (item.counts()) {
            threads.touched(item);
        }
        asReceived(item);
        asAnswer(item);
    }

    private void asReceived(Stored item) {
        ItemId id = new ItemId(item.id);
        if (!item.received()) {
            if (item.receivedBefore()) {
                changes.add(new Change.ItemRemoved(account.id(), id));
            }
            return;
        }
        if (!item.receivedBefore()) {
            received.add(item.id);
        }
        if (!item.receivedBefore() || moved(item)) {
            Author author = item.content == null ? texts.author(item.id) : item.content.author();
            changes.add(new Change.ItemReceived(account.id(), id, author, item.kind, item.publishedAt));
        }
        @Nullable Instant known = item.receivedBefore() ? item.before.answeredAt() : null;
        if (!Objects.equals(known, item.answeredAt)) {
            changes.add(new Change.ItemAnswered(account.id(), id, item.answeredAt));
        }
    }

    private void asAnswer(Stored item) {
        ItemId id = new ItemId(item.id);
        if (item.answers() && (!item.answeredBefore() || moved(item))) {
            changes.add(new Change.OwnItemSeen(account.id(), id, item.publishedAt));
        } else if (!item.answers() && item.answeredBefore()) {
            changes.add(new Change.ItemRemoved(account.id(), id));
        }
    }
}
