package org.parvis.engine.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.Purpose;
import org.parvis.model.AccountId;
import org.parvis.model.QuotaRule;

/**
 * One budget: what was used in the present window and for what, what is on its way, and who may have of the rest. A rolling
 * window is counted in {@value #STEPS} steps, so it forgets at most one step too late. Guarded by its owner.
 */
final class Bucket {
    static final int STEPS = 24;
    private static final Duration LONG_WINDOW = Duration.ofHours(1);
    /** Where less than this share of a rolling budget is left for polling, polling slows down. */
    private static final double LOW = 0.1;

    private final BucketKey key;
    private QuotaRule rule;
    private long used;
    private long underway;
    private Instant begins;
    private Instant ends;
    private @Nullable Long observedLimit;
    private @Nullable Long setLimit;
    private @Nullable Integer setReserve;
    private long[] steps = new long[0];
    private final double[] purposes = new double[Purpose.values().length];
    private final Shares reading = new Shares();
    private final Shares writing = new Shares();
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

    /** What an operator set; null where nobody did. */
    void set(@Nullable LimitRecord limit) {
        setLimit = limit == null ? null : limit.units();
        setReserve = limit == null ? null : limit.reserve();
    }

    boolean isSet() {
        return setLimit != null || setReserve != null;
    }

    void restore(BucketRecord stored) {
        used = stored.used();
        begins = stored.begins();
        ends = stored.ends();
        observedLimit = stored.observedLimit();
        steps = stored.steps().clone();
        for (int i = 0; i < Math.min(purposes.length, stored.purposes().length); i++) {
            purposes[i] = stored.purposes()[i];
        }
    }

    /**
     * What to store. Of a long window that is counted here alone, what is on its way is stored as used: if the platform is
     * killed, nothing else will tell whether it left.
     */
    BucketRecord snapshot() {
        dirty = false;
        long[] counted = Arrays.stream(purposes).mapToLong(Math::round).toArray();
        long[] copy = steps.clone();
        long ahead = isWrittenAhead() ? underway : 0;
        if (copy.length > 0) {
            copy[copy.length - 1] += ahead;
        }
        return new BucketRecord(key, used + ahead, begins, ends, observedLimit, copy, counted);
    }

    /** Whether losing a few seconds of it in a crash would overspend it, because the network does not say what is left. */
    boolean isWrittenAhead() {
        return isLong() && !isObserved();
    }

    /** Whether it makes work wait for long when it is used up. */
    boolean isLong() {
        return rule.window().length().compareTo(LONG_WINDOW) > 0;
    }

    /** What was taken for storing was not stored. */
    Bucket unsaved() {
        dirty = true;
        return this;
    }

    boolean isDirty() {
        return dirty;
    }

    long limit() {
        return setLimit != null ? setLimit : observedLimit != null ? observedLimit : rule.limit();
    }

    /** What only publishing, replies and upkeep may use. */
    long reserve() {
        return limit() * (setReserve != null ? setReserve : LimitRecord.usualReserve(rule)) / 100;
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

    /** Units in this window by what they were for. */
    Map<Purpose, Long> spent() {
        Map<Purpose, Long> spent = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            long units = Math.round(purposes[purpose.ordinal()]);
            if (units > 0) {
                spent.put(purpose, units);
            }
        }
        return spent;
    }

    /**
     * Whether {@code who} may have {@code cost} units now.
     *
     * @return null for yes; else from when, and why
     */
    @Nullable
    Refusal refusal(Instant now, AccountId who, Purpose purpose, long cost) {
        advance(now);
        Duration window = rule.window().length();
        // whoever reads may want to write as well
        writing.know(now, who, window);
        long kept = kept(purpose);
        long left = limit() - used - underway - kept;
        if (left < cost) {
            boolean whole = limit() - used - underway < cost;
            return new Refusal(
                    availableAt(now, cost + kept), whole ? "" : " but for what is kept for publishing and replies");
        }
        boolean writes = purpose.mayUseReserve();
        long reserve = reserve();
        double pool = !writes ? limit() - reserve : reserve == 0 ? limit() : reserve;
        Instant until = (writes ? writing : reading).refusedUntil(now, who, cost, pool, left, window);
        return until == null ? null : new Refusal(until, " as far as this account's share goes");
    }

    /** From when it fits again. */
    record Refusal(Instant until, String why) {}

    /** Figures leave the reserve and as much again to polling, but at most half of what polling may have. */
    private long kept(Purpose purpose) {
        long reserve = reserve();
        return switch (purpose) {
            case POLLING -> reserve;
            case METRICS -> Math.min(2 * reserve, (limit() + reserve) / 2);
            default -> 0;
        };
    }

    /**
     * What polling may use on and on until all is there again: what is left, without the reserve and without what others
     * will want if they go on as they did in this window.
     */
    Pace.Supply supply(Instant now) {
        advance(now);
        Duration length = rule.window().length();
        double others = Math.max(0, used - purposes[Purpose.POLLING.ordinal()]);
        double left = limit() - reserve() - used - underway;
        if (rolls() || !ends.isAfter(now)) {
            double even = limit() - reserve() - others;
            double low = Math.min(1, left / Math.max(1, LOW * (limit() - reserve())));
            return new Pace.Supply(Math.max(0, even * low) * 1000 / length.toMillis(), now.plus(length));
        }
        double rest = Math.max(1000, Duration.between(now, ends).toMillis());
        // a window that has just begun says little yet
        double passed = length.toMillis() - rest + length.toMillis() / 8.0;
        return new Pace.Supply(Math.max(0, left - others * rest / passed) * 1000 / rest, ends);
    }

    /** When {@code cost} units are there again. */
    private Instant availableAt(Instant now, long cost) {
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

    void reserve(Instant now, AccountId who, Purpose purpose, long cost) {
        underway += cost;
        (purpose.mayUseReserve() ? writing : reading).add(who, cost);
        if (isWrittenAhead()) {
            openIfOver(now);
            dirty = true;
        }
    }

    /** A reserved request has left: its cost is spent. */
    void spend(Instant now, Purpose purpose, long cost) {
        underway = Math.max(0, underway - cost);
        advance(now);
        openIfOver(now);
        used += cost;
        purposes[purpose.ordinal()] += cost;
        if (rolls() && steps.length > 0) {
            steps[steps.length - 1] += cost;
            ends = now.plus(rule.window().length()).plus(step());
        }
        dirty = true;
    }

    /** A reserved request never left. */
    void release(AccountId who, Purpose purpose, long cost) {
        underway = Math.max(0, underway - cost);
        (purpose.mayUseReserve() ? writing : reading).takeBack(who, cost);
        dirty |= isWrittenAhead();
    }

    /**
     * What the network says counts; what is on its way is not in its figures yet. Where an operator set a larger limit than
     * the network names, the share that it says is used counts.
     */
    void observe(Instant now, long limit, long remaining, Instant resetsAt) {
        advance(now);
        observedLimit = limit;
        long told = Math.max(0, limit - remaining);
        used = setLimit != null && setLimit > limit && limit > 0 ? told * setLimit / limit : told;
        ends = resetsAt.isAfter(now) ? resetsAt : now;
        if (rolls()) {
            steps = new long[STEPS + 1];
            steps[STEPS] = used;
            begins = now.minus(rule.window().length());
        } else {
            begins = now;
            reading.endsAt(ends);
            writing.endsAt(ends);
        }
        neverMoreThanUsed();
        dirty = true;
    }

    /** Nothing more until {@code until}, whatever was counted. */
    void park(Instant now, Instant until) {
        Long told = observedLimit;
        observe(now, limit(), 0, until);
        observedLimit = told;
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

    /** Whether nothing would be lost by forgetting it; who had how much counts for one more window. */
    boolean isIdle(Instant now) {
        advance(now);
        return underway == 0
                && used == 0
                && !dirty
                && !ends.plus(rule.window().length()).isAfter(now);
    }

    private boolean rolls() {
        return rule.window().kind() == QuotaRule.Window.Kind.ROLLING;
    }

    private Duration step() {
        return rule.window().length().dividedBy(STEPS);
    }

    private void openIfOver(Instant now) {
        if (used == 0 && !ends.isAfter(now)) {
            open(now);
        }
    }

    private void open(Instant now) {
        warned = false;
        begins = now;
        if (rolls()) {
            steps = new long[STEPS + 1];
            begins = now.minus(rule.window().length());
            ends = now.plus(rule.window().length()).plus(step());
            return;
        }
        if (rule.window().kind() == QuotaRule.Window.Kind.DAILY) {
            ZonedDateTime local = now.atZone(
                    rule.window().zone() == null
                            ? ZoneOffset.UTC
                            : rule.window().zone());
            ends = local.toLocalDate().plusDays(1).atStartOfDay(local.getZone()).toInstant();
        } else {
            ends = now.plus(rule.window().length());
        }
        reading.endsAt(ends);
        writing.endsAt(ends);
    }

    private void advance(Instant now) {
        if (!ends.isAfter(now)) {
            if (used != 0) {
                dirty = true;
            }
            used = 0;
            warned = false;
            steps = new long[0];
            Arrays.fill(purposes, 0);
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
        long before = used;
        int shift = (int) Math.min(steps.length, passed);
        for (int i = 0; i < shift; i++) {
            used = Math.max(0, used - steps[i]);
        }
        for (int i = 0; before > 0 && i < purposes.length; i++) {
            // which purpose a step was for is not kept: they fade together
            purposes[i] *= (double) used / before;
        }
        steps = Arrays.copyOf(Arrays.copyOfRange(steps, shift, steps.length), steps.length);
        begins = begins.plus(step.multipliedBy(passed));
        dirty = true;
    }

    private void neverMoreThanUsed() {
        double counted = Arrays.stream(purposes).sum();
        for (int i = 0; counted > used && i < purposes.length; i++) {
            purposes[i] *= used / counted;
        }
    }
}
