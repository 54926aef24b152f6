package org.parvis.api.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/**
 * How large a budget is, whether or not it is in use.
 *
 * @param declared what the network's descriptor says
 * @param limit what counts: as an operator set it, else as declared
 * @param reserve how much of the limit only publishing and replies may use
 * @param setting who set the limit; null where nobody did
 */
public record QuotaLimit(
        NetworkId network,
        String bucket,
        QuotaRule.Scope scope,
        String unit,
        long declared,
        long limit,
        long reserve,
        @Nullable Setting setting) {

    /** Who set a limit, and when. */
    public record Setting(String by, Instant at) {}
}
