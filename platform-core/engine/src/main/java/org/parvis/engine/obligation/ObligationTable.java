package org.parvis.engine.obligation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Obligation;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * The SQL of claiming and leasing, on plain JDBC because it is the hottest of the engine. Whoever locks both takes the lease
 * before the obligation; a claim skips what is locked and so waits for nobody.
 */
final class ObligationTable {
    /** The place before the first row. */
    static final Mark START = new Mark(Instant.EPOCH.minus(Duration.ofDays(365_000)), new UUID(0, 0));

    static final String WALK = """
            select o.id, o.due, o.kind, o.lane, o.network, coalesce(o.account_id, o.workspace_id) as share
            from engine.obligation o
            where o.state = 'READY' and o.network = ? and (o.due, o.id) > (?, ?) and o.due <= ?
              and (select true from engine.obligation_lease l where l.obligation_id = o.id limit 1) is null
            order by o.due, o.id
            limit ?
            """;
    /** What is due of a network that is away, as far as somebody is to be told of it. */
    static final String WALK_AWAY = """
            select o.id, o.due, o.kind, o.lane, o.network, coalesce(o.account_id, o.workspace_id) as share
            from engine.obligation o
            where o.state = 'READY' and o.network = ? and o.due <= ? and o.kind = any (?)
              and (select true from engine.obligation_lease l where l.obligation_id = o.id limit 1) is null
            order by o.due, o.id
            limit ?
            """;
    /** The networks that anything ready belongs to: hops along the index from one to the next. */
    static final String NETWORKS = """
            with recursive hop as (
                (select network from engine.obligation where state = 'READY' order by network limit 1)
                union all
                select (select o.network from engine.obligation o where o.state = 'READY' and o.network > hop.network
                    order by o.network limit 1)
                from hop where hop.network is not null
            )
            select network from hop where network <> ''
            """;
    /** The odd operations keep the planner from walking along all that is ready to find a handful of ids. */
    static final String CLAIM = """
            with picked as materialized (
                select o.*, nextval('engine.lease_token') as token from engine.obligation o
                where o.id = any (?) and o.state || '' = 'READY' and o.due + interval '0' <= ?
                  and o.id = (
                      select e.id from engine.obligation e
                      where e.lane = o.lane and e.state = 'READY' order by e.due, e.id limit 1)
                  and (select true from engine.obligation_lease l where l.lane = o.lane limit 1) is null
                for update of o skip locked
            ), claimed as (
                insert into engine.obligation_lease (obligation_id, workspace_id, lane, owner, token, until)
                select id, workspace_id, lane, ?, token, clock_timestamp() + ? * interval '1 ms'
                from picked
                on conflict do nothing
                returning obligation_id
            )
            select p.id, p.workspace_id, p.kind, p.key, p.account_id, p.network, p.payload, p.due, p.attempt,
                p.failing_since, p.token
            from picked p where p.id = any (array(select obligation_id from claimed))
            """;

    /** Of these obligations and tokens: a token belongs to one claim of one obligation, so two lists say it. */
    private static final String MINE = " l.obligation_id = any (?) and l.token = any (?)";
    /**
     * Every settlement takes the lease away first: whoever lost it finds none and changes nothing, and what was withdrawn
     * meanwhile is not said to be settled.
     */
    private static final String HELD =
            "with held as (delete from engine.obligation_lease l where" + MINE + " returning l.obligation_id)";

    static final String DONE = HELD + """
            delete from engine.obligation o where o.id = any (array(select obligation_id from held))
            returning o.id
            """;
    static final String CHANGED = HELD + """
            update engine.obligation o
            set due = s.due, state = s.state, waiting_for = s.waiting_for, attempt = s.attempt,
                failing_since = s.failing_since, reason = s.reason
            from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::text[])
                as s (id, due, state, waiting_for, attempt, failing_since, reason)
            where o.id = s.id and o.id = any (array(select obligation_id from held))
            returning o.id
            """;
    static final String RENEW = "update engine.obligation_lease l set until = clock_timestamp() + ? * interval '1 ms'"
            + " where" + MINE + " returning l.obligation_id";
    private static final String GIVE_BACK = "delete from engine.obligation_lease l where" + MINE;
    static final String REAP = """
            with gone as (
                delete from engine.obligation_lease where obligation_id = any (array(
                    select obligation_id from engine.obligation_lease
                    where until < clock_timestamp() limit 500 for update skip locked))
                returning obligation_id
            )
            update engine.obligation
            set attempt = attempt + 1, failing_since = coalesce(failing_since, ?),
                reason = 'Whoever handled it did not end in time.'
            where id = any (array(select obligation_id from gone))
            """;
    static final String WAKE = """
            update engine.obligation set state = 'READY', waiting_for = '', reason = ''
            where id = any (array(
                select id from engine.obligation
                where state = 'WAITING' and waiting_for = ? and network = any (?)
                limit 1000 for update skip locked))
            """;

    /**
     * These tables grow and shrink by the minute, so what the planner believes of them is always old; every statement here is
     * meant to go by an index. Applies to the open transaction. It is not enough where tables are joined: whoever takes a
     * table for empty begins with it, and walks through all of it. Therefore no statement above joins them: what is looked
     * up comes as an array, or from a subquery that can only be asked row by row.
     */
    private static final String BY_INDEX = """
            select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                set_config('enable_mergejoin', 'off', true), set_config('enable_bitmapscan', 'off', true)
            """;

    private ObligationTable() {}

    static void byIndex(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_INDEX)) {
            statement.execute();
        }
    }

    /** A place in the order of the table. */
    record Mark(Instant due, UUID id) {}

    /** What a held obligation is changed to. */
    record Change(
            Claimed claimed,
            Instant due,
            String state,
            String waitingFor,
            int attempt,
            @Nullable Instant failingSince,
            String reason) {}

    static List<Entry> walk(Connection connection, String network, Mark after, Instant until, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WALK)) {
            statement.setString(1, network);
            statement.setObject(2, offset(after.due()));
            statement.setObject(3, after.id());
            statement.setObject(4, offset(until));
            statement.setInt(5, limit);
            return entries(statement, network);
        }
    }

    private static List<Entry> entries(PreparedStatement statement, String network) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                entries.add(new Entry(
                        uuid(row, "id"),
                        instant(row, "due"),
                        row.getString("kind"),
                        row.getString("lane"),
                        network,
                        uuid(row, "share")));
            }
        }
        return entries;
    }

    static List<Entry> walkAway(Connection connection, String network, Instant until, Set<String> kinds, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WALK_AWAY)) {
            statement.setString(1, network);
            statement.setObject(2, offset(until));
            statement.setArray(3, texts(connection, kinds));
            statement.setInt(4, limit);
            return entries(statement, network);
        }
    }

    static Set<String> networks(Connection connection) throws SQLException {
        Set<String> networks = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(NETWORKS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                networks.add(row.getString(1));
            }
        }
        return networks;
    }

    static List<Claimed> claim(
            Connection connection, Collection<Entry> entries, Instant now, String owner, Duration lease)
            throws SQLException {
        Map<UUID, Entry> byId = new HashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setArray(1, uuids(connection, byId.keySet()));
            statement.setObject(2, offset(now));
            statement.setString(3, owner);
            statement.setLong(4, lease.toMillis());
            List<Claimed> claimed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claimed.add(claimed(row, byId));
                }
            }
            return claimed;
        }
    }

    private static Claimed claimed(ResultSet row, Map<UUID, Entry> byId) throws SQLException {
        UUID id = uuid(row, "id");
        UUID account = row.getObject("account_id", UUID.class);
        String network = row.getString("network");
        Obligation obligation = new Obligation(
                id,
                row.getString("kind"),
                row.getString("key"),
                new WorkspaceId(uuid(row, "workspace_id")),
                account == null ? null : new AccountId(account),
                network.isEmpty() ? null : new NetworkId(network),
                row.getString("payload"),
                instant(row, "due"),
                row.getInt("attempt") + 1);
        OffsetDateTime failing = row.getObject("failing_since", OffsetDateTime.class);
        return new Claimed(
                obligation,
                Objects.requireNonNull(byId.get(id)),
                row.getLong("token"),
                failing == null ? null : failing.toInstant());
    }

    /** Deletes what is fulfilled; the ids of those whose lease still held. */
    static Set<UUID> done(Connection connection, List<Claimed> claimed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DONE)) {
            leases(connection, statement, 1, claimed);
            return ids(statement);
        }
    }

    /** Writes what becomes of obligations that stay; the ids of those whose lease still held. */
    static Set<UUID> change(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGED)) {
            leases(
                    connection,
                    statement,
                    1,
                    changes.stream().map(Change::claimed).toList());
            statement.setArray(
                    3,
                    uuids(
                            connection,
                            changes.stream().map(c -> c.claimed().entry().id()).toList()));
            statement.setArray(
                    4, times(connection, changes.stream().map(Change::due).toArray(Instant[]::new)));
            statement.setArray(
                    5, texts(connection, changes.stream().map(Change::state).toList()));
            statement.setArray(
                    6,
                    texts(connection, changes.stream().map(Change::waitingFor).toList()));
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "int4", changes.stream().map(Change::attempt).toArray()));
            statement.setArray(
                    8,
                    times(connection, changes.stream().map(Change::failingSince).toArray(Instant[]::new)));
            statement.setArray(
                    9, texts(connection, changes.stream().map(Change::reason).toList()));
            return ids(statement);
        }
    }

    /** Prolongs leases; the ids of those that still held. */
    static Set<UUID> renew(Connection connection, List<Claimed> claimed, Duration lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setLong(1, lease.toMillis());
            leases(connection, statement, 2, claimed);
            return ids(statement);
        }
    }

    /** Lets others claim at once what was not begun. */
    static void giveBack(Connection connection, List<Claimed> claimed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GIVE_BACK)) {
            leases(connection, statement, 1, claimed);
            statement.executeUpdate();
        }
    }

    static boolean held(Connection connection, Claimed claimed) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select from engine.obligation_lease where obligation_id = ? and token = ? and until > clock_timestamp()")) {
            statement.setObject(1, claimed.entry().id());
            statement.setLong(2, claimed.token());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Frees what nodes that died were handling; how many. */
    static int reap(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REAP)) {
            statement.setObject(1, offset(now));
            return statement.executeUpdate();
        }
    }

    /** Makes ready what waits for one of the networks, at most a thousand; how many. */
    static int wake(Connection connection, String waitingFor, Collection<String> networks) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAKE)) {
            statement.setString(1, waitingFor);
            statement.setArray(2, texts(connection, networks));
            return statement.executeUpdate();
        }
    }

    static OffsetDateTime offset(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    static Array times(Connection connection, @Nullable Instant[] times) throws SQLException {
        @Nullable String[] texts = new String[times.length];
        for (int i = 0; i < times.length; i++) {
            Instant time = times[i];
            texts[i] = time == null ? null : time.toString();
        }
        return connection.createArrayOf("timestamptz", texts);
    }

    private static void leases(Connection connection, PreparedStatement statement, int at, List<Claimed> claimed)
            throws SQLException {
        statement.setArray(
                at, uuids(connection, claimed.stream().map(c -> c.entry().id()).toList()));
        statement.setArray(
                at + 1,
                connection.createArrayOf(
                        "int8", claimed.stream().map(Claimed::token).toArray()));
    }

    private static Set<UUID> ids(PreparedStatement statement) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
