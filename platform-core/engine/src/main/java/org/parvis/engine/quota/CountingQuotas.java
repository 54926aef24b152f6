package org.parvis.engine.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.http.NamedThreads;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts budgets in memory on the business clock, corrected by what the networks say, and writes what changed every few
 * seconds. One lock: nothing under it waits.
 */
@Component(
        service = {Quotas.class, QuotaService.class},
        immediate = true)
public final class CountingQuotas implements Quotas, QuotaService {
    private static final Logger LOGGER = LoggerFactory.getLogger(CountingQuotas.class);
    private static final Duration LONG_WINDOW = Duration.ofHours(1);
    private static final Duration SAVE = Duration.ofSeconds(5);

    private final QuotaStore store;
    private final Clock clock;
    private final Hints hints;
    private final ScheduledExecutorService saver;
    private final Map<BucketKey, Bucket> buckets = new HashMap<>();
    private final Map<BucketKey, BucketRecord> stored = new HashMap<>();
    private boolean loaded;

    @Activate
    public CountingQuotas(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference Hints hints) {
        this(new DatabaseQuotaStore(database), clock, hints);
        saver.scheduleWithFixedDelay(this::save, 0, SAVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    CountingQuotas(QuotaStore store, Clock clock, Hints hints) {
        this.store = store;
        this.clock = clock;
        this.hints = hints;
        this.saver = Executors.newSingleThreadScheduledExecutor(NamedThreads.factory("parvis-quota"));
    }

    @Deactivate
    public void close() {
        saver.shutdownNow();
        save();
    }

    /** Takes over what was stored, the first time; then writes what changed. A failure is tried again at the next round. */
    void save() {
        try {
            load();
            List<BucketRecord> changed = new ArrayList<>();
            synchronized (this) {
                buckets.values().stream().filter(Bucket::isDirty).forEach(b -> changed.add(b.snapshot()));
            }
            store.save(changed);
            synchronized (this) {
                Instant now = clock.instant();
                buckets.values().removeIf(bucket -> bucket.isIdle(now));
            }
        } catch (RuntimeException e) {
            LOGGER.debug("The budgets could not be stored", e);
        }
    }

    private void load() {
        synchronized (this) {
            if (loaded) {
                return;
            }
        }
        List<BucketRecord> records = store.load(clock.instant());
        synchronized (this) {
            loaded = true;
            for (BucketRecord stored : records) {
                Bucket bucket = buckets.get(stored.key());
                if (bucket == null) {
                    this.stored.put(stored.key(), stored);
                } else if (!bucket.isObserved()) {
                    // counted since the start, before the store answered
                    bucket.restore(stored);
                }
            }
        }
    }

    @Override
    public Reservation reserve(NetworkDescriptor descriptor, RemoteId account, String operation, boolean writes)
            throws NetworkException {
        Map<Bucket, Long> costs = new LinkedHashMap<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (QuotaRule rule : descriptor.quotas()) {
                long cost = rule.costs().getOrDefault(operation, 0L);
                if (cost > 0) {
                    Bucket bucket = bucket(descriptor, rule, account, now);
                    require(descriptor, bucket, cost, writes, now);
                    costs.put(bucket, cost);
                }
            }
            costs.forEach(Bucket::reserve);
        }
        return new Held(costs);
    }

    private static void require(NetworkDescriptor descriptor, Bucket bucket, long cost, boolean writes, Instant now)
            throws NetworkException {
        QuotaRule rule = bucket.rule();
        // a budget of one operation is not shared: a reserve would only waste it
        long reserve = writes || rule.costs().size() < 2 ? 0 : bucket.limit() / 5;
        if (bucket.remaining(now) - reserve >= cost) {
            return;
        }
        boolean isLong = rule.window().length().compareTo(LONG_WINDOW) > 0;
        throw NetworkException.of(
                        isLong ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED,
                        "The budget " + rule.bucket() + " of " + descriptor.displayName() + " is used up"
                                + (reserve > 0 ? " but for what is kept for writing" : ""))
                .bucket(rule.bucket())
                .retryAt(bucket.availableAt(now, cost + reserve))
                .build();
    }

    private Bucket bucket(NetworkDescriptor descriptor, QuotaRule rule, RemoteId account, Instant now) {
        String subject = rule.scope() == QuotaRule.Scope.APP ? "" : account.value();
        BucketKey key = new BucketKey(descriptor.id(), rule.bucket(), rule.scope(), subject);
        Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(k, rule, now));
        bucket.rule(rule);
        BucketRecord before = stored.remove(key);
        if (before != null) {
            bucket.restore(before);
        }
        return bucket;
    }

    @Override
    public void observe(NetworkDescriptor descriptor, RemoteId account, List<QuotaObservation> observations) {
        List<Hint> due = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (QuotaObservation observation : observations) {
                for (QuotaRule rule : descriptor.quotas()) {
                    if (rule.bucket().equals(observation.bucket()) && rule.scope() == observation.scope()) {
                        Bucket bucket = bucket(descriptor, rule, account, now);
                        bucket.observe(now, observation.limit(), observation.remaining(), observation.resetsAt());
                        warn(bucket, now, due);
                    }
                }
            }
        }
        due.forEach(hints::send);
    }

    @Override
    public void park(NetworkDescriptor descriptor, RemoteId account, String bucket, Instant until) {
        synchronized (this) {
            Instant now = clock.instant();
            List<QuotaRule> rules = descriptor.quotas().stream()
                    .filter(rule -> rule.bucket().equals(bucket))
                    .toList();
            // the refusal does not say whose budget it was: if one of several scopes is empty already, that was it
            boolean known = rules.stream()
                    .anyMatch(r -> bucket(descriptor, r, account, now).remaining(now) == 0);
            if (!known) {
                rules.stream()
                        .filter(rule -> rules.size() == 1 || rule.scope() != QuotaRule.Scope.APP)
                        .forEach(rule -> bucket(descriptor, rule, account, now).park(now, until));
            }
        }
    }

    @Override
    public List<QuotaState> quotas() {
        synchronized (this) {
            Instant now = clock.instant();
            return buckets.values().stream()
                    .sorted((a, b) -> BucketKey.ORDER.compare(a.key(), b.key()))
                    .map(bucket -> state(bucket, now))
                    .filter(state -> state.remaining() < state.limit())
                    .toList();
        }
    }

    private static QuotaState state(Bucket bucket, Instant now) {
        BucketKey key = bucket.key();
        return new QuotaState(
                key.network(),
                key.bucket(),
                key.scope(),
                key.subject().isEmpty() ? null : new RemoteId(key.subject()),
                bucket.limit(),
                bucket.remaining(now),
                bucket.ends(),
                bucket.isObserved() ? QuotaState.Source.OBSERVED : QuotaState.Source.COUNTED);
    }

    private static void warn(Bucket bucket, Instant now, List<Hint> due) {
        if (bucket.warns(now)) {
            BucketKey key = bucket.key();
            LOGGER.warn(
                    "80 % of the budget {} of {} are used; it is whole again at {}",
                    key.bucket(), key.network(), bucket.ends());
            due.add(new Hint(Hint.QUOTA, null, null, key.network() + "/" + key.bucket(), now));
        }
    }

    private final class Held implements Reservation {
        private final Map<Bucket, Long> costs;
        private final AtomicBoolean settled = new AtomicBoolean();

        Held(Map<Bucket, Long> costs) {
            this.costs = costs;
        }

        @Override
        public void spent() {
            List<Hint> due = new ArrayList<>();
            if (settled.compareAndSet(false, true)) {
                synchronized (CountingQuotas.this) {
                    Instant now = clock.instant();
                    costs.forEach((bucket, cost) -> {
                        bucket.spend(now, cost);
                        warn(bucket, now, due);
                    });
                }
            }
            due.forEach(hints::send);
        }

        @Override
        public void released() {
            if (settled.compareAndSet(false, true)) {
                synchronized (CountingQuotas.this) {
                    costs.forEach(Bucket::release);
                }
            }
        }
    }
}
