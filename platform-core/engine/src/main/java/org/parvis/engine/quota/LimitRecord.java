package org.parvis.engine.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/**
 * What an operator set for the budgets of a rule.
 *
 * @param units per window; null for what is observed or declared
 * @param reserve percent that only publishing, replies and upkeep may use; null for what is usual
 */
record LimitRecord(Key key, @Nullable Long units, @Nullable Integer reserve, String by, Instant at) {
    private static final int USUAL_RESERVE = 20;

    /**
     * A fifth where several operations share the budget; nothing where it is one operation's own, since a reserve would only
     * waste that.
     */
    static int usualReserve(QuotaRule rule) {
        return rule.costs().size() < 2 ? 0 : USUAL_RESERVE;
    }

    /** The rule it is set for. */
    record Key(NetworkId network, String bucket, QuotaRule.Scope scope) {}
}
