package org.parvis.store.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.DatabaseTransfer.Source;
import org.parvis.store.TransferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restorations that somebody waits for. Asked for on any thread, done on the keeper's, one at a time. */
final class Restorations {
    private static final Logger LOG = LoggerFactory.getLogger(Restorations.class);
    private static final Runnable NOBODY_WAITS = () -> {};

    private final BlockingQueue<Asked> queue = new LinkedBlockingQueue<>();

    private record Asked(Source source, CompletableFuture<Optional<Exception>> ended) {}

    /** Leaves {@code source} to the keeper, tells it by {@code wake}, and waits. */
    void ask(Source source, Runnable wake) throws IOException, TransferException {
        Asked asked = new Asked(source, new CompletableFuture<>());
        queue.add(asked);
        wake.run();
        Exception failure = asked.ended().join().orElse(null);
        if (failure instanceof IOException unreadable) {
            throw unreadable;
        }
        if (failure instanceof TransferException refused) {
            throw refused;
        }
        if (failure != null) {
            throw new TransferException("The database could not be restored: " + failure, failure);
        }
    }

    boolean isAsked() {
        return !queue.isEmpty();
    }

    /** Does the next one; whoever waits for it is told by the result, once the platform can be used again. */
    Runnable perform(DatabaseTransfer transfer) {
        Asked asked = queue.poll();
        if (asked == null) {
            return NOBODY_WAITS;
        }
        Optional<Exception> failure = Optional.empty();
        try {
            transfer.restore(asked.source());
            LOG.info("The database was restored from a backup");
        } catch (IOException | TransferException | RuntimeException e) {
            failure = Optional.of(e);
        }
        Optional<Exception> outcome = failure;
        return () -> asked.ended().complete(outcome);
    }

    /** Nobody will do them any more. */
    void refuseAll() {
        List<Asked> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(
                asked -> asked.ended().complete(Optional.of(new TransferException("The platform is being stopped."))));
    }
}
