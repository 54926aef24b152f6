package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ReplyState;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.store.SetStatement;

/**
 * The items that a delivery touches, by every id the network gave them: what the database has of them, and what is added.
 * Holds the account's lock, so nobody else adds items to it meanwhile. Lives within one transaction.
 */
final class Shelf {
    private static final String ITEM = """
            i.id, i.conversation_id, i.remote_id, i.kind, i.role, i.delivered, i.author_id, i.in_reply_to, i.published_at,
            i.answered_at, i.digest, i.edited, i.removed, i.reply_state, i.visibility, i.hidden, i.blanked, i.fetched_at""";
    private static final String FIND = "select i.remote_id as found, " + ITEM
            + " from inbox.item i where i.account_id = ? and i.remote_id = any(?)"
            + " union all select a.remote_id, " + ITEM
            + " from inbox.item_alias a join inbox.item i on i.account_id = a.account_id and i.id = a.item_id"
            + " where a.account_id = ? and a.remote_id = any(?)";
    private static final String ANSWERS = "select i.in_reply_to as found, " + ITEM
            + " from inbox.item i where i.account_id = ? and i.in_reply_to = any(?) and i.role = 'OWN'"
            + " and i.in_reply_to is not null";
    /** Between the last answer before a time and that time; see {@link DirectAnswers}. */
    private static final String DIRECT = "select " + ITEM + """
             from unnest(?, ?, ?) as u(conversation_id, floor, ceiling)
            cross join lateral (
                select max(o.published_at) as at from inbox.item o
                where o.account_id = ? and o.conversation_id = u.conversation_id
                    and o.role = 'OWN' and o.kind = 'DIRECT_MESSAGE' and not o.removed
                    and (o.reply_state is null or o.reply_state = 'SENT') and o.published_at < u.ceiling) before
            join inbox.item i on i.account_id = ? and i.conversation_id = u.conversation_id
                and i.kind = 'DIRECT_MESSAGE' and i.role = 'RECEIVED' and not i.removed
                and i.published_at > coalesce(greatest(u.floor, before.at), '-infinity')
                and i.published_at <= u.ceiling""";

    private static final String ANSWERED_DIRECT = "select " + ITEM + " from inbox.item i where i.account_id = ?"
            + " and i.conversation_id = any(?) and i.role = 'RECEIVED' and i.kind = 'DIRECT_MESSAGE'"
            + " and i.answered_at is not null";
    private static final String BY_ID = "select " + ITEM + " from inbox.item i where i.account_id = ? and i.id = ?";
    private static final String ALIASES =
            "select item_id, remote_id from inbox.item_alias where account_id = ? and item_id = any(?)";
    private static final String TOMBSTONES =
            "select remote_id from inbox.tombstone where account_id = ? and remote_id = any(?)";

    private final Handle handle;
    private final UUID account;
    private final Map<UUID, Stored> items = new LinkedHashMap<>();
    private final Map<String, Stored> byRemoteId = new HashMap<>();
    private final Set<String> tombstones = new HashSet<>();

    Shelf(Handle handle, LinkedAccount account) {
        this.handle = handle;
        this.account = account.id().value();
    }

    /**
     * Serialises everything that adds to one account: two pages at once, an answer on one and its question on the other,
     * would not see each other and the question would stay unanswered for ever.
     */
    void lock() {
        try (SetStatement statement =
                new SetStatement(handle, "select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.value("inbox:" + account).list(row -> true);
        }
    }

    /** Reads what there is of these ids. */
    void load(Collection<String> remoteIds) {
        if (remoteIds.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, FIND)) {
            statement.value(account).texts(remoteIds).value(account).texts(remoteIds);
            statement.list(this::found);
        }
        loadAliases(items.values().stream().filter(i -> i.edited).map(i -> i.id).toList());
    }

    void loadTombstones(Collection<String> remoteIds) {
        try (SetStatement statement = new SetStatement(handle, TOMBSTONES)) {
            tombstones.addAll(statement.value(account).texts(remoteIds).list(row -> row.getString("remote_id")));
        }
    }

    /** Reads the account's stored answers to these ids. */
    void loadAnswers(Collection<String> remoteIds) {
        if (remoteIds.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, ANSWERS)) {
            statement.value(account).texts(remoteIds).list(row -> keep(row));
        }
    }

    /** Reads the received direct messages that an answer at each of these times may concern. */
    List<Stored> loadDirect(
            List<UUID> conversations, List<? extends @Nullable Instant> floors, List<Instant> ceilings) {
        if (conversations.isEmpty()) {
            return List.of();
        }
        try (SetStatement statement = new SetStatement(handle, DIRECT)) {
            return statement
                    .ids(conversations)
                    .times(floors)
                    .times(ceilings)
                    .value(account)
                    .value(account)
                    .list(this::keep);
        }
    }

    /** Reads the received direct messages of these conversations that are answered. */
    List<Stored> loadAnsweredDirect(Collection<UUID> conversations) {
        if (conversations.isEmpty()) {
            return List.of();
        }
        try (SetStatement statement = new SetStatement(handle, ANSWERED_DIRECT)) {
            return statement.value(account).ids(conversations).list(this::keep);
        }
    }

    /** Reads one item by our own id. */
    @Nullable
    Stored loadItem(UUID id) {
        try (SetStatement statement = new SetStatement(handle, BY_ID)) {
            List<Stored> found = statement.value(account).value(id).list(this::keep);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    private void loadAliases(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, ALIASES)) {
            statement.value(account).ids(ids).list(row -> {
                Stored item = Objects.requireNonNull(items.get(id(row, "item_id")));
                String alias = row.getString("remote_id");
                item.aliases.add(alias);
                byRemoteId.put(alias, item);
                return true;
            });
        }
    }

    private boolean found(ResultSet row) throws SQLException {
        byRemoteId.put(row.getString("found"), keep(row));
        return true;
    }

    private Stored keep(ResultSet row) throws SQLException {
        UUID id = id(row, "id");
        Stored known = items.get(id);
        if (known != null) {
            return known;
        }
        Stored stored = read(row);
        items.put(id, stored);
        if (stored.remoteId != null) {
            byRemoteId.putIfAbsent(stored.remoteId, stored);
        }
        return stored;
    }

    private static Stored read(ResultSet row) throws SQLException {
        String reply = row.getString("reply_state");
        Instant publishedAt = Objects.requireNonNull(time(row, "published_at"));
        return new Stored(
                id(row, "id"),
                id(row, "conversation_id"),
                ItemKind.valueOf(row.getString("kind")),
                row.getString("author_id"),
                row.getString("in_reply_to"),
                row.getLong("digest"),
                new Stored.Before(
                        row.getString("remote_id"),
                        ItemRole.valueOf(row.getString("role")),
                        row.getBoolean("delivered"),
                        row.getBoolean("edited"),
                        row.getBoolean("removed"),
                        publishedAt,
                        time(row, "answered_at"),
                        reply == null ? null : ReplyState.valueOf(reply),
                        ItemVisibility.valueOf(row.getString("visibility"))),
                new Stored.Kept(
                        row.getBoolean("hidden"),
                        row.getBoolean("blanked"),
                        Objects.requireNonNull(time(row, "fetched_at"))));
    }

    @Nullable
    Stored find(String remoteId) {
        return byRemoteId.get(remoteId);
    }

    /** The different items that are known under any of these ids, the oldest first. */
    List<Stored> findAll(Collection<String> remoteIds) {
        List<Stored> found = new ArrayList<>();
        for (String remoteId : remoteIds) {
            Stored item = byRemoteId.get(remoteId);
            if (item != null && !found.contains(item)) {
                found.add(item);
            }
        }
        if (found.size() > 1) {
            found.sort((a, b) -> a.id.compareTo(b.id));
        }
        return found;
    }

    boolean buried(Collection<String> remoteIds) {
        return !tombstones.isEmpty() && remoteIds.stream().anyMatch(tombstones::contains);
    }

    void add(Stored item) {
        items.put(item.id, item);
        name(item);
    }

    /** Makes an item known by its present ids. */
    void name(Stored item) {
        if (item.remoteId != null) {
            byRemoteId.put(item.remoteId, item);
        }
        item.aliases.forEach(alias -> byRemoteId.put(alias, item));
    }

    void forget(Stored item) {
        items.remove(item.id);
    }

    Collection<Stored> items() {
        return items.values();
    }
}
