package org.parvis.engine.guard;

import java.util.function.LongSupplier;

/** Counts a plugin's defects; too many put it in quarantine, where it stays until somebody resumes it. Thread-safe. */
final class ErrorBudget {
    private final int quarantineAt;
    private final SlidingCount defects;
    private boolean quarantined;
    private String last = "";

    ErrorBudget(GuardSettings settings, LongSupplier nanos) {
        this.quarantineAt = settings.quarantineDefects();
        this.defects = new SlidingCount(settings.quarantineWindow(), nanos);
    }

    synchronized void defect(String what) {
        defects.add();
        last = what;
        quarantined |= defects.sum() >= quarantineAt;
    }

    synchronized boolean isQuarantined() {
        return quarantined;
    }

    /** Whether a quarter of the budget is used up. */
    synchronized boolean isLow() {
        return defects.sum() * 4 >= quarantineAt;
    }

    synchronized String last() {
        return last;
    }

    synchronized void reset() {
        quarantined = false;
        last = "";
        defects.clear();
    }
}
