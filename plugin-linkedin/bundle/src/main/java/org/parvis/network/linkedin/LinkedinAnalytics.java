package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * A page's figures by day and its posts' figures as they stand. Each of LinkedIn's reports is asked for by itself, so that one
 * that was retired, or for which a role is missing, does not lose the others. Posts nobody saw are left out by LinkedIn.
 */
final class LinkedinAnalytics implements AnalyticsSource {
    private static final int MOST_POSTS = 100;
    private static final String ENGAGEMENTS = "engagements";

    /** LinkedIn goes back twelve months. */
    private static final Duration REACH = Duration.ofDays(365);

    /** What may be missing without harm to the rest; everything else is the call's own failure. */
    private static final Set<ErrorKind> PASSED_OVER = EnumSet.of(
            ErrorKind.API_RETIRED,
            ErrorKind.PERMISSION_MISSING,
            ErrorKind.POLICY_REJECTED,
            ErrorKind.NOT_FOUND,
            ErrorKind.GONE,
            ErrorKind.UNSUPPORTED);

    /** One report. */
    @FunctionalInterface
    private interface Report {
        List<MetricSample> read() throws NetworkException;
    }

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        String page = call.account().remoteId().value();
        Instant now = call.clock().instant();
        if (!query.publications().isEmpty()) {
            return ofPosts(wire, page, query.publications(), now);
        }
        return each(List.of(
                () -> followers(wire, page, now),
                () -> byDay(wire, Operations.SHARE_STATISTICS, "organizationalEntityShareStatistics", page, query, now),
                () -> byDay(
                        wire,
                        Operations.FOLLOWER_STATISTICS,
                        "organizationalEntityFollowerStatistics",
                        page,
                        query,
                        now),
                () -> byDay(wire, Operations.PAGE_STATISTICS, "organizationPageStatistics", page, query, now)));
    }

    private static List<MetricSample> each(List<Report> reports) throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        NetworkException first = null;
        int failed = 0;
        for (Report report : reports) {
            try {
                samples.addAll(report.read());
            } catch (NetworkException failure) {
                if (!PASSED_OVER.contains(failure.kind())) {
                    throw failure;
                }
                failed++;
                first = first == null ? failure : first;
            }
        }
        if (first != null && failed == reports.size()) {
            throw first;
        }
        return samples;
    }

    private static List<MetricSample> followers(LinkedinWire wire, String page, Instant now) throws NetworkException {
        JsonNode answer = wire.read(
                Operations.FOLLOWERS,
                "/rest/networkSizes/" + RestLi.encode(page),
                Map.of("edgeType", "COMPANY_FOLLOWED_BY_MEMBER"),
                null);
        return Json.whole(answer, "firstDegreeSize")
                .map(size -> List.of(sample(LinkedinMetrics.FOLLOWERS, null, now, now, size)))
                .orElse(List.of());
    }

    private static List<MetricSample> byDay(
            LinkedinWire wire, String operation, String report, String page, MetricQuery asked, Instant now)
            throws NetworkException {
        Instant earliest = now.minus(REACH).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant wanted = asked.from().truncatedTo(ChronoUnit.DAYS);
        Instant from = wanted.isBefore(earliest) ? earliest : wanted;
        Instant until = asked.until().isAfter(now) ? now : asked.until();
        if (!from.isBefore(until)) {
            return List.of();
        }
        String subject = report.equals("organizationPageStatistics") ? "organization" : "organizationalEntity";
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", from.toEpochMilli());
        range.put("end", until.toEpochMilli());
        Map<String, Object> intervals = new LinkedHashMap<>();
        intervals.put("timeRange", range);
        intervals.put("timeGranularityType", "DAY");
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("q", subject);
        query.put(subject, page);
        query.put("timeIntervals", intervals);
        JsonNode answer = wire.read(operation, "/rest/" + report, query, LinkedinWire.FINDER);
        List<MetricSample> samples = new ArrayList<>();
        for (JsonNode element : Json.list(answer, "elements")) {
            JsonNode time = Json.at(element, "timeRange");
            Instant start = Times.read(time, "start").orElse(from);
            Instant end = Times.read(time, "end").orElse(until);
            samples.addAll(samples(element, null, start, end));
        }
        return samples;
    }

    private static List<MetricSample> ofPosts(LinkedinWire wire, String page, List<RemoteId> posts, Instant now)
            throws NetworkException {
        List<String> shares = new ArrayList<>();
        List<String> ugcPosts = new ArrayList<>();
        posts.stream().map(RemoteId::value).limit(MOST_POSTS).forEach(post -> {
            if (post.startsWith(Urns.SHARE)) {
                shares.add(post);
            } else if (post.startsWith(Urns.UGC_POST)) {
                ugcPosts.add(post);
            }
        });
        List<Report> reports = new ArrayList<>();
        if (!shares.isEmpty()) {
            reports.add(() -> ofPosts(wire, page, "shares", shares, now));
        }
        if (!ugcPosts.isEmpty()) {
            reports.add(() -> ofPosts(wire, page, "ugcPosts", ugcPosts, now));
        }
        return each(reports);
    }

    private static List<MetricSample> ofPosts(
            LinkedinWire wire, String page, String parameter, List<String> posts, Instant now) throws NetworkException {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("q", "organizationalEntity");
        query.put("organizationalEntity", page);
        query.put(parameter, posts);
        JsonNode answer = wire.read(
                Operations.SHARE_STATISTICS, "/rest/organizationalEntityShareStatistics", query, LinkedinWire.FINDER);
        List<MetricSample> samples = new ArrayList<>();
        for (JsonNode element : Json.list(answer, "elements")) {
            String post = Json.id(element, "share", "ugcPost");
            if (post != null && posts.contains(post)) {
                samples.addAll(samples(element, new RemoteId(post), now, now));
            }
        }
        return samples;
    }

    /** The figures of one element, whichever report it is of. */
    private static List<MetricSample> samples(
            JsonNode element, @Nullable RemoteId subject, Instant from, Instant until) {
        List<MetricSample> samples = new ArrayList<>();
        named(Json.at(element, "totalShareStatistics"), LinkedinMetrics.OF_SHARES)
                .forEach((metric, value) -> samples.add(sample(metric, subject, from, until, value)));
        engagements(Json.at(element, "totalShareStatistics"))
                .forEach((metric, value) -> samples.add(sample(metric, subject, from, until, value)));
        named(Json.at(element, "followerGains"), LinkedinMetrics.OF_FOLLOWER_GAINS)
                .forEach((metric, value) -> samples.add(sample(metric, subject, from, until, value)));
        JsonNode views = Json.at(Json.at(Json.at(element, "totalPageStatistics"), "views"), "allPageViews");
        named(views, Map.of("pageViews", LinkedinMetrics.PAGE_VIEWS, "uniquePageViews", LinkedinMetrics.PAGE_VISITORS))
                .forEach((metric, value) -> samples.add(sample(metric, subject, from, until, value)));
        return samples;
    }

    private static Map<String, Double> named(JsonNode figures, Map<String, String> names) {
        Map<String, Double> values = new TreeMap<>();
        names.forEach((name, metric) -> {
            JsonNode value = Json.at(figures, name);
            if (value.isNumber()) {
                values.put(metric, value.doubleValue());
            }
        });
        return values;
    }

    /** LinkedIn gives a rate; its parts are counted here, or where one of them is missing, taken from the rate. */
    private static Map<String, Double> engagements(JsonNode figures) {
        double sum = 0;
        boolean whole = true;
        for (String part : List.of("clickCount", "likeCount", "commentCount", "shareCount")) {
            whole &= Json.at(figures, part).isNumber();
            sum += Json.at(figures, part).asDouble();
        }
        if (whole) {
            return Map.of(ENGAGEMENTS, sum);
        }
        JsonNode rate = Json.at(figures, "engagement");
        JsonNode impressions = Json.at(figures, "impressionCount");
        return rate.isNumber() && impressions.isNumber()
                ? Map.of(ENGAGEMENTS, (double) Math.round(rate.doubleValue() * impressions.doubleValue()))
                : Map.of();
    }

    private static MetricSample sample(
            String metric, @Nullable RemoteId subject, Instant from, Instant until, double value) {
        return new MetricSample(metric, subject, from, until, value, new TreeMap<>());
    }
}
