package org.parvis.network.twitter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.QuotaRule;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/** The rate-limit headers that every answer of X carries. */
final class TwitterQuotas implements QuotaReader {
    /** Which operations have a budget of a day, and whose it is; as in the descriptor. */
    private static final Set<String> DAY_OF_ACCOUNT = Set.of(Operations.DIRECT_CREATE, Operations.LIKES_CREATE);

    private static final Set<String> DAY_OF_APP = Set.of(Operations.POSTS_CREATE);

    @Override
    public List<QuotaObservation> read(String operation, HttpResponse response) {
        List<QuotaObservation> observations = new ArrayList<>();
        observe(response, "x-rate-limit-", operation, QuotaRule.Scope.ACCOUNT).ifPresent(observations::add);
        if (DAY_OF_ACCOUNT.contains(operation)) {
            observe(response, "x-user-limit-24hour-", operation + ".day", QuotaRule.Scope.ACCOUNT)
                    .ifPresent(observations::add);
        }
        if (DAY_OF_APP.contains(operation)) {
            observe(response, "x-app-limit-24hour-", operation + ".app-day", QuotaRule.Scope.APP)
                    .ifPresent(observations::add);
        }
        return observations;
    }

    private static Optional<QuotaObservation> observe(
            HttpResponse response, String prefix, String bucket, QuotaRule.Scope scope) {
        Optional<Long> limit = Statuses.number(response, prefix + "limit");
        Optional<Long> remaining = Statuses.number(response, prefix + "remaining");
        Optional<Instant> reset = Statuses.epochSeconds(response, prefix + "reset");
        return limit.isEmpty() || remaining.isEmpty() || reset.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new QuotaObservation(bucket, scope, limit.get(), Math.max(0, remaining.get()), reset.get()));
    }
}
