package org.parvis.engine.ingress;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.engine.obligation.DatabaseOutbox;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.NetworkId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/**
 * Stores requests in groups: while one commit is under way the next requests gather, and go together into the next. One
 * thread of its own; a full queue refuses, so that a flood cannot fill the memory.
 */
final class WebhookWriter implements Runnable {
    private static final int GROUP = 500;
    private static final int WAITING = 5_000;
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(WAITING);
    private final Database database;
    private final Outbox outbox;
    private final Thread thread;
    private volatile boolean stopping;

    WebhookWriter(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        thread = new Thread(this, "parvis-webhook-writer");
        thread.setDaemon(true);
        thread.start();
    }

    private record Pending(RawWebhook raw, CompletableFuture<Boolean> stored) {}

    /** Returns when the request is committed, or one with the same body was before. */
    void store(RawWebhook raw) {
        Pending pending = new Pending(raw, new CompletableFuture<>());
        if (stopping || !queue.offer(pending)) {
            throw unavailable();
        }
        try {
            pending.stored().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable();
        }
    }

    /** The network delivers again what was not answered with success. */
    private static ProblemException unavailable() {
        return new ProblemException(Problem.UNAVAILABLE, "The request could not be stored just now; send it again.");
    }

    @Override
    public void run() {
        List<Pending> group = new ArrayList<>();
        while (!stopping || !queue.isEmpty()) {
            try {
                Pending first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP - 1);
                    write(group);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                group.clear();
            }
        }
    }

    private void write(List<Pending> group) {
        try {
            database.useSystem(handle -> {
                Map<NetworkId, List<RawWebhook>> byNetwork = group.stream()
                        .map(Pending::raw)
                        .collect(Collectors.groupingBy(RawWebhook::network, LinkedHashMap::new, Collectors.toList()));
                byNetwork.forEach((network, rows) -> {
                    UUID batch = Identifiers.next();
                    if (WebhookTable.insert(handle, batch, rows) > 0) {
                        outbox.add(parsing(network, batch, rows.get(0)));
                    }
                });
            });
            group.forEach(pending -> pending.stored().complete(true));
        } catch (RuntimeException e) {
            group.forEach(pending -> pending.stored().completeExceptionally(e));
        }
    }

    private static NewObligation parsing(NetworkId network, UUID batch, RawWebhook first) {
        return parsing(network, batch, first.request().receivedAt());
    }

    static NewObligation parsing(NetworkId network, UUID batch, Instant due) {
        return new NewObligation(
                WebhookHandler.PARSE,
                batch.toString(),
                WebhookHandler.PARSE + ":" + network,
                DatabaseOutbox.PLATFORM,
                null,
                network,
                "{}",
                due);
    }

    void stop() {
        stopping = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
