package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parvis.model.QuotaRule;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/**
 * The usage headers, and the publishing limit. In headers Meta tells percentages of budgets whose size it does not tell, so that they are read as shares of the
 * descriptor's size.
 */
final class GraphQuotas implements QuotaReader {

    static final String APP = "app.calls";
    static final String ACCOUNT = "account.calls";

    /** Told by an address of its own, and by no header. */
    static final String POSTS = "posts.publish";

    /** As in the descriptor. */
    static final long APP_LIMIT = 200;

    static final long ACCOUNT_LIMIT = 4800;

    private static final Duration APP_WINDOW = Duration.ofHours(1);

    @Override
    public List<QuotaObservation> read(String operation, HttpResponse response) {
        Optional<Instant> date = date(response);
        if (date.isEmpty()) {
            return List.of();
        }
        List<QuotaObservation> observations = new ArrayList<>();
        header(response, "x-app-usage")
                .flatMap(GraphQuotas::percent)
                .ifPresent(used -> observations.add(observation(
                        APP, QuotaRule.Scope.APP, APP_LIMIT, used, date.get().plus(APP_WINDOW))));
        Optional<Long> page = businessUse(response).stream()
                .flatMap(usage -> percent(usage).stream())
                .max(Long::compare);
        Duration regain = regainAccess(response);
        page.ifPresent(used -> observations.add(observation(
                ACCOUNT,
                QuotaRule.Scope.ACCOUNT,
                ACCOUNT_LIMIT,
                used,
                date.get().plus(regain.isZero() ? APP_WINDOW : regain))));
        if (operation.equals(Operations.LIMIT)) {
            published(response, date.get()).ifPresent(observations::add);
        }
        return observations;
    }

    private static Optional<QuotaObservation> published(HttpResponse response, Instant at) {
        JsonNode answer = Json.parse(response.body()).orElseGet(Json::object);
        return PublishingLimit.read(answer)
                .map(limit -> new QuotaObservation(
                        POSTS, QuotaRule.Scope.ACCOUNT, limit.total(), limit.left(), at.plus(limit.window())));
    }

    private static QuotaObservation observation(
            String bucket, QuotaRule.Scope scope, long limit, long used, Instant resetsAt) {
        return new QuotaObservation(bucket, scope, limit, limit * (100 - Math.min(100, used)) / 100, resetsAt);
    }

    /** How long the account is shut out, as Meta estimates it; zero where it is not. */
    static Duration regainAccess(HttpResponse response) {
        return businessUse(response).stream()
                .flatMap(usage -> Json.whole(usage, "estimated_time_to_regain_access").stream())
                .filter(minutes -> minutes > 0 && minutes < 525_600)
                .max(Long::compare)
                .map(Duration::ofMinutes)
                .orElse(Duration.ZERO);
    }

    private static List<JsonNode> businessUse(HttpResponse response) {
        List<JsonNode> all = new ArrayList<>();
        header(response, "x-business-use-case-usage")
                .ifPresent(usage -> usage.properties()
                        .forEach(business -> business.getValue().forEach(all::add)));
        return all;
    }

    private static Optional<Long> percent(JsonNode usage) {
        long most = -1;
        for (String name : List.of("call_count", "total_time", "total_cputime")) {
            most = Math.max(most, Json.whole(usage, name).orElse(-1L));
        }
        return most < 0 ? Optional.empty() : Optional.of(most);
    }

    private static Optional<JsonNode> header(HttpResponse response, String name) {
        return response.header(name).flatMap(Json::parse).filter(JsonNode::isObject);
    }

    private static Optional<Instant> date(HttpResponse response) {
        return response.header("date").flatMap(text -> {
            try {
                return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }
}
