package org.parvis.analytics;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.MetricPoint;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.analytics.Volume;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.PublicationId;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/** Figures from the facts that {@link FactKeeper} keeps. */
@Component(service = AnalyticsService.class)
public final class FactAnalyticsService implements AnalyticsService {
    private static final int MAX_BUCKETS = 10_000;
    private static final int MAX_POINTS = 10_000;
    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private static final String RESPONSES = """
            select r.account_id, count(*) as received, count(r.answered_at) as answered,
                percentile_cont(array[0.5, 0.9, 0.95]) within group
                    (order by extract(epoch from r.answered_at - r.published_at)::float8) as seconds,
                count(*) filter (where r.answered_at - r.published_at <= interval '1 hour') as one_hour,
                count(*) filter (where r.answered_at - r.published_at <= interval '24 hours') as one_day
            from analytics.received r
            where r.account_id = any(?) and r.published_at >= ? and r.published_at < ?
            group by r.account_id""";
    private static final String OWN = """
            select o.account_id, count(*) as own from analytics.own o
            where o.account_id = any(?) and o.published_at >= ? and o.published_at < ?
            group by o.account_id""";
    /** Ids are compared as the network's own numbers would be: the shorter first, then by their bytes. */
    private static final String CUSTOMERS = """
            select t.account_id, coalesce(c.handle, t.author_id) as handle, t.items from (
                select r.account_id, r.author_id, count(*) as items, row_number() over (
                    partition by r.account_id
                    order by count(*) desc, length(r.author_id), r.author_id collate "C") as place
                from analytics.received r
                where r.account_id = any(?) and r.published_at >= ? and r.published_at < ?
                group by r.account_id, r.author_id) t
            left join analytics.customer c on c.account_id = t.account_id and c.author_id = t.author_id
            where t.place <= 10 order by t.account_id, t.place""";

    private static final String VOLUMES = """
            select date_bin(?::interval, h.hour, timestamptz '2000-01-01 00:00:00+00') as begin,
                sum(h.received)::bigint as received, sum(h.own)::bigint as own, sum(h.answered)::bigint as answered
            from analytics.hour h
            where h.account_id = any(?) and h.hour >= ? and h.hour < ?
            group by 1 order by 1 desc limit\s""" + MAX_BUCKETS;
    private static final String METRICS = """
            select m.metric, m.from_at, m.until_at, m.value from analytics.metric m
            where m.account_id = ? and m.subject_id = ? and m.until_at >= ? and m.from_at < ? and m.dimensions = ''
            order by m.until_at desc, m.metric limit\s""" + MAX_POINTS;

    private final Database database;
    private final Accounts accounts;

    @Activate
    public FactAnalyticsService(
            @Reference(target = "(schema=analytics)") Database database, @Reference Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    @Override
    public Map<AccountId, ResponseTimes> responseTimes(Caller caller, FigureQuery query) {
        return database.inWorkspace(caller.workspace(), handle -> {
            List<UUID> asked = accountsOf(caller, query);
            Map<UUID, Responses> responses = new HashMap<>();
            try (SetStatement statement = new SetStatement(handle, RESPONSES)) {
                bound(statement, asked, query).list(row -> responses.put(id(row, "account_id"), responses(row)));
            }
            Map<UUID, Long> own = new HashMap<>();
            try (SetStatement statement = new SetStatement(handle, OWN)) {
                bound(statement, asked, query).list(row -> own.put(id(row, "account_id"), row.getLong("own")));
            }
            Map<UUID, List<ResponseTimes.Customer>> customers = new HashMap<>();
            try (SetStatement statement = new SetStatement(handle, CUSTOMERS)) {
                bound(statement, asked, query)
                        .list(row -> customers
                                .computeIfAbsent(id(row, "account_id"), a -> new ArrayList<>())
                                .add(new ResponseTimes.Customer(row.getString("handle"), row.getLong("items"))));
            }
            Map<AccountId, ResponseTimes> figures = new LinkedHashMap<>();
            for (UUID account : asked) {
                figures.put(
                        new AccountId(account),
                        responses
                                .getOrDefault(account, Responses.NONE)
                                .with(own.getOrDefault(account, 0L), customers.getOrDefault(account, List.of())));
            }
            return figures;
        });
    }

    @Override
    public List<Volume> volumes(Caller caller, FigureQuery query, Duration step) {
        if (!step.equals(Duration.ofHours(1)) && !step.equals(Duration.ofDays(1))) {
            throw ProblemException.invalid(
                    "step",
                    "step.unknown",
                    "Volumes come by the hour (PT1H) or by the day (PT24H), not by " + step + ".");
        }
        return database.inWorkspace(caller.workspace(), handle -> {
            List<UUID> asked = accountsOf(caller, query);
            try (SetStatement statement = new SetStatement(handle, VOLUMES)) {
                List<Volume> newestFirst = bound(statement.value(step.toHours() + " hours"), asked, query)
                        .list(row -> new Volume(
                                Objects.requireNonNull(time(row, "begin")),
                                row.getLong("received"),
                                row.getLong("own"),
                                row.getLong("answered")));
                List<Volume> volumes = new ArrayList<>(newestFirst);
                Collections.reverse(volumes);
                return volumes;
            }
        });
    }

    @Override
    public List<MetricPoint> accountMetrics(
            Caller caller, AccountId account, @Nullable Instant from, @Nullable Instant until) {
        return database.inWorkspace(caller.workspace(), handle -> {
            accounts.require(caller, account, Right.READ);
            return points(new SetStatement(handle, METRICS), account.value(), account.value(), from, until);
        });
    }

    @Override
    public List<MetricPoint> publicationMetrics(Caller caller, PublicationId publication) {
        return database.inWorkspace(caller.workspace(), handle -> {
            String sql = "select account_id from analytics.publication where workspace_id = ? and publication_id = ?";
            List<UUID> owner;
            try (SetStatement statement = new SetStatement(handle, sql)) {
                owner = statement
                        .value(caller.workspace().value())
                        .value(publication.value())
                        .list(row -> id(row, "account_id"));
            }
            if (owner.isEmpty()) {
                return List.of();
            }
            accounts.require(caller, new AccountId(owner.get(0)), Right.READ);
            return points(new SetStatement(handle, METRICS), owner.get(0), publication.value(), null, null);
        });
    }

    private static List<MetricPoint> points(
            SetStatement statement, UUID account, UUID subject, @Nullable Instant from, @Nullable Instant until) {
        try (statement) {
            List<MetricPoint> points = new ArrayList<>(statement
                    .value(account)
                    .value(subject)
                    .value(from == null ? EVER : from)
                    .value(until == null ? NEVER : until)
                    .list(row -> new MetricPoint(
                            row.getString("metric"),
                            Objects.requireNonNull(time(row, "from_at")),
                            Objects.requireNonNull(time(row, "until_at")),
                            row.getDouble("value"))));
            Collections.reverse(points);
            return points;
        }
    }

    private List<UUID> accountsOf(Caller caller, FigureQuery query) {
        List<AccountId> asked = query.accounts();
        if (asked == null) {
            return accounts.all(caller, Right.READ).stream()
                    .map(account -> account.id().value())
                    .toList();
        }
        return asked.stream()
                .distinct()
                .map(account -> accounts.require(caller, account, Right.READ))
                .map(LinkedAccount::id)
                .map(AccountId::value)
                .toList();
    }

    private static SetStatement bound(SetStatement statement, List<UUID> accounts, FigureQuery query) {
        Instant from = query.from();
        Instant until = query.until();
        return statement.ids(accounts).value(from == null ? EVER : from).value(until == null ? NEVER : until);
    }

    private static Responses responses(ResultSet row) throws SQLException {
        Array array = row.getArray("seconds");
        Double[] seconds = array == null ? new Double[3] : (Double[]) array.getArray();
        return new Responses(
                row.getLong("received"),
                row.getLong("answered"),
                thousandths(seconds[0]),
                thousandths(seconds[1]),
                thousandths(seconds[2]),
                row.getLong("one_hour"),
                row.getLong("one_day"));
    }

    private static @Nullable Double thousandths(@Nullable Double seconds) {
        return seconds == null
                ? null
                : BigDecimal.valueOf(seconds)
                        .setScale(3, RoundingMode.HALF_EVEN)
                        .doubleValue();
    }

    /** What the received items say. */
    private record Responses(
            long received,
            long answered,
            @Nullable Double median,
            @Nullable Double p90,
            @Nullable Double p95,
            long withinOneHour,
            long withinOneDay) {
        static final Responses NONE = new Responses(0, 0, null, null, null, 0, 0);

        ResponseTimes with(long own, List<ResponseTimes.Customer> customers) {
            return new ResponseTimes(
                    own,
                    received,
                    answered,
                    received - answered,
                    median,
                    p90,
                    p95,
                    withinOneHour,
                    withinOneDay,
                    customers);
        }
    }
}
