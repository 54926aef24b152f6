package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Figures. One name that Meta no longer knows makes it refuse the whole request, and Meta retires names several times a year;
 * so the names are halved until those that work are known, and only the dead one is lost.
 */
final class InstagramAnalytics implements AnalyticsSource {

    /** Meta keeps an account's figures for so long. */
    private static final Duration KEPT = Duration.ofDays(89);

    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        return query.publications().isEmpty() ? account(call, query) : publications(call, query.publications());
    }

    /** By day, for the sums that Meta tells cover the whole time that is asked for. */
    private static List<MetricSample> account(NetworkCall call, MetricQuery query) throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        Graph graph = new Graph(call);
        Instant now = call.clock().instant();
        JsonNode profile = graph.read(Operations.PROFILE, graph.account(), Map.of("fields", "followers_count"));
        Json.whole(profile, "followers_count")
                .ifPresent(count -> samples.add(sample("followers", null, now, now, count)));
        Instant earliest = now.minus(KEPT);
        Instant from = query.from().isBefore(earliest) ? earliest : query.from();
        List<String> names = GraphMetrics.names(GraphMetrics.OF_ACCOUNT);
        for (Instant day = from; day.isBefore(query.until()); day = day.plus(DAY)) {
            Instant end = day.plus(DAY).isBefore(query.until()) ? day.plus(DAY) : query.until();
            Map<String, String> window = new LinkedHashMap<>();
            window.put("period", "day");
            window.put("metric_type", "total_value");
            window.put("since", Long.toString(day.getEpochSecond()));
            window.put("until", Long.toString(end.getEpochSecond()));
            Request request = new Request(Operations.PROFILE_INSIGHTS, graph.account("insights"), window);
            for (JsonNode metric : ask(call, request, names)) {
                String id = GraphMetrics.OF_ACCOUNT.get(Json.textOr("", metric, "name"));
                JsonNode value = Json.at(Json.at(metric, "total_value"), "value");
                if (id != null && value.isNumber()) {
                    samples.add(sample(id, null, day, end, value.doubleValue()));
                }
            }
        }
        return samples;
    }

    /** A request for figures, but for their names. */
    private record Request(String operation, String path, Map<String, String> query) {}

    /** Asks for all, and where that is refused, for each half. */
    private static List<JsonNode> ask(NetworkCall call, Request request, List<String> names) throws NetworkException {
        call.checkActive();
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.put("metric", String.join(",", names));
        try {
            return Json.list(new Graph(call).read(request.operation(), request.path(), query), "data");
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.API_RETIRED
                    || failure.remoteCode().filter("100"::equals).isEmpty()) {
                throw failure;
            }
        }
        List<JsonNode> found = new ArrayList<>();
        if (names.size() > 1) {
            found.addAll(ask(call, request, names.subList(0, names.size() / 2)));
            found.addAll(ask(call, request, names.subList(names.size() / 2, names.size())));
        }
        return found;
    }

    /** One that is gone loses no other. */
    private static List<MetricSample> publications(NetworkCall call, List<RemoteId> publications)
            throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        for (RemoteId publication : publications) {
            try {
                publication(call, publication, samples);
            } catch (NetworkException failure) {
                if (failure.kind() != ErrorKind.NOT_FOUND && failure.kind() != ErrorKind.GONE) {
                    throw failure;
                }
            }
        }
        return samples;
    }

    private static void publication(NetworkCall call, RemoteId id, List<MetricSample> samples) throws NetworkException {
        Graph graph = new Graph(call);
        Instant now = call.clock().instant();
        JsonNode medium = graph.read(
                Operations.MEDIUM_READ, Graph.path(id), Map.of("fields", "id,media_type,media_product_type"));
        Map<String, String> metrics = GraphMetrics.ofMedium(Json.textOr("FEED", medium, "media_product_type"));
        Request request = new Request(Operations.MEDIUM_INSIGHTS, Graph.path(id, "insights"), Map.of());
        List<JsonNode> figures;
        try {
            figures = ask(call, request, GraphMetrics.names(metrics));
        } catch (NetworkException failure) {
            // Code 10 is what Meta says of a story that fewer than five people saw: there is nothing to tell.
            if (failure.remoteCode().filter("10"::equals).isPresent()) {
                return;
            }
            throw failure;
        }
        for (JsonNode metric : figures) {
            String name = metrics.get(Json.textOr("", metric, "name"));
            JsonNode value = value(metric);
            if (name != null && value.isNumber()) {
                samples.add(sample(name, id, now, now, value.doubleValue()));
            }
        }
    }

    private static JsonNode value(JsonNode metric) {
        List<JsonNode> values = Json.list(metric, "values");
        return Json.at(values.isEmpty() ? Json.at(metric, "total_value") : values.get(0), "value");
    }

    private static MetricSample sample(
            String metric, @Nullable RemoteId subject, Instant from, Instant until, double value) {
        return new MetricSample(metric, subject, from, until, value, new TreeMap<>());
    }
}
