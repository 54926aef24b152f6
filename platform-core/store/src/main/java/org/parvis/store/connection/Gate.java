package org.parvis.store.connection;

import java.time.Duration;

/**
 * Holds back whoever wants to connect while the server is away. Without it the pool would try in vain, wait longer after
 * every failure, and still be waiting when the server is back. Thread-safe.
 */
public final class Gate {
    private final Duration patience;
    private boolean open;
    private boolean ended;

    /** Closed at first; nobody is held back longer than {@code patience}. */
    public Gate(Duration patience) {
        this.patience = patience;
    }

    public synchronized void open() {
        open = true;
        notifyAll();
    }

    public synchronized void close() {
        open = false;
    }

    /** From now on everybody is turned away, those who wait already included. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Returns once the gate is open; {@link IllegalStateException} if that takes too long. */
    public synchronized void pass() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!open || ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || ended) {
                throw new IllegalStateException("The database is away");
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the database", e);
            }
        }
    }
}
