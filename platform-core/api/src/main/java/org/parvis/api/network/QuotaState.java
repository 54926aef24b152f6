package org.parvis.api.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;

/**
 * How a budget stands.
 *
 * @param account the remote account it is counted for; null where it is the application's
 * @param limit units per window, as last observed or as the descriptor says
 * @param remaining never below 0
 * @param resetsAt when all of it is there again; in the past or now where nothing is used
 */
public record QuotaState(
        NetworkId network,
        String bucket,
        QuotaRule.Scope scope,
        @Nullable RemoteId account,
        long limit,
        long remaining,
        Instant resetsAt,
        Source source) {

    /** Where the figures come from. */
    public enum Source {
        /** Counted by the platform against the descriptor's rule. */
        COUNTED,
        /** Said by the network in its last answer. */
        OBSERVED
    }
}
