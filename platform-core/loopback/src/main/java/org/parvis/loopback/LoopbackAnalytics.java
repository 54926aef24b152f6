package org.parvis.loopback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;

/** Figures as they stand: followers, reactions, comments. */
final class LoopbackAnalytics implements AnalyticsSource {
    private final LoopbackWorld world;

    LoopbackAnalytics(LoopbackWorld world) {
        this.world = world;
    }

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        Instant now = call.clock().instant();
        return world.step("collect", () -> {
            List<MetricSample> samples = new ArrayList<>();
            if (query.publications().isEmpty()) {
                samples.add(sample(
                        "followers", null, now, world.followersOf(call.account().remoteId())));
            }
            for (RemoteId id : query.publications()) {
                if (world.find(id).filter(message -> !message.removed).isPresent()) {
                    samples.add(sample("reactions", id, now, world.likes(id)));
                    samples.add(sample("comments", id, now, world.answersTo(id)));
                }
            }
            return samples;
        });
    }

    private static MetricSample sample(String metric, @Nullable RemoteId subject, Instant now, long value) {
        return new MetricSample(metric, subject, now, now, value, new TreeMap<>());
    }
}
