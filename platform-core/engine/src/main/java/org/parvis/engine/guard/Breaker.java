package org.parvis.engine.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Stops calls to a network that does not answer: opens when enough calls failed and they were at least half of all, lets one
 * through after a pause, and closes when that one succeeds. Real time. Thread-safe.
 */
final class Breaker {
    private final int failuresToOpen;
    private final Duration pause;
    private final LongSupplier nanos;
    private final SlidingCount failures;
    private final SlidingCount calls;
    private boolean open;
    private boolean trial;
    private long since;

    Breaker(GuardSettings settings, LongSupplier nanos) {
        this.failuresToOpen = settings.breakerFailures();
        this.pause = settings.breakerPause();
        this.nanos = nanos;
        this.failures = new SlidingCount(settings.breakerWindow(), nanos);
        this.calls = new SlidingCount(settings.breakerWindow(), nanos);
    }

    /** Asks for a call; whoever gets one reports its end. Otherwise how long to wait. */
    synchronized Optional<Duration> refusal() {
        if (!open) {
            return Optional.empty();
        }
        Duration waited = Duration.ofNanos(nanos.getAsLong() - since);
        if (waited.compareTo(pause) >= 0 && !trial) {
            trial = true;
            return Optional.empty();
        }
        Duration left = pause.minus(waited);
        return Optional.of(left.isNegative() || left.isZero() ? Duration.ofSeconds(1) : left);
    }

    synchronized void succeeded() {
        calls.add();
        if (open) {
            reset();
        }
    }

    synchronized void failed() {
        calls.add();
        failures.add();
        boolean enough = failures.sum() >= failuresToOpen && failures.sum() * 2 >= calls.sum();
        if (trial || enough) {
            open = true;
            trial = false;
            since = nanos.getAsLong();
        }
    }

    /** The call ended without saying anything about the network. */
    synchronized void undecided() {
        trial = false;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized void reset() {
        open = false;
        trial = false;
        failures.clear();
        calls.clear();
    }
}
