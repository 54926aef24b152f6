package org.parvis.loopback;

import java.util.List;
import org.parvis.model.QuotaRule;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/** Every answer says what is left of the one budget. */
final class LoopbackQuotas implements QuotaReader {
    private static final long LIMIT = 1000;

    @Override
    public List<QuotaObservation> read(String operation, HttpResponse response) {
        return Statuses.number(response, "x-loopback-remaining")
                .flatMap(remaining -> Statuses.epochSeconds(response, "x-loopback-reset")
                        .map(reset -> List.of(new QuotaObservation(
                                "loopback.calls", QuotaRule.Scope.ACCOUNT, LIMIT, Math.max(0, remaining), reset))))
                .orElse(List.of());
    }
}
