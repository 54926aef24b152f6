package org.parvis.inbox;

import java.time.Duration;
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
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.store.Identifiers;
import org.parvis.store.SetStatement;

/** Writes items and what belongs to them, each kind of row in one statement. Lives within one transaction. */
final class ItemRows {
    private static final String INSERT = """
            insert into inbox.item (account_id, workspace_id, received_at, fetched_at, id, conversation_id, remote_id, kind, role,
                delivered, author_id, in_reply_to, published_at, answered_at, digest, text_repaired, edited, language,
                permalink, body, visibility, attachments)
            select ?, ?, ?, ?, u.* from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb[]) as u""";
    private static final String INSERT_RAW = """
            insert into inbox.item_raw (account_id, workspace_id, item_id, raw)
            select ?, ?, u.* from unnest(?, ?) as u(item_id, raw)""";
    private static final String REPLACE_RAW =
            INSERT_RAW + " on conflict (account_id, item_id) do update set raw = excluded.raw";
    private static final String UPDATE = """
            update inbox.item i set remote_id = u.remote_id, role = u.role, delivered = u.delivered, edited = u.edited,
                removed = u.removed, published_at = u.published_at, answered_at = u.answered_at,
                reply_state = u.reply_state, visibility = u.visibility,
                reply_reason = case when u.reply_state = 'SENT' then '' else i.reply_reason end,
                body = case when u.removed then '' else i.body end,
                attachments = case when u.removed then null else i.attachments end
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as u(id, remote_id, role, delivered, edited, removed, published_at, answered_at, reply_state, visibility)
            where i.account_id = ? and i.id = u.id""";
    private static final String REVISE = """
            insert into inbox.item_revision (account_id, item_id, id, workspace_id, remote_id, replaced_at, body)
            select i.account_id, i.id, u.revision, i.workspace_id, u.remote_id, ?, i.body
            from unnest(?, ?, ?) as u(id, revision, remote_id)
            join inbox.item i on i.account_id = ? and i.id = u.id
            where i.body <> ''""";
    private static final String REPLACE = """
            update inbox.item i set body = u.body, text_repaired = u.text_repaired, digest = u.digest,
                attachments = u.attachments, language = u.language, permalink = coalesce(u.permalink, i.permalink),
                blanked = false, fetched_at = ?
            from unnest(?, ?, ?, ?, ?::jsonb[], ?, ?)
                as u(id, body, text_repaired, digest, attachments, language, permalink)
            where i.account_id = ? and i.id = u.id""";
    /**
     * What is known is read by its key and compared here. An upsert would lock, and so write, the many rows that stay as
     * they are; a join with all that arrived is planned as a walk through all authors of the account while the table is
     * young and the planner takes it for small.
     */
    private static final String KNOWN_AUTHORS = """
            select remote_id, handle, display_name, picture from inbox.author
            where account_id = ? and remote_id = any(?) and fetched_at > ?""";

    private static final String AUTHORS = """
            insert into inbox.author (account_id, workspace_id, fetched_at, remote_id, handle, display_name, picture)
            select ?, ?, ?, u.* from unnest(?, ?, ?, ?) as u
            on conflict (account_id, remote_id) do update set handle = excluded.handle,
                display_name = excluded.display_name, picture = excluded.picture, fetched_at = excluded.fetched_at""";
    private static final String ALIASES = """
            insert into inbox.item_alias (account_id, workspace_id, remote_id, item_id)
            select ?, ?, u.* from unnest(?, ?) as u(remote_id, item_id)
            on conflict (account_id, remote_id) do update set item_id = excluded.item_id
            where item_alias.item_id <> excluded.item_id""";
    private static final String TOMBSTONES = """
            insert into inbox.tombstone (account_id, workspace_id, removed_at, remote_id)
            select ?, ?, ?, u.remote_id from unnest(?) as u(remote_id) on conflict do nothing""";
    private static final String PARK = """
            insert into inbox.parked (account_id, workspace_id, source, parked_at, id, remote_id, reason, raw)
            select ?, ?, ?, ?, u.* from unnest(?, ?, ?, ?) as u(id, remote_id, reason, raw)
            where not exists (select from inbox.parked p
                where p.account_id = ? and p.remote_id = u.remote_id and p.reason = u.reason and p.raw = u.raw)""";

    /** What was fetched since is not marked as fetched again: nobody counts retention by less than days. */
    static final Duration FRESH = Duration.ofDays(1);

    private final Handle handle;
    private final UUID account;
    private final UUID workspace;
    private final Instant now;

    ItemRows(Handle handle, LinkedAccount account, Instant now) {
        this.handle = handle;
        this.account = account.id().value();
        this.workspace = account.workspace().value();
        this.now = now;
    }

    void insert(List<Stored> items) {
        if (items.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, INSERT)) {
            statement
                    .value(account)
                    .value(workspace)
                    .value(now)
                    .value(now)
                    .ids(of(items, i -> i.id))
                    .ids(of(items, i -> i.conversation))
                    .texts(of(items, i -> i.remoteId))
                    .texts(of(items, i -> i.kind.name()))
                    .texts(of(items, i -> i.role.name()))
                    .flags(of(items, i -> i.delivered))
                    .texts(of(items, i -> i.authorId))
                    .texts(of(items, i -> i.inReplyTo))
                    .times(of(items, i -> i.publishedAt))
                    .times(of(items, i -> i.answeredAt))
                    .longs(of(items, i -> i.digest))
                    .flags(of(items, i -> content(i).text().repaired()))
                    .flags(of(items, i -> i.edited))
                    .texts(of(items, i -> content(i).language()))
                    .texts(of(items, i -> content(i).permalink()))
                    .texts(of(items, i -> content(i).text().value()))
                    .texts(of(items, i -> i.visibility.name()))
                    .texts(of(items, i -> content(i).attachments()))
                    .update();
        }
        raw(INSERT_RAW, items);
    }

    /** New content of known items; {@code revised}: those whose earlier text is kept because it was edited. */
    void replace(List<Stored> items, List<Stored> revised) {
        revise(revised);
        if (items.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, REPLACE)) {
            statement
                    .value(now)
                    .ids(of(items, i -> i.id))
                    .texts(of(items, i -> content(i).text().value()))
                    .flags(of(items, i -> content(i).text().repaired()))
                    .longs(of(items, i -> i.digest))
                    .texts(of(items, i -> content(i).attachments()))
                    .texts(of(items, i -> content(i).language()))
                    .texts(of(items, i -> content(i).permalink()))
                    .value(account)
                    .update();
        }
        raw(REPLACE_RAW, items);
    }

    /** Keeps the texts as they are now. */
    void revise(List<Stored> items) {
        if (items.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, REVISE)) {
            statement
                    .value(now)
                    .ids(of(items, i -> i.id))
                    .ids(of(items, i -> Identifiers.next()))
                    .texts(of(items, i -> i.before.remoteId()))
                    .value(account)
                    .update();
        }
    }

    void update(List<Stored> items) {
        if (items.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, UPDATE)) {
            statement
                    .ids(of(items, i -> i.id))
                    .texts(of(items, i -> i.remoteId))
                    .texts(of(items, i -> i.role.name()))
                    .flags(of(items, i -> i.delivered))
                    .flags(of(items, i -> i.edited))
                    .flags(of(items, i -> i.removed))
                    .times(of(items, i -> i.publishedAt))
                    .times(of(items, i -> i.answeredAt))
                    .texts(of(items, i -> i.replyState == null ? null : i.replyState.name()))
                    .texts(of(items, i -> i.visibility.name()))
                    .value(account)
                    .update();
        }
    }

    /** Their content was fetched again and is what is stored. */
    void fetched(Collection<UUID> items) {
        if (items.isEmpty()) {
            return;
        }
        String sql = "update inbox.item set fetched_at = ? where account_id = ? and id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(now).value(account).ids(items).update();
        }
    }

    /** Of new items there is none, so nothing need be looked for. */
    private void raw(String sql, List<Stored> items) {
        List<Stored> withRaw =
                items.stream().filter(i -> content(i).raw().length > 0).toList();
        if (withRaw.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .value(workspace)
                    .ids(of(withRaw, i -> i.id))
                    .bytes(of(withRaw, i -> content(i).raw()))
                    .update();
        }
    }

    void authors(Collection<Author> authors) {
        if (authors.isEmpty()) {
            return;
        }
        Map<String, Author> distinct = new LinkedHashMap<>();
        authors.forEach(author -> distinct.put(author.id().value(), author));
        Map<String, Face> known = knownAuthors(distinct.keySet());
        List<Author> changed = distinct.values().stream()
                .filter(author -> !Face.of(author).equals(known.get(author.id().value())))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, AUTHORS)) {
            statement
                    .value(account)
                    .value(workspace)
                    .value(now)
                    .texts(of(changed, a -> a.id().value()))
                    .texts(of(changed, Author::handle))
                    .texts(of(changed, Author::displayName))
                    .texts(of(changed, a -> Face.of(a).picture()))
                    .update();
        }
    }

    private Map<String, Face> knownAuthors(Collection<String> ids) {
        Map<String, Face> known = new HashMap<>();
        try (SetStatement statement = new SetStatement(handle, KNOWN_AUTHORS)) {
            statement
                    .value(account)
                    .texts(ids)
                    .value(now.minus(FRESH))
                    .list(row -> Map.entry(
                            row.getString("remote_id"),
                            new Face(row.getString("handle"), row.getString("display_name"), row.getString("picture"))))
                    .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        }
        return known;
    }

    /** How an author is shown, as it is stored. */
    private record Face(
            String handle, String displayName, @Nullable String picture) {
        static Face of(Author author) {
            return new Face(
                    author.handle(),
                    author.displayName(),
                    author.picture() == null ? null : author.picture().toASCIIString());
        }
    }

    void aliases(Collection<Stored> items) {
        List<String> remoteIds = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (Stored item : items) {
            for (String alias : item.aliases) {
                remoteIds.add(alias);
                ids.add(item.id);
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, ALIASES)) {
            statement.value(account).value(workspace).texts(remoteIds).ids(ids).update();
        }
    }

    void tombstones(Collection<String> remoteIds) {
        if (remoteIds.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, TOMBSTONES)) {
            statement
                    .value(account)
                    .value(workspace)
                    .value(now)
                    .texts(remoteIds)
                    .update();
        }
    }

    /** Of a message that turned out to be another one. */
    void delete(Collection<UUID> ids) {
        for (String table : List.of("item where id", "item_raw where item_id", "item_revision where item_id")) {
            String sql = "delete from inbox." + table + " = any(?) and account_id = ?";
            try (SetStatement statement = new SetStatement(handle, sql)) {
                statement.ids(ids).value(account).update();
            }
        }
    }

    void deleteRaw(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try (SetStatement statement =
                new SetStatement(handle, "delete from inbox.item_raw where account_id = ? and item_id = any(?)")) {
            statement.value(account).ids(ids).update();
        }
    }

    /** The same broken message is put aside once, however often it is polled. */
    void park(String source, List<Border.Parked> parked) {
        if (parked.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, PARK)) {
            statement
                    .value(account)
                    .value(workspace)
                    .value(source)
                    .value(now)
                    .ids(of(parked, p -> Identifiers.next()))
                    .texts(of(parked, Border.Parked::id))
                    .texts(of(parked, Border.Parked::reason))
                    .bytes(of(parked, Border.Parked::raw))
                    .value(account)
                    .update();
        }
    }

    private static Arrival content(Stored item) {
        return Objects.requireNonNull(item.content, "content of " + item.id);
    }

    private static <T, V extends @Nullable Object> List<V> of(Collection<T> rows, Function<T, V> column) {
        List<V> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(column.apply(row)));
        return values;
    }
}
