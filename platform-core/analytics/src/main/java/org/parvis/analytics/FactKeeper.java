package org.parvis.analytics;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.RemotePost;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/**
 * Keeps the facts that figures come from, inside the transaction of whoever announces the change: what is shown is never
 * ahead of or behind what is stored. Each change says how something is now, so hearing it twice changes nothing. The cost is
 * a handful of statements per account, however many changes there are.
 */
@Component(
        service = {ChangeParticipant.class, FactKeeper.class},
        property = ChangeParticipant.NAME + "=analytics.facts")
public final class FactKeeper implements ChangeParticipant {
    private final Database database;
    private final Clock clock;

    @Activate
    public FactKeeper(
            @Reference(target = "(schema=analytics)") Database database,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        Map<AccountId, News> byAccount = new LinkedHashMap<>();
        for (Change change : changes) {
            byAccount.computeIfAbsent(change.account(), News::new).hear(change);
        }
        if (byAccount.values().stream().allMatch(News::isEmpty)) {
            return;
        }
        database.useWorkspace(workspace, handle -> {
            byAccount.forEach((account, news) -> {
                if (!news.isEmpty()) {
                    lock(handle, account, true);
                }
            });
            Facts facts = new Facts(handle, workspace);
            Ledger ledger = new Ledger();
            byAccount.values().stream()
                    .filter(news -> !news.isEmpty())
                    .forEach(news -> news.write(facts, ledger, clock.instant()));
            facts.writeHours(ledger.hours());
        });
    }

    /** Many may tell of an account at once; none while its facts are built anew. */
    static void lock(Handle handle, AccountId account, boolean shared) {
        String sql = "select pg_advisory_xact_lock" + (shared ? "_shared" : "") + "(hashtextextended(?, 0))";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value("analytics:" + account).list(row -> true);
        }
    }

    /** What is new about one account: the last word on each subject. */
    private static final class News {
        private final UUID account;
        private final Map<UUID, Change.ItemReceived> received = new LinkedHashMap<>();
        private final Map<UUID, Change.ItemAnswered> answered = new LinkedHashMap<>();
        private final Map<UUID, Instant> own = new LinkedHashMap<>();
        private final Map<UUID, Facts.Publication> publications = new LinkedHashMap<>();
        private final Map<String, RemotePost> posts = new LinkedHashMap<>();
        private final Set<UUID> removed = new HashSet<>();
        private final Set<String> forgotten = new HashSet<>();

        News(AccountId account) {
            this.account = account.value();
        }

        boolean isEmpty() {
            return received.isEmpty()
                    && answered.isEmpty()
                    && own.isEmpty()
                    && posts.isEmpty()
                    && forgotten.isEmpty()
                    && removed.isEmpty();
        }

        void hear(Change change) {
            if (change instanceof Change.ItemReceived item) {
                received.put(item.item().value(), item);
            } else if (change instanceof Change.ItemAnswered item) {
                answered.put(item.item().value(), item);
            } else if (change instanceof Change.OwnItemSeen item) {
                own.put(item.item().value(), item.publishedAt());
            } else if (change instanceof Change.AuthorForgotten author) {
                forgotten.add(author.author().value());
            } else if (change instanceof Change.PostSeen seen) {
                posts.put(seen.post().id().value(), seen.post());
            } else if (change instanceof Change.PublicationPublished out) {
                UUID id = out.publication().value();
                own.put(id, out.publishedAt());
                publications.put(id, new Facts.Publication(id, out.remoteId().value(), out.publishedAt()));
            } else if (change instanceof Change.ItemRemoved item) {
                remove(item.item().value());
            } else if (change instanceof Change.PublicationRemoved gone) {
                remove(gone.publication().value());
            }
        }

        private void remove(UUID id) {
            removed.add(id);
            received.remove(id);
            answered.remove(id);
            own.remove(id);
            publications.remove(id);
        }

        void write(Facts facts, Ledger ledger, Instant now) {
            writeReceived(facts, ledger);
            writeOwn(facts, ledger);
            removed.removeAll(received.keySet());
            removed.removeAll(own.keySet());
            facts.delete(account, removed);
            facts.writePublications(account, List.copyOf(publications.values()), now);
            facts.forget(account, forgotten);
            SeenPosts seen = facts.seenPosts(account);
            seen.seen(posts.values(), now);
            seen.published(publications.values());
        }

        private void writeReceived(Facts facts, Ledger ledger) {
            Set<UUID> ids = new HashSet<>(received.keySet());
            ids.addAll(answered.keySet());
            ids.addAll(removed);
            Map<UUID, Fact> known = ids.isEmpty() ? Map.of() : facts.received(account, ids);
            List<Fact> changed = new ArrayList<>();
            for (UUID id : ids) {
                Fact before = known.get(id);
                Fact after = after(id, before);
                if (before != null && !before.equals(after)) {
                    ledger.received(account, before.publishedAt(), -1);
                    ledger.answered(account, before.answeredAt(), -1);
                }
                if (after != null && !after.equals(before)) {
                    ledger.received(account, after.publishedAt(), 1);
                    ledger.answered(account, after.answeredAt(), 1);
                    changed.add(after);
                }
            }
            facts.writeReceived(account, changed);
            facts.writeCustomers(account, customers());
        }

        private @Nullable Fact after(UUID id, @Nullable Fact before) {
            Change.ItemReceived news = received.get(id);
            Fact after = before;
            if (news != null) {
                after = new Fact(
                        account,
                        id,
                        news.author().id().value(),
                        news.publishedAt(),
                        before == null || removed.contains(id) ? null : before.answeredAt());
            } else if (removed.contains(id)) {
                return null;
            }
            Change.ItemAnswered answer = answered.get(id);
            if (after == null || answer == null) {
                return after;
            }
            return new Fact(account, id, after.author(), after.publishedAt(), answer.answeredAt());
        }

        private List<Author> customers() {
            Map<String, Author> authors = new HashMap<>();
            received.values().forEach(item -> authors.put(item.author().id().value(), item.author()));
            return List.copyOf(authors.values());
        }

        private void writeOwn(Facts facts, Ledger ledger) {
            Set<UUID> ids = new HashSet<>(own.keySet());
            ids.addAll(removed);
            Map<UUID, Instant> known = ids.isEmpty() ? Map.of() : facts.own(account, ids);
            Map<UUID, Instant> changed = new LinkedHashMap<>();
            for (UUID id : ids) {
                Instant before = known.get(id);
                Instant after = own.containsKey(id) ? own.get(id) : null;
                if (before != null && !before.equals(after)) {
                    ledger.own(account, before, -1);
                }
                if (after != null && !after.equals(before)) {
                    ledger.own(account, after, 1);
                    changed.put(id, after);
                }
            }
            facts.writeOwn(account, changed);
        }
    }
}
