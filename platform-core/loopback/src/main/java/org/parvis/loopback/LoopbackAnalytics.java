package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** Figures as they stand: followers, reactions, comments. What the network does not say is left out. */
final class LoopbackAnalytics implements AnalyticsSource {
    private static final int MOST = 100;

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        Instant now = call.clock().instant();
        List<MetricSample> samples = new ArrayList<>();
        LoopbackWire wire = new LoopbackWire(call);
        if (query.publications().isEmpty()) {
            add(samples, wire.read(Operations.READ, "/figures/account", Map.of()), "followers", null, now);
            return samples;
        }
        String ids =
                query.publications().stream().limit(MOST).map(RemoteId::value).collect(Collectors.joining(","));
        for (JsonNode figures : Json.list(wire.read(Operations.READ, "/figures", Map.of("ids", ids)), "figures")) {
            String id = Json.id(figures, "id");
            if (id != null) {
                add(samples, figures, "reactions", new RemoteId(id), now);
                add(samples, figures, "comments", new RemoteId(id), now);
            }
        }
        return samples;
    }

    private static void add(
            List<MetricSample> samples, JsonNode figures, String metric, @Nullable RemoteId subject, Instant now) {
        Json.whole(figures, metric)
                .ifPresent(value -> samples.add(new MetricSample(metric, subject, now, now, value, new TreeMap<>())));
    }
}
