package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.simulation.Reply;

/**
 * The Analytics API's reports by day or by film. The figures are made up, always in the same way: a tenth of a film's views
 * come on its first day, half of that on the second, a third on the third. The last two days are not there yet.
 */
final class Reports {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final List<String> METRICS = List.of(
            "views",
            "engagedViews",
            "estimatedMinutesWatched",
            "averageViewDuration",
            "averageViewPercentage",
            "likes",
            "comments",
            "shares",
            "subscribersGained",
            "subscribersLost");

    private final World world;
    private final Settings settings;

    Reports(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    Reply query(Call call) {
        String ids = call.required("ids");
        if (!ids.equals("channel==MINE") && !ids.equals("channel==" + call.channel())) {
            throw Refusal.forbidden("Forbidden");
        }
        LocalDate first = date(call.required("startDate"));
        LocalDate last = date(call.required("endDate"));
        if (last.isBefore(first)) {
            throw Refusal.bad("badRequest", "The end date must not be before the start date.");
        }
        List<String> metrics = metrics(call);
        String dimension = call.parameter("dimensions").orElse("");
        if (!Set.of("", "day", "video").contains(dimension)) {
            throw Refusal.bad(
                    "badRequest", "The query is not supported. Check the documentation for supported queries.");
        }
        List<Video> videos = videos(call);
        List<List<Object>> rows = rows(videos, metrics, dimension, first, last);
        sort(call, rows, dimension, metrics);
        long most = call.parameter("maxResults").map(Long::parseLong).orElse(Long.MAX_VALUE);
        return Reply.json(
                200, table(dimension, metrics, rows.stream().limit(most).toList()));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.bad("badRequest", "Invalid value \"" + text + "\" for a date.");
        }
    }

    private List<String> metrics(Call call) {
        call.required("metrics");
        List<String> metrics = call.list("metrics");
        for (String metric : metrics) {
            if (!METRICS.contains(metric) || settings.retired().contains(metric)) {
                throw Refusal.bad(
                        "badRequest", "Unknown identifier (" + metric + ") given in field parameters.metrics.");
            }
        }
        return metrics;
    }

    private List<Video> videos(Call call) {
        List<Video> own = world.videosOf(call.channel());
        String filter = call.parameter("filters").orElse("");
        if (filter.isEmpty()) {
            return own;
        }
        if (!filter.startsWith("video==")) {
            throw Refusal.bad(
                    "badRequest", "The query is not supported. Check the documentation for supported queries.");
        }
        List<String> ids = Arrays.asList(filter.substring(7).split(","));
        if (ids.size() > 500) {
            throw Refusal.bad("badRequest", "At most 500 videos may be given.");
        }
        return own.stream().filter(video -> ids.contains(video.id)).toList();
    }

    private List<List<Object>> rows(
            List<Video> videos, List<String> metrics, String dimension, LocalDate first, LocalDate last) {
        LocalDate end =
                Instant.ofEpochMilli(world.now()).atZone(PACIFIC).toLocalDate().minusDays(2);
        LocalDate until = last.isBefore(end) ? last : end;
        List<List<Object>> rows = new ArrayList<>();
        if (until.isBefore(first)) {
            return rows;
        }
        if (dimension.equals("day")) {
            for (LocalDate day = first; !day.isAfter(until); day = day.plusDays(1)) {
                add(rows, day.toString(), metrics, sum(videos, day, day));
            }
        } else if (dimension.equals("video")) {
            videos.forEach(video -> add(rows, video.id, metrics, sum(List.of(video), first, until)));
        } else {
            add(rows, "", metrics, sum(videos, first, until));
        }
        return rows;
    }

    private static void add(List<List<Object>> rows, String name, List<String> metrics, Map<String, Number> figures) {
        if (figures.getOrDefault("views", 0).longValue() == 0) {
            return;
        }
        List<Object> row = new ArrayList<>();
        if (!name.isEmpty()) {
            row.add(name);
        }
        metrics.forEach(metric -> row.add(figures.getOrDefault(metric, 0)));
        rows.add(row);
    }

    private Map<String, Number> sum(List<Video> videos, LocalDate first, LocalDate last) {
        long views = 0;
        long comments = 0;
        for (Video video : videos) {
            LocalDate begun = day(video.publishedAt(world.now()));
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                long age = ChronoUnit.DAYS.between(begun, day);
                views += age < 0 ? 0 : video.views / 10 / (age + 1);
            }
            comments += world.topsOf(video.id).stream()
                    .filter(c -> !day(c.publishedAt).isBefore(first)
                            && !day(c.publishedAt).isAfter(last))
                    .count();
        }
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("views", views);
        figures.put("engagedViews", views * 4 / 5);
        figures.put("estimatedMinutesWatched", views * 2);
        figures.put("averageViewDuration", 120);
        figures.put("averageViewPercentage", 45.5);
        figures.put("likes", views / 20);
        figures.put("comments", comments);
        figures.put("shares", views / 50);
        figures.put("subscribersGained", views / 100);
        figures.put("subscribersLost", views / 300);
        return figures;
    }

    private static LocalDate day(long millis) {
        return Instant.ofEpochMilli(millis).atZone(PACIFIC).toLocalDate();
    }

    private static void sort(Call call, List<List<Object>> rows, String dimension, List<String> metrics) {
        String sort = call.parameter("sort").orElse("");
        if (sort.isEmpty()) {
            return;
        }
        boolean down = sort.startsWith("-");
        String name = down ? sort.substring(1) : sort;
        int shift = dimension.isEmpty() ? 0 : 1;
        if (name.equals(dimension)) {
            Comparator<List<Object>> byName =
                    Comparator.comparing(row -> row.get(0).toString());
            rows.sort(down ? byName.reversed() : byName);
            return;
        }
        int column = metrics.indexOf(name);
        if (column < 0) {
            throw Refusal.bad("badRequest", "Unknown identifier (" + name + ") given in field parameters.sort.");
        }
        Comparator<List<Object>> byFigure =
                Comparator.comparingDouble(row -> ((Number) row.get(column + shift)).doubleValue());
        rows.sort(down ? byFigure.reversed() : byFigure);
    }

    private static ObjectNode table(String dimension, List<String> metrics, List<List<Object>> rows) {
        ObjectNode table = JSON.createObjectNode().put("kind", "youtubeAnalytics#resultTable");
        ArrayNode headers = table.putArray("columnHeaders");
        if (!dimension.isEmpty()) {
            headers.addObject()
                    .put("name", dimension)
                    .put("columnType", "DIMENSION")
                    .put("dataType", "STRING");
        }
        for (String metric : metrics) {
            String type = metric.equals("averageViewPercentage") ? "FLOAT" : "INTEGER";
            headers.addObject().put("name", metric).put("columnType", "METRIC").put("dataType", type);
        }
        if (!rows.isEmpty()) {
            ArrayNode array = table.putArray("rows");
            rows.forEach(row -> array.add(JSON.valueToTree(row)));
        }
        return table;
    }
}
