package org.parvis.loopback;

import java.util.List;
import org.parvis.model.QuotaRule;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/** The network in memory sends no answers over HTTP; these are the headers it would carry, for tests of the core. */
final class LoopbackQuotas implements QuotaReader {
    @Override
    public List<QuotaObservation> read(String operation, HttpResponse response) {
        return Statuses.number(response, "x-loopback-remaining")
                .flatMap(remaining -> Statuses.epochSeconds(response, "x-loopback-reset")
                        .map(reset -> List.of(new QuotaObservation(
                                "loopback.calls", QuotaRule.Scope.ACCOUNT, 1000, Math.max(0, remaining), reset))))
                .orElse(List.of());
    }
}
