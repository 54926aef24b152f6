package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Reports of the Analytics API: of the channel by day, of films over the whole span. YouTube refuses a report as a whole for
 * one metric that it does not know, so that what is refused is asked for in halves, down to the one that is to blame.
 */
final class YoutubeReport {
    private static final int IDS_AT_ONCE = 200;

    private final NetworkCall call;
    private final LocalDate first;
    private final LocalDate last;

    /** Days are whole: the span's first and last are part of it. */
    YoutubeReport(NetworkCall call, Instant from, Instant until) {
        this.call = call;
        first = Pacific.day(from);
        LocalDate end = Pacific.day(until.isAfter(from) ? until.minusMillis(1) : until);
        last = end.isBefore(first) ? first : end;
    }

    /** @param videos empty for the channel */
    List<MetricSample> read(List<String> videos) throws NetworkException {
        List<String> metrics = List.copyOf(YoutubeMetrics.OF_REPORT.keySet());
        List<MetricSample> samples = new ArrayList<>();
        if (videos.isEmpty()) {
            ask(List.of(), metrics, samples);
        }
        for (int i = 0; i < videos.size(); i += IDS_AT_ONCE) {
            ask(videos.subList(i, Math.min(videos.size(), i + IDS_AT_ONCE)), metrics, samples);
        }
        return samples;
    }

    private void ask(List<String> videos, List<String> metrics, List<MetricSample> samples) throws NetworkException {
        JsonNode table;
        try {
            table = new YoutubeWire(call).report(query(videos, metrics));
        } catch (NetworkException refused) {
            boolean metric = refused.kind() == ErrorKind.API_RETIRED || refused.kind() == ErrorKind.POLICY_REJECTED;
            if (!metric) {
                throw refused;
            }
            if (metrics.size() > 1) {
                int half = metrics.size() / 2;
                ask(videos, metrics.subList(0, half), samples);
                ask(videos, metrics.subList(half, metrics.size()), samples);
            }
            return;
        }
        read(table, samples);
    }

    private Map<String, String> query(List<String> videos, List<String> metrics) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ids", "channel==" + call.account().remoteId().value());
        query.put("startDate", first.toString());
        query.put("endDate", last.toString());
        query.put("metrics", String.join(",", metrics));
        if (videos.isEmpty()) {
            query.put("dimensions", "day");
            query.put("sort", "day");
        } else {
            query.put("dimensions", "video");
            query.put("filters", "video==" + String.join(",", videos));
            query.put("sort", "-" + metrics.get(0));
            query.put("maxResults", Integer.toString(IDS_AT_ONCE));
        }
        return query;
    }

    /** The columns are taken by their names, whatever their order; rows are missing where there are no figures. */
    private void read(JsonNode table, List<MetricSample> samples) {
        List<String> columns = new ArrayList<>();
        Json.list(table, "columnHeaders").forEach(column -> columns.add(Json.textOr("", column, "name")));
        for (JsonNode row : Json.list(table, "rows")) {
            int day = columns.indexOf("day");
            int video = columns.indexOf("video");
            LocalDate begin = day < 0 ? first : date(row.path(day).asText());
            LocalDate end = day < 0 ? last : begin;
            if (begin == null || end == null) {
                continue;
            }
            String id = video < 0 ? "" : row.path(video).asText();
            RemoteId subject = id.isBlank() ? null : new RemoteId(id);
            for (int i = 0; i < columns.size() && i < row.size(); i++) {
                String metric = YoutubeMetrics.OF_REPORT.get(columns.get(i));
                if (metric != null && row.get(i).isNumber()) {
                    samples.add(new MetricSample(
                            metric,
                            subject,
                            Pacific.begin(begin),
                            Pacific.begin(end.plusDays(1)),
                            row.get(i).asDouble(),
                            new TreeMap<>()));
                }
            }
        }
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
