package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Figures as they stand: X has no history of them, so that every sample is a snapshot. What only the account may see is asked
 * for apart, because X refuses it for posts older than 30 days and on some plans, and may then refuse the whole request.
 */
final class TwitterAnalytics implements AnalyticsSource {
    private static final int MOST_IDS = 100;

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        Instant now = call.clock().instant();
        if (query.publications().isEmpty()) {
            return ofAccount(call, now);
        }
        List<String> ids = query.publications().stream()
                .map(RemoteId::value)
                .limit(MOST_IDS)
                .toList();
        List<MetricSample> samples =
                new ArrayList<>(ofPosts(call, ids, "public_metrics", TwitterMetrics.PUBLIC_OF_POST, now));
        try {
            samples.addAll(ofPosts(call, ids, "non_public_metrics", TwitterMetrics.PRIVATE_OF_POST, now));
        } catch (NetworkException refused) {
            // The public figures are there; what is missing is left out.
            return samples;
        }
        return samples;
    }

    private static List<MetricSample> ofPosts(
            NetworkCall call, List<String> ids, String field, Map<String, String> metrics, Instant now)
            throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ids", String.join(",", ids));
        Dialect.of(call).askForFields(query, List.of("id", field));
        JsonNode answer = new TwitterWire(call).read(Operations.POSTS_LOOKUP, "/2/tweets", query);
        List<MetricSample> samples = new ArrayList<>();
        for (JsonNode post : Json.list(answer, "data")) {
            String id = Json.id(post, "id");
            if (id != null) {
                samples.addAll(samples(Json.at(post, field), metrics, new RemoteId(id), now));
            }
        }
        return samples;
    }

    private static List<MetricSample> ofAccount(NetworkCall call, Instant now) throws NetworkException {
        JsonNode answer = new TwitterWire(call)
                .read(Operations.USERS_ME, "/2/users/me", Map.of("user.fields", "id,public_metrics"));
        JsonNode figures = Json.at(Json.at(answer, "data"), "public_metrics");
        if (figures.isMissingNode() && !Json.list(answer, "errors").isEmpty()) {
            throw TwitterErrors.partial(Operations.USERS_ME, answer);
        }
        return samples(figures, TwitterMetrics.OF_ACCOUNT, null, now);
    }

    private static List<MetricSample> samples(
            JsonNode figures, Map<String, String> metrics, @Nullable RemoteId subject, Instant now) {
        List<MetricSample> samples = new ArrayList<>();
        metrics.forEach((name, metric) -> Json.whole(figures, name)
                .ifPresent(value -> samples.add(new MetricSample(metric, subject, now, now, value, new TreeMap<>()))));
        return samples;
    }
}
