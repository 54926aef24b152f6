package org.parvis.engine.obligation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is due, claims it and hands it to the {@link Workers}. One thread of its own looks through the table, keeps the
 * ids of what is due within five seconds in the {@link Agenda}, waits for their time to the millisecond, and claims.
 *
 * <p>The database alone decides who handles what: the agenda may be wrong in any way without harm but delay.
 */
final class Dispatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    static final Duration HORIZON = Duration.ofSeconds(5);
    private static final int PAGE = 2_000;
    private static final int PAGES = 5;
    /** With fewer entries than this the table is looked through before the next poll, if it has more. */
    private static final int LOW_WATER = 2_500;
    /** How long a step of the business clock may go unnoticed. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final long WAKE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A network that is away for less long than this, as while the platform starts, is nothing to tell people. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long QUOTA_WAKE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Database database;
    private final Clock clock;
    private final OutboxSettings settings;
    private final String owner;
    private final Supplier<Set<String>> callable;
    private final Workers workers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Agenda agenda = new Agenda();
    private boolean stopping;
    private boolean lookNow = true;
    private boolean wakeNetworks = true;
    private boolean wakeQuotas = true;
    private boolean behind;
    /** The networks that could be called at the last look. */
    private Set<String> usable = Set.of();
    /** The networks of which work is due, and which could not be called for a while at the last look. */
    private Set<String> away = Set.of();

    /** Only the dispatcher's own thread touches these. */
    private final Map<String, ObligationTable.Mark> marks = new HashMap<>();

    private final Map<String, Long> missing = new HashMap<>();

    private long nextLook = System.nanoTime();
    private long nextReap = nextLook;
    private long nextWake = nextLook;
    private long nextQuotaWake = nextLook;
    private long lastNanos = nextLook;
    private Instant lastNow;

    /** @param callable the networks that can be called just now */
    Dispatcher(
            Database database,
            Clock clock,
            OutboxSettings settings,
            String owner,
            Supplier<Set<String>> callable,
            Workers workers) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.owner = owner;
        this.callable = callable;
        this.workers = workers;
        lastNow = clock.instant();
    }

    /** New or moved obligations, after their commit. */
    void offer(Collection<Entry> entries) {
        Instant until = clock.instant().plus(HORIZON);
        locked(() -> entries.stream()
                .filter(e -> !e.due().isAfter(until) && mayBeHandled(e))
                .forEach(agenda::offer));
    }

    /** Whether its network can be called, or its handler wants to know that it cannot. */
    private boolean mayBeHandled(Entry entry) {
        return workers.handles(entry.kind())
                && (usable.contains(entry.network())
                        || (away.contains(entry.network())
                                && workers.toldOfAbsence().contains(entry.kind())));
    }

    void forget(UUID id) {
        locked(() -> agenda.forget(id));
    }

    /** Something changed that only the table tells. */
    void look() {
        locked(() -> lookNow = true);
    }

    void networksChanged() {
        locked(() -> {
            wakeNetworks = true;
            lookNow = true;
        });
    }

    void quotasChanged() {
        locked(() -> {
            wakeQuotas = true;
            lookNow = true;
        });
    }

    /** What was claimed is through; {@code next} when the same obligation is due again soon. */
    record Freed(Entry entry, @Nullable Entry next) {}

    void released(List<Freed> freed) {
        Instant until = clock.instant().plus(HORIZON);
        locked(() -> freed.forEach(each -> {
            agenda.release(each.entry(), false);
            Entry next = each.next();
            if (next != null && !next.due().isAfter(until)) {
                agenda.offer(next);
            }
        }));
    }

    Instant now() {
        return clock.instant();
    }

    void stop() {
        locked(() -> stopping = true);
    }

    @Override
    public void run() {
        while (!isStopping()) {
            try {
                List<Entry> due = await();
                if (!due.isEmpty()) {
                    claim(due);
                } else if (!isStopping()) {
                    lookThrough();
                }
            } catch (DatabaseUnavailableException e) {
                LOG.debug("The outbox waits for the database", e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("The outbox could not claim; it tries again", e);
                pause();
            }
        }
    }

    /** Waits until something is due and a worker is free, and takes it; empty when it is time to look through the table. */
    private List<Entry> await() throws InterruptedException {
        lock.lock();
        try {
            while (!stopping) {
                Instant now = clock.instant();
                long nanos = System.nanoTime();
                lookNow |= stepped(now, nanos) || (behind && agenda.size() < LOW_WATER);
                if (lookNow || nanos - nextLook >= 0) {
                    return List.of();
                }
                int free = workers.free();
                List<Entry> due = agenda.take(now, Math.min(free, settings.batch()), workers.perNetwork());
                if (!due.isEmpty()) {
                    return due;
                }
                changed.awaitNanos(patience(now, nanos, free > 0));
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private long patience(Instant now, long nanos, boolean free) {
        long patience = Math.min(TICK_NANOS, nextLook - nanos);
        Instant due = free ? agenda.nextDue(workers.perNetwork()).orElse(null) : null;
        if (due != null && due.isBefore(now.plusMillis(100))) {
            patience = Math.min(
                    patience, due.isAfter(now) ? Duration.between(now, due).toNanos() : 0);
        }
        return Math.max(patience, TimeUnit.MICROSECONDS.toNanos(50));
    }

    /** Whether business time moved otherwise than real time since the last look at both. */
    private boolean stepped(Instant now, long nanos) {
        Duration business = Duration.between(lastNow, now);
        Duration real = Duration.ofNanos(nanos - lastNanos);
        lastNow = now;
        lastNanos = nanos;
        return business.minus(real).abs().compareTo(STEP) > 0;
    }

    private void claim(List<Entry> due) {
        List<Claimed> claimed;
        try {
            claimed = database.inSystem(handle -> Sql.byIndex(
                    handle,
                    connection -> ObligationTable.claim(connection, due, clock.instant(), owner, settings.lease())));
        } catch (RuntimeException e) {
            locked(() -> due.forEach(entry -> agenda.release(entry, true)));
            throw e;
        }
        Map<UUID, Claimed> byId = new LinkedHashMap<>();
        claimed.forEach(each -> byId.put(each.entry().id(), each));
        locked(() -> due.stream().filter(e -> !byId.containsKey(e.id())).forEach(e -> agenda.release(e, true)));
        due.stream().map(Entry::id).map(byId::get).filter(Objects::nonNull).forEach(workers::take);
    }

    private void lookThrough() {
        boolean leases;
        boolean networks;
        boolean quotas;
        lock.lock();
        try {
            long nanos = System.nanoTime();
            leases = nanos - nextReap >= 0;
            networks = wakeNetworks || nanos - nextWake >= 0;
            quotas = wakeQuotas || nanos - nextQuotaWake >= 0;
            lookNow = false;
            wakeNetworks = false;
            wakeQuotas = false;
            nextLook = nanos + settings.poll().toNanos();
            nextReap = leases ? nextLook : nextReap;
            nextWake = networks ? nanos + WAKE_NANOS : nextWake;
            nextQuotaWake = quotas ? nanos + QUOTA_WAKE_NANOS : nextQuotaWake;
        } finally {
            lock.unlock();
        }
        Set<String> reachable = callable.get();
        Instant now = clock.instant();
        marks.keySet().retainAll(reachable);
        locked(() -> {
            usable = reachable;
            agenda.retain(this::mayBeHandled);
        });
        boolean more = database.inSystem(handle -> Sql.byIndex(handle, connection -> {
            if (leases) {
                ObligationTable.reap(connection, now);
            }
            if (networks) {
                ObligationTable.wake(connection, "NETWORK", reachable);
                tellOfAbsence(connection, reachable, now);
            }
            if (quotas) {
                ObligationTable.wake(connection, "QUOTA", reachable);
            }
            boolean rest = false;
            for (String network : reachable) {
                rest |= walk(connection, network, now.plus(HORIZON));
            }
            return rest;
        }));
        locked(() -> behind = more);
    }

    /** Takes up what is due of networks that are away, for the handlers that are to say so. */
    private void tellOfAbsence(Connection connection, Set<String> reachable, Instant now) throws SQLException {
        if (!reachable.contains("")) {
            // not even the platform's own work may be handled just now, so nobody is away
            missing.clear();
            locked(() -> away = Set.of());
            return;
        }
        Set<String> needed = ObligationTable.networks(connection);
        needed.removeAll(reachable);
        long nanos = System.nanoTime();
        missing.keySet().retainAll(needed);
        needed.forEach(network -> missing.putIfAbsent(network, nanos));
        Set<String> gone = new HashSet<>();
        missing.forEach((network, since) -> {
            if (nanos - since >= AWAY_NANOS) {
                gone.add(network);
            }
        });
        locked(() -> away = gone);
        Set<String> kinds = workers.toldOfAbsence();
        for (String network : kinds.isEmpty() ? Set.<String>of() : gone) {
            TakenUp unused = takeUp(network, ObligationTable.walkAway(connection, network, now, kinds, PAGE));
        }
    }

    /** Goes on along the table where it stopped; true when there is more that was not known. */
    private boolean walk(Connection connection, String network, Instant until) throws SQLException {
        boolean some = false;
        for (int page = 0; page < PAGES; page++) {
            ObligationTable.Mark mark = marks.getOrDefault(network, ObligationTable.START);
            List<Entry> found = ObligationTable.walk(connection, network, mark, until, PAGE);
            TakenUp taken = takeUp(network, found);
            some |= taken.some();
            if (found.size() < PAGE && taken.count() == found.size()) {
                marks.remove(network);
                return false;
            }
            if (taken.count() > 0) {
                Entry last = found.get(taken.count() - 1);
                marks.put(network, new ObligationTable.Mark(last.due(), last.id()));
            }
            if (taken.count() < found.size() || !taken.some()) {
                return some;
            }
        }
        return some;
    }

    /** How many were looked at before the agenda was full, and whether any of them was new. */
    private record TakenUp(int count, boolean some) {}

    private TakenUp takeUp(String network, List<Entry> found) {
        lock.lock();
        try {
            boolean some = false;
            int count = 0;
            while (count < found.size() && agenda.hasRoom(network)) {
                Entry entry = found.get(count++);
                some |= workers.handles(entry.kind()) && agenda.offer(entry);
            }
            return new TakenUp(count, some);
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (!stopping) {
                changed.awaitNanos(settings.poll().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** The handlers of claimed obligations. */
    interface Workers {
        boolean handles(String kind);

        /** The kinds that are handed over although their network is away. */
        Set<String> toldOfAbsence();

        /** How many more may be claimed just now. */
        int free();

        /** How many of one network may be claimed at a time. */
        int perNetwork();

        void take(Claimed claimed);
    }
}
