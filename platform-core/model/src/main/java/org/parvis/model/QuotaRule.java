package org.parvis.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A budget the network grants, counted before a request leaves. An immutable value of the descriptor.
 *
 * @param bucket names the budget: {@code posts.create}
 * @param limit units per window
 * @param costs units by operation; an operation that is named in no rule costs nothing
 * @param unit {@code calls}, or a currency code where the network bills
 */
public record QuotaRule(String bucket, Scope scope, long limit, Window window, Map<String, Long> costs, String unit) {
    public QuotaRule {
        costs = Map.copyOf(costs);
    }

    /** What the budget is shared by. */
    public enum Scope {
        /** All accounts of the application together. */
        APP,
        /** One account. */
        ACCOUNT,
        /** The person who authorised, over all their accounts. */
        USER
    }

    /**
     * When the budget is new.
     *
     * @param length of the window; a day for {@link Kind#DAILY}
     * @param zone for {@link Kind#DAILY}: where midnight is; null otherwise
     */
    public record Window(
            Kind kind, Duration length, @Nullable ZoneId zone) {
        /** How the window moves. */
        public enum Kind {
            /** The last {@code length} at any moment. */
            ROLLING,
            /** Begins with the first use. */
            FIXED,
            /** Midnight in the zone. */
            DAILY
        }
    }
}
