package org.parvis.engine.obligation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.trace.HandlingObserver;
import org.parvis.model.UnavailableException;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the handlers of what was claimed, keeps the leases meanwhile, and passes on what becomes of it. When leases cannot be
 * renewed for half their length, everything under way is interrupted and nothing more is claimed until they can: another
 * node may be about to take over.
 */
final class HandlerPool implements Dispatcher.Workers {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerPool.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long QUEUED_TOO_LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Database database;
    private final Clock clock;
    private final OutboxSettings settings;
    private final Ruling ruling;
    private final Backoff backoff;
    private final Released released;
    private final HandlingObserver observer;
    private final Map<String, ObligationHandler> handlers = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<UUID, HeldLease> held = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor renewal;
    private final Settler settler;
    private final Thread settling;
    private final AtomicInteger window;
    private final AtomicInteger executing = new AtomicInteger();
    private final NetworkShares<Task> shares;
    private volatile boolean fenced;
    private volatile boolean stopping;
    private volatile long renewedAt = System.nanoTime();

    /** Told when obligations are through: together what was settled together, because each telling wakes the dispatcher. */
    interface Released {
        void released(List<Dispatcher.Freed> freed);
    }

    HandlerPool(
            Database database,
            Clock clock,
            OutboxSettings settings,
            Backoff backoff,
            ThreadFactory factory,
            Released released,
            HandlingObserver observer) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.ruling = new Ruling(settings);
        this.backoff = backoff;
        this.released = released;
        this.observer = observer;
        window = new AtomicInteger(settings.threads());
        shares = new NetworkShares<>(settings.perNetwork());
        threads = new ThreadPoolExecutor(
                settings.threads(), settings.threads(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        renewal = new ScheduledThreadPoolExecutor(1, factory);
        settler = new Settler(database, ruling, clock, this::through);
        settling = factory.newThread(settler);
    }

    void start() {
        settling.start();
        long every = Math.max(1, settings.lease().toMillis() / 4);
        renewal.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
    }

    void add(ObligationHandler handler) {
        handler.kinds().forEach(kind -> handlers.put(kind, handler));
        told.addAll(handler.toldOfAbsence());
    }

    void remove(ObligationHandler handler) {
        handler.kinds().forEach(kind -> handlers.remove(kind, handler));
        told.removeAll(handler.toldOfAbsence());
    }

    boolean claiming() {
        return !fenced;
    }

    @Override
    public boolean handles(String kind) {
        return handlers.containsKey(kind);
    }

    @Override
    public Set<String> toldOfAbsence() {
        return told;
    }

    /**
     * Quick handlers are given more at a time, so that a claim is worth its commit: what waits to be settled needs no
     * thread. Slow ones no more than there are threads, so that nothing lies here that another node could do.
     */
    @Override
    public int free() {
        if (fenced || stopping) {
            return 0;
        }
        int running = held.size();
        int most = window.get();
        boolean quick =
                executing.get() < settings.perNetwork() && threads.getQueue().isEmpty() && shares.waiting() == 0;
        if (quick && running >= most * 3 / 4) {
            window.set(Math.min(most * 2, Math.max(settings.threads(), settings.batch() * 4)));
        }
        return Math.max(0, window.get() - running);
    }

    /** Grows with what is claimed at a time; how many of them have a thread is bounded by {@link NetworkShares}. */
    @Override
    public int perNetwork() {
        return Math.max(settings.perNetwork(), window.get() * 3 / 4);
    }

    @Override
    public void take(Claimed claimed) {
        HeldLease lease = new HeldLease(claimed, database, ruling, clock);
        held.put(claimed.entry().id(), lease);
        Task task = new Task(lease, System.nanoTime());
        if (shares.enter(task.network(), task)) {
            threads.execute(task);
        }
    }

    /** One claimed obligation on its way to its handler. */
    private final class Task implements Runnable {
        private final HeldLease lease;
        private final long queuedAt;

        Task(HeldLease lease, long queuedAt) {
            this.lease = lease;
            this.queuedAt = queuedAt;
        }

        @Override
        public void run() {
            @Nullable Task task = this;
            while (task != null) {
                task.perform();
                task = task.following();
            }
        }

        private void perform() {
            if (System.nanoTime() - queuedAt > QUEUED_TOO_LONG_NANOS) {
                window.updateAndGet(w -> Math.max(settings.threads(), w / 2));
            }
            executing.incrementAndGet();
            boolean handled = false;
            try {
                handle(lease);
                handled = true;
            } finally {
                executing.decrementAndGet();
                if (!handled) {
                    shares.leave(network()).ifPresent(HandlerPool.this::next);
                }
            }
        }

        /**
         * The network's next keeps this thread, because waking another costs more than a quick handler takes; but where
         * others wait for a thread, it stands in line behind them.
         */
        private @Nullable Task following() {
            Task next = shares.leave(network()).orElse(null);
            if (next != null && !threads.getQueue().isEmpty()) {
                next(next);
                return null;
            }
            return next;
        }

        String network() {
            return lease.claimed().entry().network();
        }
    }

    /** Of the same network, after one of it has ended. */
    private void next(Task task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The outbox stops: what was not begun goes back");
            giveBack(List.of(task.lease));
        }
    }

    private void handle(HeldLease lease) {
        ObligationHandler handler = handlers.get(lease.claimed().entry().kind());
        if (handler == null || stopping || !lease.begin()) {
            giveBack(List.of(lease));
            return;
        }
        Obligation obligation = lease.claimed().obligation();
        Settlement settlement = null;
        observer.begins(obligation, handler.subject());
        try {
            settlement = settlement(lease, handler);
        } finally {
            Settlement own = lease.settledByHandler();
            observer.ended(obligation, own != null ? own : lease.isLost() ? null : settlement);
        }
        conclude(lease, settlement);
    }

    private Settlement settlement(HeldLease lease, ObligationHandler handler) {
        try (LogIds ids = new LogIds(lease.claimed().obligation(), handler)) {
            LOG.debug("{} begins", lease.claimed().entry().kind());
            return handler.handle(lease.claimed().obligation(), lease);
        } catch (LeaseLostException e) {
            lease.lose();
            return Settlement.settled();
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw (VirtualMachineError) e;
            }
            return afterFailure(lease, e);
        } finally {
            lease.end();
        }
    }

    private void conclude(HeldLease lease, Settlement settlement) {
        Settlement own = lease.settledByHandler();
        if (own != null) {
            settled(lease, ruling.change(lease.claimed(), own, clock.instant()).orElse(null));
        } else if (lease.isLost()) {
            settled(lease, null);
        } else if (settlement instanceof Settlement.Settled) {
            LOG.error(
                    "The handler of {} says that it settled, but it did not",
                    lease.claimed().entry().kind());
            settler.add(lease, again(lease, "Its handler did not settle it."));
        } else {
            settler.add(lease, settlement);
        }
    }

    private Settlement afterFailure(HeldLease lease, Throwable failure) {
        String kind = lease.claimed().entry().kind();
        if (failure instanceof NetworkAbsentException) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof UnavailableException) {
            return new Settlement.Again(
                    clock.instant().plus(backoff.spread(settings.poll().multipliedBy(5))),
                    false,
                    String.valueOf(failure.getMessage()));
        }
        if (failure instanceof NetworkException network) {
            return again(lease, String.valueOf(network.getMessage()));
        }
        if (failure instanceof InterruptedException || stopping) {
            return new Settlement.Again(clock.instant(), false, "Its handler was interrupted.");
        }
        LOG.error("The handler of {} failed; it is tried again", kind, failure);
        return again(lease, "Its handler failed with " + failure.getClass().getSimpleName() + "; the log says more.");
    }

    private Settlement again(HeldLease lease, String reason) {
        Instant due =
                clock.instant().plus(backoff.after(lease.claimed().obligation().attempt()));
        return new Settlement.Again(due, true, reason);
    }

    private void settled(HeldLease lease, ObligationTable.@Nullable Change change) {
        through(List.of(new Settler.Through(lease, change)));
    }

    private void through(List<Settler.Through> group) {
        List<Dispatcher.Freed> freed = new ArrayList<>(group.size());
        for (Settler.Through each : group) {
            Entry entry = each.lease().claimed().entry();
            held.remove(entry.id(), each.lease());
            freed.add(new Dispatcher.Freed(entry, next(entry, each.change())));
        }
        released.released(freed);
    }

    private static @Nullable Entry next(Entry entry, ObligationTable.@Nullable Change change) {
        return change == null || !change.state().equals("READY")
                ? null
                : new Entry(entry.id(), change.due(), entry.kind(), entry.lane(), entry.network(), entry.share());
    }

    private void giveBack(List<HeldLease> leases) {
        try {
            List<Claimed> claimed = leases.stream().map(HeldLease::claimed).toList();
            database.useSystem(handle -> Sql.byIndex(handle, connection -> {
                ObligationTable.giveBack(connection, claimed);
                return true;
            }));
        } catch (DatabaseUnavailableException e) {
            LOG.debug("Leases end by themselves", e);
        } finally {
            through(leases.stream()
                    .map(lease -> new Settler.Through(lease, null))
                    .toList());
        }
    }

    private void renew() {
        List<HeldLease> mine = new ArrayList<>(held.values());
        long asked = System.nanoTime();
        try {
            if (!mine.isEmpty() || fenced) {
                Set<UUID> still = database.inSystem(handle -> Sql.byIndex(
                        handle,
                        connection -> ObligationTable.renew(
                                connection,
                                mine.stream().map(HeldLease::claimed).toList(),
                                settings.lease())));
                mine.stream()
                        .filter(lease -> !still.contains(lease.claimed().entry().id()))
                        .filter(lease -> held.get(lease.claimed().entry().id()) == lease)
                        .forEach(HeldLease::lose);
            }
            renewedAt = asked;
            if (fenced) {
                fenced = false;
                LOG.info("Leases can be renewed again: obligations are handled");
            }
        } catch (RuntimeException e) {
            fenceIfTooLate(mine, e);
        }
    }

    private void fenceIfTooLate(List<HeldLease> mine, RuntimeException failure) {
        LOG.debug("Leases could not be renewed", failure);
        if (System.nanoTime() - renewedAt > settings.lease().toNanos() / 2) {
            if (!fenced) {
                fenced = true;
                LOG.warn(
                        "Leases cannot be renewed because the database does not answer: no obligation is handled until it"
                                + " does");
            }
            mine.forEach(HeldLease::lose);
        }
    }

    /** Ends in order: what was not begun goes back, what runs may end, what does not is interrupted. */
    void stop() throws InterruptedException {
        stopping = true;
        List<Runnable> waiting = new ArrayList<>();
        threads.getQueue().drainTo(waiting);
        waiting.addAll(shares.clear());
        List<HeldLease> unbegun =
                waiting.stream().map(task -> ((Task) task).lease).toList();
        if (!unbegun.isEmpty()) {
            giveBack(unbegun);
        }
        threads.shutdown();
        if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} handlers did not stop; their leases end by themselves", threads.getActiveCount());
            }
        }
        settler.stop();
        settling.join(GRACE.toMillis());
        renewal.shutdownNow();
    }
}
