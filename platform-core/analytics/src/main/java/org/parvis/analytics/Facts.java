package org.parvis.analytics;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.WorkspaceId;
import org.parvis.store.SetStatement;

/** The tables of facts. Lives within one transaction. */
final class Facts {
    private final Handle handle;
    private final UUID workspace;

    Facts(Handle handle, WorkspaceId workspace) {
        this.handle = handle;
        this.workspace = workspace.value();
    }

    /** Their handles may be kept no longer; their ids stand in for them. */
    void forget(UUID account, Collection<String> authors) {
        if (authors.isEmpty()) {
            return;
        }
        String sql = "update analytics.customer set handle = author_id where account_id = ? and author_id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account).texts(authors).update();
        }
    }

    SeenPosts seenPosts(UUID account) {
        return new SeenPosts(handle, account, workspace);
    }

    Map<UUID, Fact> received(UUID account, Collection<UUID> items) {
        Map<UUID, Fact> facts = new HashMap<>();
        String sql = "select item_id, author_id, published_at, answered_at from analytics.received"
                + " where account_id = ? and item_id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account).ids(items).list(row -> {
                UUID item = id(row, "item_id");
                return facts.put(
                        item,
                        new Fact(
                                account,
                                item,
                                row.getString("author_id"),
                                Objects.requireNonNull(time(row, "published_at")),
                                time(row, "answered_at")));
            });
        }
        return facts;
    }

    Map<UUID, Instant> own(UUID account, Collection<UUID> subjects) {
        Map<UUID, Instant> facts = new HashMap<>();
        String sql = "select subject_id, published_at from analytics.own where account_id = ? and subject_id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .ids(subjects)
                    .list(row -> facts.put(id(row, "subject_id"), Objects.requireNonNull(time(row, "published_at"))));
        }
        return facts;
    }

    void writeReceived(UUID account, List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        String sql = """
                insert into analytics.received (account_id, workspace_id, item_id, author_id, published_at, answered_at)
                select ?, ?, u.* from unnest(?, ?, ?, ?) as u
                on conflict (account_id, item_id) do update set author_id = excluded.author_id,
                    published_at = excluded.published_at, answered_at = excluded.answered_at""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .value(workspace)
                    .ids(of(facts, Fact::item))
                    .texts(of(facts, Fact::author))
                    .times(of(facts, Fact::publishedAt))
                    .times(of(facts, Fact::answeredAt))
                    .update();
        }
    }

    void writeOwn(UUID account, Map<UUID, Instant> own) {
        if (own.isEmpty()) {
            return;
        }
        String sql = """
                insert into analytics.own (account_id, workspace_id, subject_id, published_at)
                select ?, ?, u.* from unnest(?, ?) as u
                on conflict (account_id, subject_id) do update set published_at = excluded.published_at""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .value(workspace)
                    .ids(own.keySet())
                    .times(own.values())
                    .update();
        }
    }

    void delete(UUID account, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (String table :
                List.of("received where item_id", "own where subject_id", "publication where publication_id")) {
            String sql = "delete from analytics." + table + " = any(?) and account_id = ?";
            try (SetStatement statement = new SetStatement(handle, sql)) {
                statement.ids(ids).value(account).update();
            }
        }
    }

    void writeCustomers(UUID account, Collection<Author> authors) {
        if (authors.isEmpty()) {
            return;
        }
        Map<String, String> handles = new LinkedHashMap<>();
        authors.forEach(author -> handles.put(author.id().value(), author.handle()));
        knownCustomers(account, handles.keySet()).forEach(handles::remove);
        if (handles.isEmpty()) {
            return;
        }
        String sql = """
                insert into analytics.customer (account_id, workspace_id, author_id, handle)
                select ?, ?, u.* from unnest(?, ?) as u
                on conflict (account_id, author_id) do update set handle = excluded.handle""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .value(workspace)
                    .texts(handles.keySet())
                    .texts(handles.values())
                    .update();
        }
    }

    /**
     * The handles of those who are known, read by key: an upsert of all would write the many who stay as they are, and a
     * join with all is planned as a walk through all customers of the account while the table is young.
     */
    private Map<String, String> knownCustomers(UUID account, Collection<String> authors) {
        String sql = "select author_id, handle from analytics.customer where account_id = ? and author_id = any(?)";
        Map<String, String> known = new HashMap<>();
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .texts(authors)
                    .list(row -> Map.entry(row.getString("author_id"), row.getString("handle")))
                    .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        }
        return known;
    }

    void writePublications(UUID account, List<Publication> publications, Instant now) {
        if (publications.isEmpty()) {
            return;
        }
        String sql = """
                insert into analytics.publication
                    (account_id, workspace_id, publication_id, remote_id, published_at, collect_at)
                select ?, ?, u.* from unnest(?, ?, ?, ?) as u
                on conflict (account_id, publication_id) do update
                set remote_id = excluded.remote_id, published_at = excluded.published_at""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .value(workspace)
                    .ids(of(publications, Publication::id))
                    .texts(of(publications, Publication::remoteId))
                    .times(of(publications, Publication::publishedAt))
                    .times(of(publications, p -> CollectTimes.first(p.publishedAt(), now)))
                    .update();
        }
    }

    /** A publication that is out. */
    record Publication(UUID id, String remoteId, Instant publishedAt) {}

    void writeHours(Map<Ledger.Key, long[]> hours) {
        if (hours.isEmpty()) {
            return;
        }
        String sql = """
                insert into analytics.hour as h (workspace_id, account_id, hour, received, own, answered)
                select ?, u.* from unnest(?, ?, ?, ?, ?) as u(account_id, hour, received, own, answered)
                order by u.account_id, u.hour
                on conflict (account_id, hour) do update set received = h.received + excluded.received,
                    own = h.own + excluded.own, answered = h.answered + excluded.answered""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(workspace)
                    .ids(of(hours.keySet(), Ledger.Key::account))
                    .times(of(hours.keySet(), Ledger.Key::hour))
                    .longs(of(hours.values(), sums -> sums[0]))
                    .longs(of(hours.values(), sums -> sums[1]))
                    .longs(of(hours.values(), sums -> sums[2]))
                    .update();
        }
    }

    static <T, V extends @Nullable Object> List<V> of(Collection<T> rows, Function<T, V> column) {
        List<V> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(column.apply(row)));
        return values;
    }
}
