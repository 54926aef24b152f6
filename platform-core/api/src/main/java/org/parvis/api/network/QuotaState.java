package org.parvis.api.network;

import java.time.Instant;
import java.util.Map;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/**
 * How a budget stands.
 *
 * @param subject whose it is: the id of a remote account, for a user's that of the authorisation; empty for the application's
 * @param limit units per window: as an operator set it, else as last observed, else as the descriptor says
 * @param remaining never below 0
 * @param reserve how much of the limit only publishing and replies may use
 * @param resetsAt when all of it is there again; in the past or now where nothing is used
 * @param overridden whether an operator set the limit
 * @param spent units in the present window by what they were for; purposes without any are left out. What the network counts
 *     beyond their sum was spent by others with the same application, or before the platform counted
 */
public record QuotaState(
        NetworkId network,
        String bucket,
        QuotaRule.Scope scope,
        String subject,
        String unit,
        long limit,
        long remaining,
        long reserve,
        Instant resetsAt,
        Source source,
        boolean overridden,
        Map<Purpose, Long> spent) {
    public QuotaState {
        spent = Map.copyOf(spent);
    }

    /** Where the figures come from. */
    public enum Source {
        /** Counted by the platform against the descriptor's rule. */
        COUNTED,
        /** Said by the network in its last answer. */
        OBSERVED
    }
}
