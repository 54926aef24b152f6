package org.parvis.engine.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.NamedThreads;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version of one network's plugin behind its guard: own bounded pools per {@link Lane}, deadlines in real time, a breaker,
 * an error budget. Nothing a plugin does in here takes a thread from another network. Owns its threads until
 * {@link #drain()}. Thread-safe; {@link #run} blocks its caller until the call is over or given up.
 */
public final class GuardedNetwork {
    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedNetwork.class);
    private static final Set<ErrorKind> FAILURES =
            Set.of(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN, ErrorKind.DEFECT);

    /** May come from the platform itself, without the network being asked. */
    private static final Set<ErrorKind> UNDECIDED =
            Set.of(ErrorKind.RATE_LIMITED, ErrorKind.QUOTA_EXHAUSTED, ErrorKind.UNSUPPORTED);

    private final NetworkId network;
    private final GuardSettings settings;
    private final Clock clock;
    private final GuardedPlugin plugin;
    private final Breaker breaker;
    private final ErrorBudget budget;
    private final StrayThreads strayThreads;
    private final Map<Lane, ThreadPoolExecutor> pools = new EnumMap<>(Lane.class);
    private final Set<GuardedTask<?>> tasks = ConcurrentHashMap.newKeySet();
    private final AtomicInteger abandoned = new AtomicInteger();
    private volatile boolean draining;

    public GuardedNetwork(
            NetworkId network,
            NetworkPlugin plugin,
            Supplier<NetworkDescriptor> descriptor,
            GuardSettings settings,
            Clock clock) {
        this(network, plugin, descriptor, settings, clock, System::nanoTime);
    }

    GuardedNetwork(
            NetworkId network,
            NetworkPlugin plugin,
            Supplier<NetworkDescriptor> descriptor,
            GuardSettings settings,
            Clock clock,
            LongSupplier nanos) {
        this.network = network;
        this.settings = settings;
        this.clock = clock;
        this.breaker = new Breaker(settings, nanos);
        this.budget = new ErrorBudget(settings, nanos);
        this.plugin = new GuardedPlugin(
                plugin, new Boundary(network.value(), plugin.getClass().getClassLoader(), budget::defect), descriptor);
        this.strayThreads = new StrayThreads(plugin.getClass().getClassLoader(), "parvis-" + network + "-", nanos);
        for (Lane lane : Lane.values()) {
            String name = "parvis-" + network + "-" + lane.name().toLowerCase(Locale.ROOT);
            pools.put(lane, NamedThreads.pool(name, settings.threads(lane), settings.queue()));
        }
    }

    /** What is done with the guarded plugin, on one of its threads. */
    @FunctionalInterface
    public interface Work<T> {
        T run(NetworkPlugin plugin) throws NetworkException;
    }

    /**
     * How the guard sees the network: {@code READY}, {@code DEGRADED}, {@code QUARANTINED} or {@code DRAINING}.
     *
     * @param reason empty when all is well
     */
    public record Health(NetworkState state, String reason) {}

    /** The time a call of this lane gets. */
    public Duration timeout(Lane lane) {
        return settings.timeout(lane);
    }

    /**
     * Runs {@code work} on a thread of the lane.
     *
     * @throws NetworkException what the plugin reported; {@code TRANSIENT} when the network is busy, too slow or its breaker is
     *     open; {@code OUTCOME_UNKNOWN} instead, whenever something that changes may have left before things went wrong
     * @throws NetworkAbsentException when it is being drained or in quarantine
     */
    public <T> T run(Lane lane, Deadline deadline, CallControl control, Work<T> work) throws NetworkException {
        requireCallable();
        if (lane != Lane.PURE) {
            requireClosedBreaker();
        }
        GuardedTask<T> task = new GuardedTask<>(() -> work.run(plugin), control);
        tasks.add(task);
        try {
            pool(lane).execute(task);
            T result = await(task, deadline, lane);
            ended(lane, null);
            return result;
        } catch (RejectedExecutionException e) {
            breaker.undecided();
            requireCallable();
            throw new NetworkException(ErrorKind.TRANSIENT, "Too many calls to " + network + " are waiting already");
        } catch (NetworkException e) {
            ended(lane, e.kind());
            throw afterChange(e, control);
        } catch (RuntimeException | Error e) {
            breaker.undecided();
            throw e;
        } finally {
            leave(task);
            control.end();
            lookForThreads();
        }
    }

    private void lookForThreads() {
        List<String> started = strayThreads.fresh();
        if (!started.isEmpty()) {
            LOGGER.error("The plugin of {} started threads, which none may: {}", network, started);
            started.forEach(name -> budget.defect("the thread " + name + ", which it started"));
        }
    }

    private void leave(GuardedTask<?> task) {
        tasks.remove(task);
        if (tasks.isEmpty()) {
            synchronized (tasks) {
                tasks.notifyAll();
            }
        }
    }

    /** How many calls are running or waiting for a thread. */
    public int running() {
        return tasks.size();
    }

    /**
     * Waits until no call is running. Says nothing of calls that begin later: route them elsewhere first.
     *
     * @return false where calls were still running at the end of {@code patience}
     */
    public boolean awaitIdle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (tasks) {
            while (!tasks.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                tasks.wait(left);
            }
            return true;
        }
    }

    public Health health() {
        if (draining) {
            return new Health(NetworkState.DRAINING, "Its calls are being finished before it stops");
        }
        if (budget.isQuarantined()) {
            return new Health(
                    NetworkState.QUARANTINED,
                    "Too many defects, the last in " + budget.last()
                            + ". Mend or update the plugin, then run social:network-resume " + network);
        }
        if (abandoned.get() > 0) {
            return new Health(NetworkState.DEGRADED, abandoned.get() + " calls ignore their interruption");
        }
        if (breaker.isOpen()) {
            return new Health(NetworkState.DEGRADED, "The network does not answer; calls pause and are tried again");
        }
        if (budget.isLow()) {
            return new Health(NetworkState.DEGRADED, "The plugin has defects, the last in " + budget.last());
        }
        return new Health(NetworkState.READY, "");
    }

    /** Whether calls pause because too many failed. */
    public boolean isPausing() {
        return breaker.isOpen();
    }

    /** Forgets failures and defects, so that calls are tried again. */
    public void resume() {
        breaker.reset();
        budget.reset();
    }

    /** Reads budgets from answers, guarded, on the thread of the call that got the answer. */
    public Optional<QuotaReader> quotaReader() {
        return plugin.quotaReader();
    }

    /** How many threads were given up because their call ignores its interruption. */
    public int abandoned() {
        return abandoned.get();
    }

    /**
     * Hands out no more calls, revokes the running ones, waits for them, interrupts what is left, and ends all threads. Blocks
     * for at most {@code guard.drain} and the grace.
     */
    public void drain() {
        draining = true;
        Deadline end = Deadline.after(settings.drain());
        tasks.forEach(GuardedTask::revoke);
        pools.values().forEach(ThreadPoolExecutor::shutdown);
        if (!awaitPools(end)) {
            pools.values().forEach(ThreadPoolExecutor::shutdownNow);
            if (!awaitPools(Deadline.after(settings.grace()))) {
                LOGGER.warn(
                        "Calls to {} ignored their interruption while it was drained; their threads are given up",
                        network);
            }
        }
    }

    private void requireCallable() {
        if (draining) {
            throw new NetworkAbsentException(network, NetworkState.DRAINING);
        }
        if (budget.isQuarantined()) {
            throw new NetworkAbsentException(network, NetworkState.QUARANTINED);
        }
    }

    private void requireClosedBreaker() throws NetworkException {
        Optional<Duration> wait = breaker.refusal();
        if (wait.isPresent()) {
            throw NetworkException.of(ErrorKind.TRANSIENT, network + " does not answer; calls to it pause for a while")
                    .retryAt(clock.instant().plus(wait.get()))
                    .build();
        }
    }

    private <T> T await(GuardedTask<T> task, Deadline deadline, Lane lane) throws NetworkException {
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp(task, lane, "no result within the time of the call");
        } catch (InterruptedException e) {
            try {
                return giveUp(task, lane, "the caller was stopped");
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException | CancellationException e) {
            throw failure(task, e);
        }
    }

    /** Interrupts a call and waits for its grace; what it still brings home counts. */
    private <T> T giveUp(GuardedTask<T> task, Lane lane, String reason) throws NetworkException {
        if (task.cancelBeforeStart()) {
            throw new NetworkException(ErrorKind.TRANSIENT, "The call to " + network + " got no thread in time");
        }
        task.revoke();
        task.interrupt();
        try {
            return task.get(settings.grace().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(task, lane);
            throw gaveUp(task, reason);
        } catch (InterruptedException e) {
            abandon(task, lane);
            Thread.currentThread().interrupt();
            throw gaveUp(task, reason);
        } catch (ExecutionException | CancellationException e) {
            if (e.getCause() instanceof CallRevokedException) {
                throw gaveUp(task, reason);
            }
            throw failure(task, e);
        }
    }

    private NetworkException gaveUp(GuardedTask<?> task, String reason) {
        ErrorKind kind = task.control().changeMayHaveLeft() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        return new NetworkException(kind, "The call to " + network + " was given up: " + reason);
    }

    /** Replaces the thread of a call that cannot be stopped; it is taken back should the call end after all. */
    private void abandon(GuardedTask<?> task, Lane lane) {
        ThreadPoolExecutor pool = pool(lane);
        abandoned.incrementAndGet();
        budget.defect("a call that ignores its interruption");
        LOGGER.error("A call to {} ignores its interruption; its thread is given up and replaced", network);
        resize(pool, 1);
        task.whenOver(() -> {
            resize(pool, -1);
            abandoned.decrementAndGet();
        });
    }

    private ThreadPoolExecutor pool(Lane lane) {
        return Objects.requireNonNull(pools.get(lane));
    }

    private static void resize(ThreadPoolExecutor pool, int by) {
        synchronized (pool) {
            int size = pool.getMaximumPoolSize() + by;
            if (by > 0) {
                pool.setMaximumPoolSize(size);
                pool.setCorePoolSize(size);
            } else {
                pool.setCorePoolSize(size);
                pool.setMaximumPoolSize(size);
            }
        }
    }

    private NetworkException failure(GuardedTask<?> task, Exception thrown) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof CancellationException || cause instanceof CallRevokedException) {
            if (task.control().changeMayHaveLeft()) {
                return new NetworkException(
                        ErrorKind.OUTCOME_UNKNOWN,
                        "The plugin of " + network + " was stopped after a request had left");
            }
            throw new NetworkAbsentException(network, NetworkState.DRAINING);
        }
        if (cause instanceof NetworkException) {
            return (NetworkException) cause;
        }
        if (cause instanceof PluginDefectException) {
            return new NetworkException(ErrorKind.DEFECT, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof RuntimeException) {
            throw (RuntimeException) cause;
        }
        if (cause instanceof Error) {
            throw (Error) cause;
        }
        throw new IllegalStateException("A guarded call failed without a reason", thrown);
    }

    /** A defect after a changing request has left must not lead to a second one. */
    private NetworkException afterChange(NetworkException failure, CallControl control) {
        if (failure.kind() == ErrorKind.DEFECT && control.changeMayHaveLeft()) {
            return new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN,
                    failure.getMessage() + " (after a request that changes something had left)");
        }
        return failure;
    }

    private void ended(Lane lane, @Nullable ErrorKind kind) {
        if (lane == Lane.PURE) {
            return;
        }
        if (kind != null && FAILURES.contains(kind)) {
            breaker.failed();
        } else if (kind != null && UNDECIDED.contains(kind)) {
            breaker.undecided();
        } else {
            breaker.succeeded();
        }
    }

    private boolean awaitPools(Deadline end) {
        try {
            for (ThreadPoolExecutor pool : List.copyOf(pools.values())) {
                if (!pool.awaitTermination(end.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
