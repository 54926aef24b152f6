package org.parvis.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.change.Change;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ReplyState;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.model.ItemId;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.store.Identifiers;

/**
 * Takes one delivery in, within one transaction: reads what is known of everything it touches, decides in memory what each
 * item is to the account, and writes the difference, each table once. Where nothing differs nothing is written.
 *
 * <p>What an item is follows from what is known, never from the order in which it became known: received is what a feed
 * delivered or what a present answer of the account points at; answered at the earliest such answer that is not earlier
 * than the item. Direct messages have rules of their own, see {@link DirectAnswers}.
 */
final class Intake {
    private final LinkedAccount account;
    private final String accountRemoteId;
    private final Instant now;
    private final Shelf shelf;
    private final Threads threads;
    private final ItemRows rows;
    private final Texts texts;
    private final DirectAnswers direct;
    private final Set<Stored> questions = new LinkedHashSet<>();
    private final Set<String> answeredIds = new LinkedHashSet<>();
    private final Set<Stored> replaced = new LinkedHashSet<>();
    private final Set<Stored> aliased = new LinkedHashSet<>();
    private final Set<Stored> revised = new LinkedHashSet<>();
    private final List<UUID> absorbed = new ArrayList<>();
    private final Map<UUID, Author> fetched = new HashMap<>();
    private final List<RemotePost> posts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    Intake(Handle handle, LinkedAccount account, Instant now) {
        this.account = account;
        this.now = now;
        this.accountRemoteId = account.remoteId().value();
        this.shelf = new Shelf(handle, account);
        this.threads = new Threads(handle, account);
        this.rows = new ItemRows(handle, account, now);
        this.texts = new Texts(handle, account);
        this.direct = new DirectAnswers(handle, account, shelf, threads);
    }

    /**
     * What came of it.
     *
     * @param changes to be told to the other services before the commit
     */
    record Outcome(int added, List<Change> changes, List<UUID> received, Collection<UUID> conversations) {}

    Outcome take(Delivery delivery) {
        Border.Passed passed = Border.check(account, delivery);
        shelf.lock();
        rows.park(delivery.source(), passed.parked());
        load(passed);
        passed.arrivals().forEach(this::place);
        remove(passed.removed());
        posts.addAll(passed.posts());
        return finish();
    }

    /** An answer of ours is out. The timeline may have been faster: then the two are one. */
    Outcome sent(UUID reply, @Nullable String remoteId, Instant sentAt) {
        shelf.lock();
        Stored item = Objects.requireNonNull(shelf.loadItem(reply), "reply " + reply);
        if (remoteId != null) {
            shelf.load(List.of(remoteId));
            Stored other = shelf.find(remoteId);
            if (other != null && other != item) {
                item.publishedAt = other.publishedAt;
                absorb(other, item);
            } else if (item.remoteId == null) {
                item.publishedAt = sentAt;
            }
            item.remoteId = remoteId;
            shelf.name(item);
        }
        item.replyState = ReplyState.SENT;
        answered(item);
        return finish();
    }

    private void load(Border.Passed passed) {
        Set<String> ids = new LinkedHashSet<>(passed.removed());
        for (Arrival arrival : passed.arrivals()) {
            ids.addAll(arrival.ids());
            if (arrival.via() == Via.OWN && arrival.inReplyTo() != null) {
                ids.add(arrival.inReplyTo());
            }
        }
        shelf.load(ids);
        List<Arrival> unknown = passed.arrivals().stream()
                .filter(a -> shelf.findAll(a.ids()).isEmpty())
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        shelf.loadTombstones(unknown.stream().flatMap(a -> a.ids().stream()).toList());
        threads.load(unknown.stream().map(Arrival::conversation).distinct().toList());
        adopt(unknown.stream().filter(a -> a.via() == Via.OWN).toList());
    }

    /** An answer of ours whose fate was unknown, and which the network now shows, is that answer. */
    private void adopt(List<Arrival> unknown) {
        if (unknown.isEmpty()) {
            return;
        }
        List<OpenReply> open = new ArrayList<>(texts.openReplies());
        if (open.isEmpty()) {
            return;
        }
        for (Arrival arrival : unknown) {
            for (OpenReply reply : open) {
                if (reply.isShownBy(arrival)) {
                    Stored item = Objects.requireNonNull(shelf.loadItem(reply.item()));
                    item.remoteId = arrival.id();
                    item.publishedAt = arrival.publishedAt();
                    item.replyState = ReplyState.SENT;
                    shelf.name(item);
                    answered(item);
                    open.remove(reply);
                    break;
                }
            }
        }
    }

    private void place(Arrival arrival) {
        List<Stored> known = shelf.findAll(arrival.ids());
        if (known.isEmpty()) {
            if (!shelf.buried(arrival.ids())) {
                add(arrival);
            }
            return;
        }
        Stored item = known.get(0);
        for (Stored other : known.subList(1, known.size())) {
            absorb(other, item);
        }
        renew(item, arrival);
    }

    private void add(Arrival arrival) {
        Stored item = new Stored(Identifiers.next(), threads.of(arrival), arrival);
        shelf.add(item);
        if (item.role == ItemRole.OWN) {
            answered(item);
        } else if (!item.authorId.equals(accountRemoteId)) {
            questions.add(item);
        }
    }

    /** A known item is seen again: in a better role, as another version, or with other content. */
    private void renew(Stored item, Arrival arrival) {
        boolean newer = version(item, arrival);
        if (arrival.publishedAt().isBefore(item.publishedAt)) {
            item.publishedAt = arrival.publishedAt();
            related(item);
        }
        boolean glimpsed = item.role == ItemRole.CONTEXT && !item.delivered;
        boolean brought = arrival.via() == Via.FEED || arrival.via() == Via.POST;
        if (brought && !item.delivered && item.role != ItemRole.OWN) {
            item.delivered = true;
            related(item);
        } else if (arrival.via() == Via.OWN && item.role != ItemRole.OWN) {
            item.role = ItemRole.OWN;
            answered(item);
        }
        seen(item, arrival);
        boolean better = newer || arrival.current() || (glimpsed && !item.edited && arrival.via() != Via.CONTEXT);
        if (better && present(item, arrival)) {
            content(item, arrival, newer || (!item.kept.blanked() && (arrival.changed() || !glimpsed)));
            if (arrival.changed() && isPost(item)) {
                posts.add(arrival.asPost());
            }
        }
    }

    /** Not every network tells what is hidden, so what we hid stays hidden until we show it again. */
    private void seen(Stored item, Arrival arrival) {
        if (!arrival.current() || item.removed || !arrival.id().equals(item.remoteId)) {
            return;
        }
        if (arrival.visibility() != ItemVisibility.VISIBLE || !item.kept.hidden()) {
            item.visibility = arrival.visibility();
        }
        if (item.kept.fetchedAt().isBefore(now.minus(ItemRows.FRESH))) {
            fetched.put(item.id, arrival.author());
        }
    }

    /** A post of the account: publishing keeps it, and has to hear what becomes of it. */
    private boolean isPost(Stored item) {
        return item.role == ItemRole.CONTEXT && item.delivered && item.authorId.equals(accountRemoteId);
    }

    /** @return whether the arrival is a later version of the item than the one that is stored */
    private boolean version(Stored item, Arrival arrival) {
        if (arrival.earlier().isEmpty() || item.remoteId == null) {
            return false;
        }
        boolean newer = arrival.earlier().contains(item.remoteId);
        List<String> others = new ArrayList<>(arrival.ids());
        others.add(item.remoteId);
        if (newer) {
            item.remoteId = arrival.id();
            item.edited = true;
        }
        others.removeIf(id -> id.equals(item.remoteId));
        item.aliases.remove(item.remoteId);
        if (item.aliases.addAll(others)) {
            item.edited = true;
            aliased.add(item);
            shelf.name(item);
            related(item);
        }
        return newer;
    }

    /** Whether the arrival shows the version that is stored, and something other than what is stored. */
    private boolean present(Stored item, Arrival arrival) {
        return !item.removed
                && arrival.id().equals(item.remoteId)
                && arrival.digest() != item.digest
                && (item.replyState == null || arrival.changed());
    }

    private void content(Stored item, Arrival arrival, boolean edit) {
        item.content = arrival;
        item.digest = arrival.digest();
        item.edited |= edit;
        if (!item.fresh) {
            replaced.add(item);
            if (edit) {
                revised.add(item);
            }
        }
    }

    /** Two rows turned out to be one message. */
    private void absorb(Stored other, Stored item) {
        if (other.remoteId != null && !other.remoteId.equals(item.remoteId)) {
            item.aliases.add(other.remoteId);
            item.edited = true;
            aliased.add(item);
        }
        if (item.aliases.addAll(other.aliases)) {
            aliased.add(item);
        }
        item.delivered |= other.delivered;
        item.removed |= other.removed;
        if (other.role == ItemRole.OWN) {
            item.role = ItemRole.OWN;
        }
        if (other.publishedAt.isBefore(item.publishedAt)) {
            item.publishedAt = other.publishedAt;
        }
        if (other.countedBefore()) {
            threads.uncounted(other);
            changes.add(new Change.ItemRemoved(account.id(), new ItemId(other.id)));
        }
        if (!other.fresh) {
            absorbed.add(other.id);
        }
        direct.absorbed(other);
        questions.remove(other);
        replaced.remove(other);
        revised.remove(other);
        shelf.forget(other);
        shelf.name(item);
        related(item);
    }

    private void remove(List<String> removed) {
        List<String> unknown = new ArrayList<>();
        for (String remoteId : removed) {
            Stored item = shelf.find(remoteId);
            if (item == null) {
                unknown.add(remoteId);
                changes.add(new Change.PostGone(account.id(), new RemoteId(remoteId)));
            } else if (item.fresh) {
                unknown.addAll(idsOf(item));
                questions.remove(item);
                shelf.forget(item);
            } else if (!item.removed) {
                if (isPost(item)) {
                    changes.add(new Change.PostGone(account.id(), new RemoteId(remoteId)));
                }
                item.removed = true;
                item.answeredAt = null;
                replaced.remove(item);
                revised.add(item);
                related(item);
            }
        }
        rows.tombstones(unknown);
    }

    /** What follows from this item must be worked out again. */
    private void related(Stored item) {
        if (item.role == ItemRole.OWN) {
            answered(item);
        } else if (!item.authorId.equals(accountRemoteId)) {
            questions.add(item);
        }
    }

    private void answered(Stored answer) {
        questions.remove(answer);
        direct.changed(answer);
        if (answer.inReplyTo != null) {
            answeredIds.add(answer.inReplyTo);
        }
    }

    private Outcome finish() {
        relate();
        Tally tally = new Tally(account, threads, texts);
        tally.count(shelf.items().stream()
                .filter(item -> item.fresh || item.differs())
                .toList());
        replaced.forEach(threads::stale);
        changes.addAll(tally.changes());
        write();
        posts.forEach(post -> changes.add(new Change.PostSeen(account.id(), post)));
        return new Outcome(tally.added(), List.copyOf(changes), tally.received(), threads.changed());
    }

    private void relate() {
        List<String> unseen =
                answeredIds.stream().filter(id -> shelf.find(id) == null).toList();
        shelf.load(unseen);
        for (String id : answeredIds) {
            Stored question = shelf.find(id);
            if (question != null && question.role != ItemRole.OWN && !question.authorId.equals(accountRemoteId)) {
                questions.add(question);
            }
        }
        direct.questions().stream()
                .filter(question -> question.role != ItemRole.OWN && !question.authorId.equals(accountRemoteId))
                .forEach(questions::add);
        if (questions.isEmpty()) {
            return;
        }
        direct.load(questions);
        Set<String> ids = new LinkedHashSet<>();
        questions.forEach(question -> ids.addAll(idsOf(question)));
        shelf.loadAnswers(ids);
        Map<String, List<Stored>> answers = new HashMap<>();
        for (Stored item : shelf.items()) {
            if (item.answers() && item.inReplyTo != null) {
                answers.computeIfAbsent(item.inReplyTo, id -> new ArrayList<>()).add(item);
            }
        }
        questions.forEach(question -> relate(question, answers));
    }

    private void relate(Stored question, Map<String, List<Stored>> answers) {
        boolean received = question.delivered;
        Instant first = direct.first(question);
        for (String id : idsOf(question)) {
            for (Stored answer : answers.getOrDefault(id, List.of())) {
                received = true;
                boolean inTime = !answer.publishedAt.isBefore(question.publishedAt);
                if (inTime && (first == null || answer.publishedAt.isBefore(first))) {
                    first = answer.publishedAt;
                }
            }
        }
        question.role = received ? ItemRole.RECEIVED : ItemRole.CONTEXT;
        question.answeredAt = received && !question.removed ? first : null;
    }

    private static List<String> idsOf(Stored item) {
        List<String> ids = new ArrayList<>(item.aliases);
        if (item.remoteId != null) {
            ids.add(item.remoteId);
        }
        return ids;
    }

    private void write() {
        List<Stored> fresh = shelf.items().stream().filter(item -> item.fresh).toList();
        List<Author> authors = new ArrayList<>(fetched.values());
        fresh.forEach(item -> authors.add(Objects.requireNonNull(item.content).author()));
        replaced.forEach(
                item -> authors.add(Objects.requireNonNull(item.content).author()));
        rows.authors(authors);
        if (!absorbed.isEmpty()) {
            rows.delete(absorbed);
        }
        rows.insert(fresh);
        rows.replace(List.copyOf(replaced), List.copyOf(revised));
        List<Stored> changed = shelf.items().stream()
                .filter(item -> !item.fresh && item.differs())
                .toList();
        rows.update(changed);
        rows.fetched(fetched.keySet());
        rows.deleteRaw(changed.stream()
                .filter(item -> item.removed)
                .map(item -> item.id)
                .toList());
        fresh.stream().filter(item -> !item.aliases.isEmpty()).forEach(aliased::add);
        rows.aliases(aliased);
        threads.write();
    }
}
