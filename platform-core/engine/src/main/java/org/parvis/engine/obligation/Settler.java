package org.parvis.engine.obligation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Settlement;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what handlers return, as many as have gathered in one transaction. Runs on one thread of the dispatcher's. What
 * cannot be written is tried again for as long as the lease may hold; after that another claim has taken over.
 */
final class Settler implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int GROUP = 500;
    private static final long PAUSE_MILLIS = 500;

    private final BlockingQueue<Settling> queue = new LinkedBlockingQueue<>();
    private final Database database;
    private final Ruling ruling;
    private final Clock clock;
    private final Consumer<List<Through>> settled;
    private volatile boolean stopping;

    /** @param settled told of each group after its commit */
    Settler(Database database, Ruling ruling, Clock clock, Consumer<List<Through>> settled) {
        this.database = database;
        this.ruling = ruling;
        this.clock = clock;
        this.settled = settled;
    }

    private record Settling(HeldLease lease, Settlement settlement) {}

    /** What was claimed is through; {@code change} says what it was changed to, null when it is gone or was lost. */
    record Through(HeldLease lease, ObligationTable.@Nullable Change change) {}

    void add(HeldLease lease, Settlement settlement) {
        queue.add(new Settling(lease, settlement));
    }

    /** Lets the thread end when the queue is empty. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        List<Settling> group = new ArrayList<>();
        try {
            while (!stopping || !queue.isEmpty()) {
                Settling first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP - 1);
                    settle(group);
                    group.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Settling> group) throws InterruptedException {
        List<Settling> open = new ArrayList<>(group);
        while (true) {
            dropLost(open);
            if (open.isEmpty()) {
                return;
            }
            try {
                write(open);
                return;
            } catch (DatabaseUnavailableException e) {
                LOG.debug("Settlements wait for the database", e);
            } catch (RuntimeException e) {
                LOG.error("Cannot settle {} obligations; they are handled again when their leases end", open.size(), e);
                settled.accept(gone(open));
                return;
            }
            if (stopping) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void dropLost(List<Settling> open) {
        List<Settling> lost =
                open.stream().filter(each -> each.lease().isLost()).toList();
        if (!lost.isEmpty()) {
            open.removeAll(lost);
            settled.accept(gone(lost));
        }
    }

    private static List<Through> gone(List<Settling> group) {
        return group.stream().map(each -> new Through(each.lease(), null)).toList();
    }

    private void write(List<Settling> group) {
        List<Claimed> done = new ArrayList<>();
        List<ObligationTable.Change> changes = new ArrayList<>();
        List<ObligationTable.@Nullable Change> byGroup = new ArrayList<>();
        for (Settling each : group) {
            var change = ruling.change(each.lease().claimed(), each.settlement(), clock.instant());
            change.ifPresentOrElse(changes::add, () -> done.add(each.lease().claimed()));
            byGroup.add(change.orElse(null));
        }
        Set<UUID> written = database.inSystem(handle -> Sql.byIndex(handle, connection -> {
            Set<UUID> ids = done.isEmpty() ? new HashSet<>() : ObligationTable.done(connection, done);
            if (!changes.isEmpty()) {
                ids.addAll(ObligationTable.change(connection, changes));
            }
            return ids;
        }));
        List<Through> through = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            HeldLease lease = group.get(i).lease();
            boolean held = written.contains(lease.claimed().entry().id());
            through.add(new Through(lease, held ? byGroup.get(i) : null));
        }
        settled.accept(through);
    }
}
