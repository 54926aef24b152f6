package org.parvis.gateway.view;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.parvis.api.network.QuotaState;

/**
 * How a budget of a network stands; {@code reserve} is what of the limit only publishing and replies may use, {@code spent}
 * what was used in the present window, by purpose.
 */
public record QuotaJson(
        String network,
        String bucket,
        String scope,
        String subject,
        String unit,
        long limit,
        long remaining,
        long reserve,
        Instant resetsAt,
        String source,
        boolean overridden,
        Map<String, Long> spent) {
    public static QuotaJson of(QuotaState state) {
        Map<String, Long> spent = new TreeMap<>();
        state.spent().forEach((purpose, units) -> spent.put(purpose.name(), units));
        return new QuotaJson(
                state.network().value(),
                state.bucket(),
                state.scope().name(),
                state.subject(),
                state.unit(),
                state.limit(),
                state.remaining(),
                state.reserve(),
                state.resetsAt(),
                state.source().name(),
                state.overridden(),
                spent);
    }
}
