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
import java.util.function.BiConsumer;
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
    private final BiConsumer<HeldLease, ObligationTable.@Nullable Change> settled;
    private volatile boolean stopping;

    /** @param settled told of each after the commit, with what it was changed to; null when it is gone */
    Settler(
            Database database,
            Ruling ruling,
            Clock clock,
            BiConsumer<HeldLease, ObligationTable.@Nullable Change> settled) {
        this.database = database;
        this.ruling = ruling;
        this.clock = clock;
        this.settled = settled;
    }

    private record Settling(HeldLease lease, Settlement settlement) {}

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
            open.removeIf(this::droppedAsLost);
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
                open.forEach(each -> settled.accept(each.lease(), null));
                return;
            }
            if (stopping) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean droppedAsLost(Settling each) {
        boolean lost = each.lease().isLost();
        if (lost) {
            settled.accept(each.lease(), null);
        }
        return lost;
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
        for (int i = 0; i < group.size(); i++) {
            HeldLease lease = group.get(i).lease();
            boolean held = written.contains(lease.claimed().entry().id());
            settled.accept(lease, held ? byGroup.get(i) : null);
        }
    }
}
