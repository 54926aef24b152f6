package org.parvis.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A budget the network grants.
 *
 * @param bucket names the budget: {@code posts.create}
 * @param limit units per window
 * @param costs units by operation; an operation that is named in no rule costs nothing
 * @param unit {@code calls}, or a currency code where the network bills
 * @param reserve percent of the limit that only publishing and replies may use; null for what is usual
 */
public record QuotaRule(
        String bucket,
        Scope scope,
        long limit,
        Window window,
        Map<String, Long> costs,
        String unit,
        @Nullable Integer reserve) {
    private static final int USUAL_RESERVE = 20;

    public QuotaRule {
        costs = Map.copyOf(costs);
    }

    public QuotaRule(String bucket, Scope scope, long limit, Window window, Map<String, Long> costs, String unit) {
        this(bucket, scope, limit, window, costs, unit, null);
    }

    /**
     * Percent of the limit that only publishing and replies may use: as declared, else a fifth where several operations share
     * the budget, and nothing where it is one operation's own, since a reserve would only waste that.
     */
    public int reservePercent() {
        return reserve != null ? reserve : costs.size() < 2 ? 0 : USUAL_RESERVE;
    }

    /** What the budget is shared by. */
    public enum Scope {
        APP,
        ACCOUNT,
        USER
    }

    /** @param zone for {@link Kind#DAILY}: where midnight is; null otherwise */
    public record Window(
            Kind kind, Duration length, @Nullable ZoneId zone) {
        /** How the window moves. */
        public enum Kind {
            ROLLING,
            FIXED,
            DAILY
        }
    }
}
