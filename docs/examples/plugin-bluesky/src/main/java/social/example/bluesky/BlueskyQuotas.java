package social.example.bluesky;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.QuotaRule;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/** An answer tells of one limit, the one that is nearest; which it is, its window says: {@code RateLimit-Policy: 5000;w=3600}. */
final class BlueskyQuotas implements QuotaReader {
    private record Budget(String bucket, QuotaRule.Scope scope) {}

    private static final Map<String, Budget> BY_WINDOW = Map.of(
            "300", new Budget("bluesky.calls", QuotaRule.Scope.APP),
            "3600", new Budget("bluesky.writes.hour", QuotaRule.Scope.ACCOUNT),
            "86400", new Budget("bluesky.writes.day", QuotaRule.Scope.ACCOUNT));

    @Override
    public List<QuotaObservation> read(String operation, HttpResponse response) {
        Optional<Budget> budget = response.header("ratelimit-policy")
                .map(policy -> policy.replaceFirst("^.*;\\s*w=", "").strip())
                .map(BY_WINDOW::get);
        Optional<Long> limit = Statuses.number(response, "ratelimit-limit");
        Optional<Long> remaining = Statuses.number(response, "ratelimit-remaining");
        Optional<Instant> reset = Statuses.epochSeconds(response, "ratelimit-reset");
        if (budget.isEmpty() || limit.isEmpty() || remaining.isEmpty() || reset.isEmpty()) {
            return List.of();
        }
        return List.of(new QuotaObservation(
                budget.get().bucket(), budget.get().scope(), limit.get(), Math.max(0, remaining.get()), reset.get()));
    }
}
