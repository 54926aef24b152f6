package org.parvis.analytics;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.AccountWork;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.Capability;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/**
 * Collects what networks count: one recurring obligation per account, each handling takes the account's own figures and
 * those of at most a hundred publications whose time has come.
 */
@Component(
        service = {ObligationHandler.class, ChangeParticipant.class},
        configurationPid = "org.parvis.analytics",
        property = ChangeParticipant.NAME + "=analytics.collection")
@Designate(ocd = AnalyticsSettings.class)
public final class CollectHandler implements ObligationHandler, ChangeParticipant {
    static final String KIND = "analytics.collect";
    private static final int PUBLICATIONS = 100;

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final Outbox outbox;
    private final RetryPolicy retries;
    private final Clock clock;
    private volatile Duration interval;

    @Activate
    public CollectHandler(
            @Reference(target = "(schema=analytics)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference Outbox outbox,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock,
            AnalyticsSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.outbox = outbox;
        this.retries = retries;
        this.clock = clock;
        this.interval = Duration.parse(settings.collect_interval());
    }

    /** What is planned already comes at the time it was given. */
    @Modified
    void configure(AnalyticsSettings settings) {
        interval = Duration.parse(settings.collect_interval());
    }

    /** What is collected next. */
    private record Due(List<UUID> ids, List<RemoteId> remoteIds, List<Instant> publishedAt) {
        boolean full() {
            return ids.size() == PUBLICATIONS;
        }
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.AccountLinked linked) {
                accounts.find(workspace, linked.account()).ifPresent(this::begin);
            } else if (change instanceof Change.AccountUnlinked unlinked) {
                outbox.withdraw(workspace, KIND, unlinked.account().toString());
                // what is kept goes on ending when its time has come; all work of the account was taken away before
                accounts.findEvenUnlinked(workspace, unlinked.account())
                        .ifPresent(kept -> outbox.add(FigureExpiryHandler.obligation(kept, clock.instant())));
            }
        }
    }

    private void begin(LinkedAccount account) {
        String key = account.id().toString();
        outbox.add(new NewObligation(
                KIND,
                key,
                key + ":collect",
                account.workspace(),
                account.id(),
                account.network(),
                "{}",
                clock.instant()));
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        return AccountWork.handle(obligation, accounts, retries, account -> collect(account, lease));
    }

    private Settlement collect(LinkedAccount account, Lease lease) throws NetworkException {
        Set<Capability> offered = calls.descriptor(account.network()).capabilities();
        boolean ofAccount = offered.contains(Capability.ANALYTICS_ACCOUNT);
        boolean ofPublications = offered.contains(Capability.ANALYTICS_PUBLICATION);
        Instant now = clock.instant();
        if (!ofAccount && !ofPublications) {
            return new Settlement.Again(now.plus(Duration.ofDays(1)), false, "");
        }
        List<MetricSample> samples = new ArrayList<>();
        if (ofAccount) {
            samples.addAll(ask(account, new MetricQuery(List.of(), now.truncatedTo(ChronoUnit.DAYS), now)));
        }
        Due due = ofPublications ? due(account, now) : new Due(List.of(), List.of(), List.of());
        if (!due.ids().isEmpty()) {
            Instant oldest = due.publishedAt().stream().min(Instant::compareTo).orElse(now);
            samples.addAll(ask(account, new MetricQuery(due.remoteIds(), oldest, now)));
        }
        database.useWorkspace(account.workspace(), handle -> {
            Samples rows = new Samples(
                    handle, account.id().value(), account.workspace().value());
            rows.write(samples, subjects(due));
            rows.schedule(
                    due.ids(),
                    due.publishedAt().stream()
                            .map(p -> CollectTimes.next(p, now))
                            .toList());
            // An account that has figures has their end too, whenever it was linked.
            outbox.add(FigureExpiryHandler.obligation(account, now));
            lease.settle(new Settlement.Again(due.full() ? now : now.plus(interval), false, ""));
        });
        return Settlement.settled();
    }

    private List<MetricSample> ask(LinkedAccount account, MetricQuery query) throws NetworkException {
        IdempotencyKey key = new IdempotencyKey("collect:" + account.id());
        return calls.call(account, CallKind.READ, Purpose.METRICS, key, (plugin, call) -> {
            Optional<AnalyticsSource> source = plugin.analyticsSource();
            return source.isPresent() ? source.get().collect(call, query) : List.of();
        });
    }

    private static Map<String, UUID> subjects(Due due) {
        Map<String, UUID> subjects = new HashMap<>();
        for (int i = 0; i < due.ids().size(); i++) {
            subjects.put(due.remoteIds().get(i).value(), due.ids().get(i));
        }
        return subjects;
    }

    private Due due(LinkedAccount account, Instant now) {
        String sql = "select publication_id, remote_id, published_at from analytics.publication"
                + " where account_id = ? and collect_at <= ? order by collect_at, publication_id limit " + PUBLICATIONS;
        return database.inWorkspace(account.workspace(), handle -> {
            Due due = new Due(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            try (SetStatement statement = new SetStatement(handle, sql)) {
                statement.value(account.id().value()).value(now).list(row -> {
                    due.ids().add(id(row, "publication_id"));
                    due.remoteIds().add(new RemoteId(row.getString("remote_id")));
                    return due.publishedAt().add(Objects.requireNonNull(time(row, "published_at")));
                });
            }
            return due;
        });
    }
}
