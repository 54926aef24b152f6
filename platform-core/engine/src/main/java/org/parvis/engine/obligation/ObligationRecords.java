package org.parvis.engine.obligation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.api.Slice;
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;

/** The SQL of adding, moving and showing obligations. Every method joins the transaction it is handed. */
final class ObligationRecords {
    private static final int TRIES = 10;
    /** The status is asked for with every look at the platform's health, so it must not cost what the backlog is long. */
    private static final int MOST_COUNTED = 10_000;

    private static final String ADD = """
            insert into engine.obligation (id, workspace_id, kind, key, lane, account_id, network, payload, due)
            select * from unnest(
                :ids, :workspaces, :kinds, :keys, :lanes, :accounts::uuid[], :networks, :payloads, :dues)
            on conflict (kind, key, workspace_id) where state <> 'DEAD' do nothing
            returning id
            """;
    private static final String VIEW = """
            select o.id, o.workspace_id, o.kind, o.key, o.lane, o.account_id, o.network, o.due, o.attempt,
                case when l.owner is null then o.state else 'LEASED' end as state, o.waiting_for, o.reason, l.owner
            from engine.obligation o left join engine.obligation_lease l on l.obligation_id = o.id
            """;
    /** The networks of ready rows, by skipping from one to the next along the index. */
    private static final String READY = """
            with recursive network (name) as (
                select min(network) from engine.obligation where state = 'READY'
                union all
                select (select min(network) from engine.obligation where state = 'READY' and network > n.name)
                from network n where n.name is not null
            )
            select v.* from network n cross join lateral (
            """ + VIEW + """
                where o.state = 'READY' and l.owner is null and o.network = n.name and (o.due, o.id) > (:due, :id)
                order by o.due, o.id limit :limit
            ) v
            where n.name is not null and (:network::text is null or n.name = :network)
            order by v.due, v.id limit :limit
            """;

    private static final String LEASED = VIEW + """
            where l.owner is not null and (o.due, o.id) > (:due, :id) and (:network::text is null or o.network = :network)
            order by o.due, o.id limit :limit
            """;
    private static final String IN_STATE = VIEW + """
            where o.state = :state and (o.due, o.id) > (:due, :id) and (:network::text is null or o.network = :network)
            order by o.due, o.id limit :limit
            """;
    private static final RowMapper<ObligationView> TO_VIEW = (row, context) -> {
        UUID account = row.getObject("account_id", UUID.class);
        String network = row.getString("network");
        return new ObligationView(
                row.getObject("id", UUID.class),
                new WorkspaceId(row.getObject("workspace_id", UUID.class)),
                row.getString("kind"),
                row.getString("key"),
                row.getString("lane"),
                account == null ? null : new AccountId(account),
                network.isEmpty() ? null : new NetworkId(network),
                row.getObject("due", OffsetDateTime.class).toInstant(),
                row.getInt("attempt"),
                ObligationState.valueOf(row.getString("state")),
                row.getString("waiting_for"),
                row.getString("reason"),
                row.getString("owner"));
    };

    /** What the database can keep of a time, never rounded up: nothing may be due before its time. */
    static Instant micros(Instant time) {
        Instant cut = time.truncatedTo(ChronoUnit.MICROS);
        return cut.isBefore(time) ? cut.plus(1, ChronoUnit.MICROS) : cut;
    }

    UUID add(Handle handle, UUID id, NewObligation obligation) {
        for (int i = 0; i < TRIES; i++) {
            if (!insert(handle, List.of(id), List.of(obligation)).isEmpty()) {
                return id;
            }
            Optional<UUID> there = handle.createQuery("""
                            select id from engine.obligation
                            where kind = :kind and key = :key and workspace_id = :workspace and state <> 'DEAD'
                            """)
                    .bind("kind", obligation.kind())
                    .bind("key", obligation.key())
                    .bind("workspace", obligation.workspace())
                    .mapTo(UUID.class)
                    .findOne();
            if (there.isPresent()) {
                return there.get();
            }
        }
        throw new IllegalStateException(
                "An obligation of " + obligation.kind() + " comes and goes too fast to be added");
    }

    /** Those that were added, by their ids. */
    Map<UUID, NewObligation> addAll(Handle handle, List<NewObligation> obligations) {
        List<NewObligation> sorted = new ArrayList<>(obligations);
        sorted.sort(Comparator.comparing(NewObligation::kind).thenComparing(NewObligation::key));
        List<UUID> ids = sorted.stream().map(o -> Identifiers.next()).toList();
        Set<UUID> added = insert(handle, ids, sorted);
        Map<UUID, NewObligation> byId = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (added.contains(ids.get(i))) {
                byId.put(ids.get(i), sorted.get(i));
            }
        }
        return byId;
    }

    private static Set<UUID> insert(Handle handle, List<UUID> ids, List<NewObligation> rows) {
        return handle.createQuery(ADD)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind(
                        "workspaces",
                        rows.stream().map(o -> o.workspace().value()).toArray(UUID[]::new))
                .bind("kinds", rows.stream().map(NewObligation::kind).toArray(String[]::new))
                .bind("keys", rows.stream().map(NewObligation::key).toArray(String[]::new))
                .bind("lanes", rows.stream().map(NewObligation::lane).toArray(String[]::new))
                .bind("accounts", rows.stream().map(ObligationRecords::account).toArray(UUID[]::new))
                .bind("networks", rows.stream().map(ObligationRecords::network).toArray(String[]::new))
                .bind("payloads", rows.stream().map(NewObligation::payload).toArray(String[]::new))
                .bind("dues", rows.stream().map(o -> micros(o.due())).toArray(Instant[]::new))
                .mapTo(UUID.class)
                .set();
    }

    private static @Nullable UUID account(NewObligation obligation) {
        return obligation.account() == null ? null : obligation.account().value();
    }

    private static String network(NewObligation obligation) {
        return obligation.network() == null ? "" : obligation.network().value();
    }

    Optional<Entry> reschedule(Handle handle, WorkspaceId workspace, String kind, String key, Instant due) {
        return lock(handle, workspace, kind, key)
                .flatMap(id -> handle.createQuery("""
                        update engine.obligation o set due = :due, state = 'READY', waiting_for = ''
                        where id = :id and not exists (select from engine.obligation_lease l where l.obligation_id = o.id)
                        returning id, due, kind, lane, network, coalesce(account_id, workspace_id) as share
                        """)
                        .bind("due", micros(due))
                        .bind("id", id)
                        .map((row, context) -> new Entry(
                                id,
                                micros(due),
                                kind,
                                row.getString("lane"),
                                row.getString("network"),
                                row.getObject("share", UUID.class)))
                        .findOne());
    }

    Optional<UUID> withdraw(Handle handle, WorkspaceId workspace, String kind, String key) {
        return lock(handle, workspace, kind, key)
                .flatMap(id ->
                        handle.createQuery("""
                        delete from engine.obligation o
                        where id = :id and not exists (select from engine.obligation_lease l where l.obligation_id = o.id)
                        returning id
                        """).bind("id", id).mapTo(UUID.class).findOne());
    }

    /** Locks first: a claim under way holds the row, and only a statement begun after it sees its lease. */
    private static Optional<UUID> lock(Handle handle, WorkspaceId workspace, String kind, String key) {
        return handle.createQuery("""
                        select id from engine.obligation
                        where kind = :kind and key = :key and workspace_id = :workspace and state <> 'DEAD' for update
                        """)
                .bind("kind", kind)
                .bind("key", key)
                .bind("workspace", workspace)
                .mapTo(UUID.class)
                .findOne();
    }

    Collection<UUID> withdrawAll(Handle handle, WorkspaceId workspace, AccountId account) {
        handle.createUpdate("""
                        delete from engine.obligation_lease l using engine.obligation o
                        where o.id = l.obligation_id and o.account_id = :account and o.workspace_id = :workspace
                        """)
                .bind("account", account)
                .bind("workspace", workspace)
                .execute();
        List<UUID> gone = handle.createQuery("""
                        delete from engine.obligation where account_id = :account and workspace_id = :workspace returning id
                        """)
                .bind("account", account)
                .bind("workspace", workspace)
                .mapTo(UUID.class)
                .list();
        // What was claimed between the two statements lost its row, so it cannot settle either.
        return gone;
    }

    int wake(Handle handle, WorkspaceId workspace, AccountId account) {
        return handle.createUpdate("""
                        update engine.obligation set state = 'READY', waiting_for = '', reason = ''
                        where account_id = :account and workspace_id = :workspace
                          and state = 'WAITING' and waiting_for = 'PERSON'
                        """)
                .bind("account", account)
                .bind("workspace", workspace)
                .execute();
    }

    /** Makes due what waits for a budget of the network; what is being handled sees the new budget by itself. */
    List<UUID> wakeForBudget(Handle handle, NetworkId network, Instant now) {
        return handle.createQuery("""
                        update engine.obligation set due = :now
                        where id = any (array(
                            select o.id from engine.obligation o
                            where o.network = :network and o.state = 'READY' and o.waiting_for = 'QUOTA' and o.due > :now
                              and not exists (select from engine.obligation_lease l where l.obligation_id = o.id)
                            for update skip locked))
                        returning id
                        """)
                .bind("network", network.value())
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
    }

    Slice<ObligationView> list(Handle handle, OutboxService.Query query) {
        Keyset after = Keyset.decode(query.page().after());
        String sql = switch (query.state()) {
            case READY -> READY;
            case LEASED -> LEASED;
            case WAITING, DEAD -> IN_STATE;
        };
        Query statement = handle.createQuery(sql)
                .bind("due", after == null ? ObligationTable.START.due() : after.time())
                .bind("id", after == null ? ObligationTable.START.id() : after.id())
                .bind(
                        "network",
                        query.network() == null ? null : query.network().value())
                .bind("limit", query.page().limit() + 1);
        if (sql.equals(IN_STATE)) {
            statement.bind("state", query.state().name());
        }
        List<ObligationView> found = statement.map(TO_VIEW).list();
        if (found.size() <= query.page().limit()) {
            return new Slice<>(found, null);
        }
        List<ObligationView> page = found.subList(0, query.page().limit());
        ObligationView last = page.get(page.size() - 1);
        return new Slice<>(page, new Keyset(last.due(), last.id()).encode());
    }

    Optional<ObligationView> find(Handle handle, UUID id) {
        return handle.createQuery(VIEW + "where o.id = :id")
                .bind("id", id)
                .map(TO_VIEW)
                .findOne();
    }

    boolean retry(Handle handle, UUID id, Instant now) {
        handle.createQuery("select id from engine.obligation where id = :id for update")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne();
        return handle.createUpdate("""
                        update engine.obligation o
                        set state = 'READY', waiting_for = '', attempt = 0, failing_since = null, reason = '',
                            due = least(due, :now)
                        where id = :id
                          and not exists (select from engine.obligation_lease l where l.obligation_id = o.id)
                          and not exists (
                              select from engine.obligation p
                              where p.kind = o.kind and p.key = o.key and p.workspace_id = o.workspace_id
                                and p.id <> o.id and p.state <> 'DEAD')
                        """).bind("id", id).bind("now", now).execute() > 0;
    }

    int purgeDead(Handle handle, Instant before) {
        return handle.createUpdate("delete from engine.obligation where state = 'DEAD' and due < :before")
                .bind("before", before)
                .execute();
    }

    OutboxService.Status status(Handle handle, Set<String> callable, Instant now, boolean claiming) {
        return handle.createQuery("""
                        select
                            (select min(first.due) from unnest(:networks) as n (name) cross join lateral (
                                select o.due from engine.obligation o
                                where o.state = 'READY' and o.network = n.name
                                  and not exists (
                                      select from engine.obligation_lease l where l.obligation_id = o.id)
                                order by o.due, o.id limit 1) first) as oldest,
                            (select count(*) from (
                                select from engine.obligation_lease limit :most) l) as leased,
                            (select count(*) from (
                                select from engine.obligation where state = 'WAITING' limit :most) w) as waiting,
                            (select count(*) from (
                                select from engine.obligation where state = 'DEAD' limit :most) d) as dead
                        """)
                .bind("most", MOST_COUNTED)
                .bind("networks", callable.toArray(String[]::new))
                .map((row, context) -> {
                    OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                    Duration lag = oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now);
                    return new OutboxService.Status(
                            lag.isNegative() ? Duration.ZERO : lag,
                            row.getLong("leased"),
                            row.getLong("waiting"),
                            row.getLong("dead"),
                            claiming);
                })
                .one();
    }
}
