package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ItemKind;
import org.parvis.store.Identifiers;
import org.parvis.store.SetStatement;

/**
 * The conversations that a delivery touches. Joined by the network's own conversation id; what happened in them is summed
 * up here and written once. Lives within one transaction.
 */
final class Threads {
    /** How much of the last text a list shows; said again in {@link #REFRESH}. */
    static final int SNIPPET = 140;

    private static final String FIND =
            "select id, remote_id, participant from inbox.conversation where account_id = ? and remote_id = any(?)";
    private static final String INSERT = """
            insert into inbox.conversation (account_id, workspace_id, id, remote_id, kind, items, last_item_at,
                last_received_at, snippet, participant, awaiting_since, several, unread)
            select ?, ?, u.*, u.awaiting_since is not null from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as u(id, remote_id,
                kind, items, last_item_at, last_received_at, snippet, participant, awaiting_since, several)""";
    /** What waits is asked of the index of unanswered items: one step per conversation, however deep it is. */
    private static final String UPDATE = """
            update inbox.conversation c set
                items = c.items + u.items,
                last_item_at = case when u.last_item_at > c.last_item_at or c.items = 0
                    then coalesce(u.last_item_at, c.last_item_at) else c.last_item_at end,
                snippet = case when u.last_item_at >= c.last_item_at or (c.items = 0 and u.last_item_at is not null)
                    then u.snippet else c.snippet end,
                last_received_at = greatest(c.last_received_at, u.last_received_at),
                participant = case when c.last_received_at is null or u.last_received_at >= c.last_received_at
                    then coalesce(u.participant, c.participant) else c.participant end,
                status = case when u.last_received_at > c.last_item_at and c.status <> 'OPEN' then 'OPEN' else c.status end,
                snoozed_until = case when u.last_received_at > c.last_item_at then null else c.snoozed_until end,
                awaiting_since = w.since,
                several = c.several or u.several,
                unread = case when w.since is null then c.unread and not u.answered
                    when u.last_received_at is not null then true else c.unread end,
                version = c.version + 1
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
                as u(id, items, last_item_at, last_received_at, snippet, participant, answered, several)
            left join lateral (
                select min(i.published_at) as since from inbox.item i
                where i.account_id = ? and i.conversation_id = u.id
                    and i.role = 'RECEIVED' and i.answered_at is null and not i.removed) w on true
            where c.account_id = ? and c.id = u.id""";

    /** Where an item was changed or taken back, the last one is looked up again. */
    private static final String REFRESH = """
            update inbox.conversation c set
                last_item_at = coalesce(l.published_at, c.last_item_at),
                snippet = coalesce(left(l.body, 140), ''),
                last_received_at = r.published_at,
                participant = r.author_id
            from unnest(?) as u(id)
            left join lateral (
                select i.published_at, i.body from inbox.item i
                where i.account_id = ? and i.conversation_id = u.id and i.role <> 'CONTEXT' and not i.removed
                order by i.published_at desc, i.id desc limit 1) l on true
            left join lateral (
                select i.published_at, i.author_id from inbox.item i
                where i.account_id = ? and i.conversation_id = u.id and i.role = 'RECEIVED' and not i.removed
                order by i.published_at desc, i.id desc limit 1) r on true
            where c.account_id = ? and c.id = u.id""";

    private final Handle handle;
    private final LinkedAccount account;
    private final UUID accountId;
    private final Map<String, UUID> byRemoteId = new HashMap<>();
    /** One who writes in a conversation beside the account. */
    private final Map<UUID, String> others = new HashMap<>();

    private final Set<UUID> grown = new HashSet<>();
    private final Map<UUID, Change> changes = new HashMap<>();
    private final List<Change> fresh = new ArrayList<>();

    Threads(Handle handle, LinkedAccount account) {
        this.handle = handle;
        this.account = account;
        this.accountId = account.id().value();
    }

    /** What happens to one conversation. */
    private static final class Change {
        final UUID id;

        @Nullable
        String remoteId;

        @Nullable
        ItemKind kind;

        @Nullable
        Instant begin;

        int items;

        @Nullable
        Instant lastItemAt;

        @Nullable
        Instant lastReceivedAt;

        @Nullable
        String snippet;

        @Nullable
        String participant;

        @Nullable
        Instant awaitingSince;

        boolean answered;
        boolean stale;

        Change(UUID id) {
            this.id = id;
        }

        long count() {
            return items;
        }
    }

    void load(Collection<String> remoteIds) {
        if (remoteIds.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, FIND)) {
            statement.value(accountId).texts(remoteIds).list(row -> {
                UUID conversation = id(row, "id");
                String participant = row.getString("participant");
                if (participant != null) {
                    others.put(conversation, participant);
                }
                return byRemoteId.put(row.getString("remote_id"), conversation);
            });
        }
    }

    /** The conversation an arrival belongs to; begun if it is the first of it. */
    UUID of(Arrival arrival) {
        UUID conversation = find(arrival);
        String author = arrival.author().id().value();
        if (arrival.kind() == ItemKind.DIRECT_MESSAGE
                && !author.equals(account.remoteId().value())) {
            String other = others.putIfAbsent(conversation, author);
            if (other != null && !other.equals(author)) {
                grown.add(conversation);
            }
        }
        return conversation;
    }

    /** Conversations in which more than one other was seen to write. */
    Set<UUID> grown() {
        return grown;
    }

    private UUID find(Arrival arrival) {
        UUID known = byRemoteId.get(arrival.conversation());
        if (known != null) {
            Change begun = changes.get(known);
            if (begun != null
                    && begun.remoteId != null
                    && arrival.kind().compareTo(Objects.requireNonNull(begun.kind)) < 0) {
                begun.kind = arrival.kind();
            }
            return known;
        }
        Change change = new Change(Identifiers.next());
        change.remoteId = arrival.conversation();
        change.kind = arrival.kind();
        change.begin = arrival.publishedAt();
        byRemoteId.put(arrival.conversation(), change.id);
        changes.put(change.id, change);
        fresh.add(change);
        return change.id;
    }

    /** An item counts from now on. */
    void counted(Stored item, String text) {
        Change change = change(item);
        change.items++;
        if (change.lastItemAt == null || !item.publishedAt.isBefore(change.lastItemAt)) {
            change.lastItemAt = item.publishedAt;
            change.snippet = Repair.begin(text, SNIPPET);
        }
        if (item.received() && (change.lastReceivedAt == null || !item.publishedAt.isBefore(change.lastReceivedAt))) {
            change.lastReceivedAt = item.publishedAt;
            change.participant = item.authorId;
        }
        if (item.received()
                && item.answeredAt == null
                && (change.awaitingSince == null || item.publishedAt.isBefore(change.awaitingSince))) {
            change.awaitingSince = item.publishedAt;
        }
        change.answered |= item.answers();
    }

    /** An item counts no longer. */
    void uncounted(Stored item) {
        Change change = change(item);
        change.items--;
        change.stale = true;
    }

    /** What the list shows of the conversation may be the text that changed. */
    void stale(Stored item) {
        change(item).stale = true;
    }

    /** Something else about an item changed, for instance that it is answered. */
    void touched(Stored item) {
        change(item);
    }

    private Change change(Stored item) {
        return changes.computeIfAbsent(item.conversation, Change::new);
    }

    Collection<UUID> changed() {
        return changes.keySet();
    }

    /** After the items: what waits in a conversation that was there before is read from them. */
    void write() {
        if (!fresh.isEmpty()) {
            insert();
        }
        List<Change> known =
                changes.values().stream().filter(c -> c.remoteId == null).toList();
        if (!known.isEmpty()) {
            update(known);
        }
        List<UUID> stale = known.stream().filter(c -> c.stale).map(c -> c.id).toList();
        if (!stale.isEmpty()) {
            refresh(handle, accountId, stale);
        }
    }

    /** Looks up again what a list shows of these conversations. */
    static void refresh(Handle handle, UUID account, List<UUID> conversations) {
        try (SetStatement statement = new SetStatement(handle, REFRESH)) {
            statement
                    .ids(conversations)
                    .value(account)
                    .value(account)
                    .value(account)
                    .update();
        }
    }

    private void insert() {
        try (SetStatement statement = new SetStatement(handle, INSERT)) {
            statement
                    .value(accountId)
                    .value(account.workspace().value())
                    .ids(fresh.stream().map(c -> c.id).toList())
                    .texts(fresh.stream().map(c -> c.remoteId).toList())
                    .texts(fresh.stream()
                            .map(c -> Objects.requireNonNull(c.kind).name())
                            .toList())
                    .longs(fresh.stream().map(Change::count).toList())
                    .times(fresh.stream()
                            .map(c -> c.lastItemAt == null ? c.begin : c.lastItemAt)
                            .toList())
                    .times(fresh.stream().map(c -> c.lastReceivedAt).toList())
                    .texts(fresh.stream()
                            .map(c -> c.snippet == null ? "" : c.snippet)
                            .toList())
                    .texts(fresh.stream().map(c -> c.participant).toList())
                    .times(fresh.stream().map(c -> c.awaitingSince).toList())
                    .flags(fresh.stream().map(c -> grown.contains(c.id)).toList())
                    .update();
        }
    }

    private void update(List<Change> known) {
        try (SetStatement statement = new SetStatement(handle, UPDATE)) {
            statement
                    .ids(known.stream().map(c -> c.id).toList())
                    .longs(known.stream().map(Change::count).toList())
                    .times(known.stream().map(c -> c.lastItemAt).toList())
                    .times(known.stream().map(c -> c.lastReceivedAt).toList())
                    .texts(known.stream()
                            .map(c -> c.snippet == null ? "" : c.snippet)
                            .toList())
                    .texts(known.stream().map(c -> c.participant).toList())
                    .flags(known.stream().map(c -> c.answered).toList())
                    .flags(known.stream().map(c -> grown.contains(c.id)).toList())
                    .value(accountId)
                    .value(accountId)
                    .update();
        }
    }
}
