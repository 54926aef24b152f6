package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
final class FacebookAnalytics implements AnalyticsSource {

    /** Meta answers 90 days at most in a request. */
    private static final Duration LONGEST = Duration.ofDays(89);

    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        return query.publications().isEmpty() ? account(call, query) : publications(call, query.publications());
    }

    private static List<MetricSample> account(NetworkCall call, MetricQuery query) throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        Graph graph = new Graph(call);
        Instant now = call.clock().instant();
        JsonNode page =
                graph.read(Operations.PAGE_READ, graph.page(), Map.of("fields", "id,followers_count,fan_count"));
        Json.whole(page, "followers_count")
                .ifPresent(count -> samples.add(sample("followers", null, now, now, count, new TreeMap<>())));
        Json.whole(page, "fan_count")
                .ifPresent(count -> samples.add(sample("facebook:fans", null, now, now, count, new TreeMap<>())));
        for (Instant from = query.from(); from.isBefore(query.until()); from = from.plus(LONGEST)) {
            Instant until = from.plus(LONGEST).isBefore(query.until()) ? from.plus(LONGEST) : query.until();
            Map<String, String> window = new LinkedHashMap<>();
            window.put("period", "day");
            window.put("since", Long.toString(from.getEpochSecond()));
            window.put("until", Long.toString(until.getEpochSecond()));
            days(call, graph.page("insights"), window, GraphMetrics.names(GraphMetrics.OF_PAGE), samples);
        }
        return samples;
    }

    /** Asks for all, and where that is refused, for each half. */
    private static void days(
            NetworkCall call, String path, Map<String, String> window, List<String> names, List<MetricSample> samples)
            throws NetworkException {
        call.checkActive();
        Map<String, String> query = new LinkedHashMap<>(window);
        query.put("metric", String.join(",", names));
        JsonNode answer;
        try {
            answer = new Graph(call).read(Operations.PAGE_INSIGHTS, path, query);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.API_RETIRED
                    || failure.remoteCode().filter("100"::equals).isEmpty()) {
                throw failure;
            }
            if (names.size() > 1) {
                days(call, path, window, names.subList(0, names.size() / 2), samples);
                days(call, path, window, names.subList(names.size() / 2, names.size()), samples);
            }
            return;
        }
        for (JsonNode metric : Json.list(answer, "data")) {
            String id = GraphMetrics.OF_PAGE.get(Json.textOr("", metric, "name"));
            if (id != null) {
                for (JsonNode value : Json.list(metric, "values")) {
                    day(id, value, samples);
                }
            }
        }
    }

    private static void day(String id, JsonNode value, List<MetricSample> samples) {
        JsonNode number = Json.at(value, "value");
        Json.time(value, "end_time")
                .filter(end -> number.isNumber())
                .ifPresent(end ->
                        samples.add(sample(id, null, end.minus(DAY), end, number.doubleValue(), new TreeMap<>())));
    }

    private static List<MetricSample> publications(NetworkCall call, List<RemoteId> publications)
            throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        counts(call, publications, samples);
        List<String> names = GraphMetrics.names(GraphMetrics.OF_POST);
        Map<String, String> requests = new LinkedHashMap<>();
        publications.forEach(id -> requests.put(id.value(), insights(id.value(), names)));
        Map<String, Batch.Part> parts = new Batch(call).read(Operations.POST_INSIGHTS, requests);
        List<String> refused = parts.entrySet().stream()
                .filter(part -> isAboutMetric(call, part.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!refused.isEmpty()) {
            List<String> alive = alive(call, refused.get(0), names);
            Map<String, String> again = new LinkedHashMap<>();
            if (!alive.isEmpty()) {
                refused.forEach(id -> again.put(id, insights(id, alive)));
                parts.putAll(new Batch(call).read(Operations.POST_INSIGHTS, again));
            }
        }
        requireSome(call, parts);
        Instant now = call.clock().instant();
        parts.forEach((id, part) -> lifetime(new RemoteId(id), part.body(), now, samples));
        return samples;
    }

    /** Where every post is refused for one reason that is no metric's, that reason is what happened. */
    private static void requireSome(NetworkCall call, Map<String, Batch.Part> parts) throws NetworkException {
        for (Batch.Part part : parts.values()) {
            if (part.succeeded() || part.isGone() || isAboutMetric(call, part)) {
                return;
            }
        }
        for (Batch.Part part : parts.values()) {
            throw part.failure(call, Operations.POST_INSIGHTS);
        }
    }

    private static boolean isAboutMetric(NetworkCall call, Batch.Part part) {
        if (part.succeeded()) {
            return false;
        }
        NetworkException failure = part.failure(call, Operations.POST_INSIGHTS);
        return failure.kind() == ErrorKind.API_RETIRED
                && failure.remoteCode().filter("100"::equals).isPresent();
    }

    private static List<String> alive(NetworkCall call, String post, List<String> names) throws NetworkException {
        Map<String, String> requests = new LinkedHashMap<>();
        names.forEach(name -> requests.put(name, insights(post, List.of(name))));
        Map<String, Batch.Part> parts = new Batch(call).read(Operations.POST_INSIGHTS, requests);
        return names.stream()
                .filter(name -> parts.containsKey(name) && !isAboutMetric(call, parts.get(name)))
                .toList();
    }

    private static String insights(String post, List<String> names) {
        return post + "/insights?period=lifetime&metric=" + String.join(",", names);
    }

    private static void counts(NetworkCall call, List<RemoteId> publications, List<MetricSample> samples)
            throws NetworkException {
        Map<String, String> requests = new LinkedHashMap<>();
        publications.forEach(id -> requests.put(
                id.value(),
                id.value() + "?fields=id,shares,comments.filter(stream).summary(true).limit(0),"
                        + "reactions.summary(true).limit(0)"));
        Instant now = call.clock().instant();
        new Batch(call).read(Operations.LOOKUP, requests).forEach((id, part) -> {
            if (part.succeeded()) {
                PagePost.counts(part.body())
                        .forEach((metric, count) ->
                                samples.add(sample(metric, new RemoteId(id), now, now, count, new TreeMap<>())));
            }
        });
    }

    private static void lifetime(RemoteId post, JsonNode answer, Instant now, List<MetricSample> samples) {
        for (JsonNode metric : Json.list(answer, "data")) {
            String name = Json.textOr("", metric, "name");
            String id = GraphMetrics.OF_POST.get(name);
            List<JsonNode> values = Json.list(metric, "values");
            if (id == null || values.isEmpty()) {
                continue;
            }
            JsonNode value = Json.at(values.get(0), "value");
            String dimension = GraphMetrics.DIMENSIONS.get(name);
            if (value.isNumber()) {
                samples.add(sample(id, post, now, now, value.doubleValue(), new TreeMap<>()));
            } else if (dimension != null && value.isObject()) {
                value.properties().stream()
                        .filter(member -> member.getValue().isNumber())
                        .forEach(member -> samples.add(sample(
                                id,
                                post,
                                now,
                                now,
                                member.getValue().doubleValue(),
                                new TreeMap<>(Map.of(dimension, member.getKey())))));
            }
        }
    }

    private static MetricSample sample(
            String metric,
            @Nullable RemoteId subject,
            Instant from,
            Instant until,
            double value,
            SortedMap<String, String> dimensions) {
        return new MetricSample(metric, subject, from, until, value, dimensions);
    }
}
