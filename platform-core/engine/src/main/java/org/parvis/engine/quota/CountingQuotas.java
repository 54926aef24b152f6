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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.Purpose;
import org.parvis.api.network.QuotaState;
import org.parvis.engine.call.PollingPace;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.http.NamedThreads;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts budgets in memory on the business clock, corrected by what the networks say, and writes what changed every few
 * seconds; at once where a window is long and the network does not say what is left. One lock: nothing under it waits.
 */
@Component(
        service = {Quotas.class, PollingPace.class, CountingQuotas.class},
        immediate = true)
public final class CountingQuotas implements Quotas, PollingPace {
    private static final Logger LOGGER = LoggerFactory.getLogger(CountingQuotas.class);
    private static final Duration SAVE = Duration.ofSeconds(5);
    /** So that what leaves at about the same time is one write. */
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private final QuotaStore store;
    private final Clock clock;
    private final Hints hints;
    private final ScheduledExecutorService saver;
    private final boolean saves;
    private final AtomicBoolean saving = new AtomicBoolean();
    private final Map<BucketKey, Bucket> buckets = new HashMap<>();
    private final Map<BucketKey, BucketRecord> stored = new HashMap<>();
    private final Map<LimitRecord.Key, LimitRecord> limits = new HashMap<>();
    private final Pace pace = new Pace();
    private boolean loaded;

    @Activate
    public CountingQuotas(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference Hints hints) {
        this(new DatabaseQuotaStore(database), clock, hints, true);
        saver.scheduleWithFixedDelay(this::save, 0, SAVE.toMillis(), TimeUnit.MILLISECONDS);
    }

    CountingQuotas(QuotaStore store, Clock clock, Hints hints) {
        this(store, clock, hints, false);
    }

    private CountingQuotas(QuotaStore store, Clock clock, Hints hints, boolean saves) {
        this.store = store;
        this.clock = clock;
        this.hints = hints;
        this.saves = saves;
        this.saver = Executors.newSingleThreadScheduledExecutor(NamedThreads.factory("parvis-quota"));
    }

    @Deactivate
    public void close() {
        saver.shutdownNow();
        save();
    }

    /** Takes over what was stored, the first time; then writes what changed. A failure is tried again at the next round. */
    void save() {
        saving.set(false);
        List<BucketRecord> changed = new ArrayList<>();
        try {
            load();
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
            synchronized (this) {
                changed.forEach(record -> buckets.computeIfPresent(record.key(), (key, bucket) -> bucket.unsaved()));
            }
        }
    }

    private void saveAtOnce() {
        if (saves && saving.compareAndSet(false, true)) {
            try {
                saver.schedule(this::save, AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closing) {
                // close() writes it
                saving.set(false);
            }
        }
    }

    private void load() {
        synchronized (this) {
            if (loaded) {
                return;
            }
        }
        List<BucketRecord> records = store.load(clock.instant());
        List<LimitRecord> set = store.limits();
        synchronized (this) {
            loaded = true;
            set.forEach(limit -> limits.putIfAbsent(limit.key(), limit));
            buckets.values()
                    .forEach(bucket -> bucket.set(limits.get(bucket.key().rule())));
            for (BucketRecord record : records) {
                Bucket bucket = buckets.get(record.key());
                if (bucket == null) {
                    stored.put(record.key(), record);
                } else if (!bucket.isObserved()) {
                    // counted since the start, before the store answered
                    bucket.restore(record);
                }
            }
        }
    }

    @Override
    public Reservation reserve(
            NetworkDescriptor descriptor, Spender spender, String operation, Purpose purpose, String job)
            throws NetworkException {
        Map<Bucket, Long> costs = new LinkedHashMap<>();
        boolean ahead = false;
        synchronized (this) {
            Instant now = clock.instant();
            for (QuotaRule rule : descriptor.quotas()) {
                long cost = rule.costs().getOrDefault(operation, 0L);
                if (cost > 0) {
                    Bucket bucket = bucket(descriptor, rule, spender, now);
                    Bucket.Refusal refusal = bucket.refusal(now, spender.account(), purpose, cost);
                    if (refusal != null) {
                        throw refused(descriptor, bucket, refusal);
                    }
                    costs.put(bucket, cost);
                }
            }
            for (Map.Entry<Bucket, Long> each : costs.entrySet()) {
                each.getKey().reserve(now, spender.account(), purpose, each.getValue());
                ahead |= each.getKey().isWrittenAhead();
            }
        }
        if (ahead) {
            saveAtOnce();
        }
        return new Held(costs, spender, purpose, job);
    }

    private static NetworkException refused(NetworkDescriptor descriptor, Bucket bucket, Bucket.Refusal refusal) {
        String name = bucket.rule().bucket();
        return NetworkException.of(
                        bucket.isLong() ? ErrorKind.QUOTA_EXHAUSTED : ErrorKind.RATE_LIMITED,
                        "The budget " + name + " of " + descriptor.displayName() + " is used up" + refusal.why()
                                + "; it goes on at " + refusal.until() + ".")
                .bucket(name)
                .retryAt(refusal.until())
                .build();
    }

    private Bucket bucket(NetworkDescriptor descriptor, QuotaRule rule, Spender spender, Instant now) {
        BucketKey key = BucketKey.of(descriptor.id(), rule, spender);
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = new Bucket(key, rule, now);
            bucket.set(limits.get(key.rule()));
            buckets.put(key, bucket);
        }
        bucket.rule(rule);
        BucketRecord before = stored.remove(key);
        if (before != null) {
            bucket.restore(before);
        }
        return bucket;
    }

    @Override
    public void observe(NetworkDescriptor descriptor, Spender spender, List<QuotaObservation> observations) {
        List<Hint> due = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (QuotaObservation observation : observations) {
                for (QuotaRule rule : descriptor.quotas()) {
                    if (rule.bucket().equals(observation.bucket()) && rule.scope() == observation.scope()) {
                        Bucket bucket = bucket(descriptor, rule, spender, now);
                        bucket.observe(now, observation.limit(), observation.remaining(), observation.resetsAt());
                        warn(bucket, now, due);
                    }
                }
            }
        }
        due.forEach(hints::send);
    }

    @Override
    public void park(NetworkDescriptor descriptor, Spender spender, String bucket, Instant until) {
        synchronized (this) {
            Instant now = clock.instant();
            List<QuotaRule> rules = descriptor.quotas().stream()
                    .filter(rule -> rule.bucket().equals(bucket))
                    .toList();
            // the refusal does not say whose budget it was: if one of several scopes is empty already, that was it
            boolean known = rules.stream()
                    .anyMatch(r -> bucket(descriptor, r, spender, now).remaining(now) == 0);
            if (!known) {
                rules.stream()
                        .filter(rule -> rules.size() == 1 || rule.scope() != QuotaRule.Scope.APP)
                        .forEach(rule -> bucket(descriptor, rule, spender, now).park(now, until));
            }
        }
    }

    @Override
    public synchronized Duration pause(IdempotencyKey job, Duration wanted, Duration latest) {
        Instant now = clock.instant();
        return pace.pause(job.value(), wanted, latest, now, key -> {
            Bucket bucket = buckets.get(key);
            return bucket == null ? new Pace.Supply(Double.POSITIVE_INFINITY, now) : bucket.supply(now);
        });
    }

    /** Every budget that was used in its present window, by network, bucket and account. */
    synchronized List<QuotaState> quotas() {
        Instant now = clock.instant();
        return buckets.values().stream()
                .sorted((a, b) -> BucketKey.ORDER.compare(a.key(), b.key()))
                .map(bucket -> state(bucket, now))
                .filter(state -> state.remaining() < state.limit())
                .toList();
    }

    /** What an operator set; null where nobody did. */
    synchronized @Nullable LimitRecord limit(LimitRecord.Key rule) {
        return limits.get(rule);
    }

    /** Takes over what an operator set, after it was stored. */
    void limitChanged(LimitRecord.Key rule, @Nullable LimitRecord limit) {
        synchronized (this) {
            if (limit == null) {
                limits.remove(rule);
            } else {
                limits.put(rule, limit);
            }
            buckets.values().stream()
                    .filter(bucket -> bucket.key().rule().equals(rule))
                    .forEach(bucket -> bucket.set(limit));
        }
        hints.send(new Hint(Hint.QUOTA, null, null, rule.network() + "/" + rule.bucket(), clock.instant()));
    }

    private static QuotaState state(Bucket bucket, Instant now) {
        BucketKey key = bucket.key();
        long remaining = bucket.remaining(now);
        return new QuotaState(
                key.network(),
                key.bucket(),
                key.scope(),
                key.subject(),
                bucket.rule().unit(),
                bucket.limit(),
                remaining,
                bucket.reserve(),
                bucket.ends(),
                bucket.isObserved() ? QuotaState.Source.OBSERVED : QuotaState.Source.COUNTED,
                bucket.isSet(),
                bucket.spent());
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
        private final Spender spender;
        private final Purpose purpose;
        private final String job;
        private final AtomicBoolean settled = new AtomicBoolean();

        Held(Map<Bucket, Long> costs, Spender spender, Purpose purpose, String job) {
            this.costs = costs;
            this.spender = spender;
            this.purpose = purpose;
            this.job = job;
        }

        @Override
        public void spent() {
            List<Hint> due = new ArrayList<>();
            if (settled.compareAndSet(false, true)) {
                synchronized (CountingQuotas.this) {
                    Instant now = clock.instant();
                    costs.forEach((bucket, cost) -> {
                        bucket.spend(now, purpose, cost);
                        if (purpose == Purpose.POLLING) {
                            pace.spent(job, bucket.key(), cost, now);
                        }
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
                    costs.forEach((bucket, cost) -> bucket.release(spender.account(), purpose, cost));
                }
            }
        }
    }
}
