package org.parvis.engine.guard;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts over a window that slides in twelve steps, in constant space. Guarded by its owner. */
final class SlidingCount {
    private static final int SLOTS = 12;

    private final long width;
    private final LongSupplier nanos;
    private final long[] counts = new long[SLOTS];
    private long slot;

    SlidingCount(Duration window, LongSupplier nanos) {
        this.width = Math.max(1, window.toNanos() / SLOTS);
        this.nanos = nanos;
        this.slot = Math.floorDiv(nanos.getAsLong(), width);
    }

    void add() {
        advance();
        counts[place(slot)]++;
    }

    long sum() {
        advance();
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    void clear() {
        java.util.Arrays.fill(counts, 0);
    }

    private void advance() {
        long now = Math.floorDiv(nanos.getAsLong(), width);
        if (now - slot >= SLOTS) {
            clear();
        } else {
            for (long passed = slot + 1; passed <= now; passed++) {
                counts[place(passed)] = 0;
            }
        }
        slot = Math.max(slot, now);
    }

    private static int place(long slot) {
        return Math.floorMod(slot, SLOTS);
    }
}
