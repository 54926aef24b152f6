package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
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
 * Figures from two sources: how films and channel stand now (Data API), and what a day brought (Analytics API, two to three
 * days late). Where the second refuses, the first is not lost, and the other way round.
 */
final class YoutubeAnalytics implements AnalyticsSource {
    private static final int IDS_AT_ONCE = 50;
    /** What only means that these figures are not to be had; everything else is for the core. */
    private static final Set<ErrorKind> LEFT_OUT = Set.of(
            ErrorKind.PERMISSION_MISSING,
            ErrorKind.POLICY_REJECTED,
            ErrorKind.API_RETIRED,
            ErrorKind.UNSUPPORTED,
            ErrorKind.NOT_FOUND);

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        List<String> ids =
                query.publications().stream().map(RemoteId::value).distinct().toList();
        List<MetricSample> samples = new ArrayList<>();
        NetworkException refused = null;
        try {
            samples.addAll(ids.isEmpty() ? ofChannel(call) : ofVideos(call, ids));
        } catch (NetworkException e) {
            refused = leaveOut(e);
        }
        try {
            samples.addAll(new YoutubeReport(call, query.from(), query.until()).read(ids));
        } catch (NetworkException e) {
            leaveOut(e);
        }
        if (samples.isEmpty() && refused != null) {
            throw refused;
        }
        return samples;
    }

    static NetworkException leaveOut(NetworkException refused) throws NetworkException {
        if (!LEFT_OUT.contains(refused.kind())) {
            throw refused;
        }
        return refused;
    }

    private static List<MetricSample> ofChannel(NetworkCall call) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,statistics");
        query.put("id", call.account().remoteId().value());
        JsonNode answer = new YoutubeWire(call).read(Operations.CHANNELS_LIST, "/channels", query);
        List<MetricSample> samples = new ArrayList<>();
        for (JsonNode channel : Json.list(answer, "items")) {
            JsonNode statistics = Json.at(channel, "statistics");
            boolean hidden = Json.flag(false, statistics, "hiddenSubscriberCount");
            YoutubeMetrics.OF_CHANNEL.forEach((name, metric) -> {
                if (!hidden || !name.equals("subscriberCount")) {
                    Json.whole(statistics, name).ifPresent(value -> samples.add(now(call, metric, null, value)));
                }
            });
        }
        return samples;
    }

    private static List<MetricSample> ofVideos(NetworkCall call, List<String> ids) throws NetworkException {
        List<MetricSample> samples = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += IDS_AT_ONCE) {
            List<String> some = ids.subList(i, Math.min(ids.size(), i + IDS_AT_ONCE));
            for (Video video : new Uploads(call).videos(some, "id,statistics")) {
                RemoteId subject = new RemoteId(video.id());
                video.counts().forEach((metric, value) -> samples.add(now(call, metric, subject, value)));
            }
        }
        return samples;
    }

    private static MetricSample now(NetworkCall call, String metric, @Nullable RemoteId subject, double value) {
        Instant now = call.clock().instant();
        return new MetricSample(metric, subject, now, now, value, new TreeMap<>());
    }
}
