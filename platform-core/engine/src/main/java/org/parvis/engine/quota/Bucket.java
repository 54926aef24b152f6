package org.parvis.engine.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.parvis.model.QuotaRule;

/**
 * One budget: what was used in the present window, and what is on its way. A rolling window is counted in
 * {@value #STEPS} steps, so it forgets at most one step too late. Guarded by its owner.
 */
final class Bucket {
    static final int STEPS = 24;

    private final BucketKey key;
    private QuotaRule rule;
    private long used;
    private long underway;
    private Instant begins;
    private Instant ends;
    private @Nullable Long observedLimit;
    private long[] steps = new long[0];
    private boolean warned;
    private boolean dirty;

    Bucket(BucketKey key, QuotaRule rule, Instant now) {
        this.key = key;
        this.rule = rule;
        this.begins = now;
        this.ends = now;
    }

    BucketKey key() {
        return key;
    }

    QuotaRule rule() {
        return rule;
    }

    void rule(QuotaRule newest) {
        rule = newest;
    }

    void restore(BucketRecord stored) {
        used = stored.used();
        begins = stored.begins();
        ends = stored.ends();
        observedLimit = stored.observedLimit();
        steps = stored.steps().clone();
    }

    BucketRecord snapshot() {
        dirty = false;
        return new BucketRecord(key, used, begins, ends, observedLimit, steps.clone());
    }

    boolean isDirty() {
        return dirty;
    }

    long limit() {
        return observedLimit != null ? observedLimit : rule.limit();
    }

    boolean isObserved() {
        return observedLimit != null;
    }

    long remaining(Instant now) {
        advance(now);
        return Math.max(0, limit() - used - underway);
    }

    Instant ends() {
        return ends;
    }

    /** When {@code cost} units are there again. */
    Instant availableAt(Instant now, long cost) {
        advance(now);
        if (!rolls() || steps.length == 0) {
            return ends;
        }
        long missing = used + underway + cost - limit();
        Duration step = step();
        for (int i = 0; i < steps.length; i++) {
            missing -= steps[i];
            if (missing <= 0) {
                return begins.plus(step.multipliedBy(i + 1L)).plus(rule.window().length());
            }
        }
        return ends;
    }

    void reserve(long cost) {
        underway += cost;
    }

    /** A reserved request has left: its cost is spent. */
    void spend(Instant now, long cost) {
        underway = Math.max(0, underway - cost);
        advance(now);
        if (used == 0 && !ends.isAfter(now)) {
            open(now);
        }
        used += cost;
        if (rolls() && steps.length > 0) {
            steps[steps.length - 1] += cost;
            ends = now.plus(rule.window().length()).plus(step());
        }
        dirty = true;
    }

    /** A reserved request never left. */
    void release(long cost) {
        underway = Math.max(0, underway - cost);
    }

    /** What the network says counts; what is on its way is not in its figures yet. */
    void observe(Instant now, long limit, long remaining, Instant resetsAt) {
        advance(now);
        observedLimit = limit;
        used = Math.max(0, limit - remaining);
        ends = resetsAt.isAfter(now) ? resetsAt : now;
        if (rolls()) {
            steps = new long[STEPS + 1];
            steps[STEPS] = used;
            begins = now.minus(rule.window().length());
        } else {
            begins = now;
        }
        dirty = true;
    }

    /** Nothing more until {@code until}, whatever was counted. */
    void park(Instant now, Instant until) {
        observe(now, limit(), 0, until);
    }

    /** Whether 80 % are used, once per window. */
    boolean warns(Instant now) {
        advance(now);
        if (warned || used * 10 < limit() * 8) {
            return false;
        }
        warned = true;
        return true;
    }

    /** Whether nothing would be lost by forgetting it. */
    boolean isIdle(Instant now) {
        advance(now);
        return underway == 0 && used == 0 && !dirty && !ends.isAfter(now);
    }

    private boolean rolls() {
        return rule.window().kind() == QuotaRule.Window.Kind.ROLLING;
    }

    private Duration step() {
        return rule.window().length().dividedBy(STEPS);
    }

    private void open(Instant now) {
        warned = false;
        begins = now;
        if (rolls()) {
            steps = new long[STEPS + 1];
            begins = now.minus(rule.window().length());
            ends = now.plus(rule.window().length()).plus(step());
        } else if (rule.window().kind() == QuotaRule.Window.Kind.DAILY) {
            ZonedDateTime local = now.atZone(
                    rule.window().zone() == null
                            ? ZoneOffset.UTC
                            : rule.window().zone());
            ends = local.toLocalDate().plusDays(1).atStartOfDay(local.getZone()).toInstant();
        } else {
            ends = now.plus(rule.window().length());
        }
    }

    private void advance(Instant now) {
        if (!ends.isAfter(now)) {
            if (used != 0) {
                dirty = true;
            }
            used = 0;
            warned = false;
            steps = new long[0];
            return;
        }
        if (rolls() && steps.length > 0) {
            roll(now);
        }
    }

    private void roll(Instant now) {
        Duration step = step();
        long passed = Duration.between(begins.plus(rule.window().length()), now).dividedBy(step);
        if (passed <= 0) {
            return;
        }
        int shift = (int) Math.min(steps.length, passed);
        for (int i = 0; i < shift; i++) {
            used = Math.max(0, used - steps[i]);
        }
        steps = Arrays.copyOf(Arrays.copyOfRange(steps, shift, steps.length), steps.length);
        begins = begins.plus(step.multipliedBy(passed));
        dirty = true;
    }
}
