package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** Figures as they stand now; the network counts no views and no reach. */
final class BlueskyAnalytics implements AnalyticsSource {
    private static final int AT_ONCE = 25;

    @Override
    public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
        return query.publications().isEmpty() ? account(call) : publications(call, query.publications());
    }

    private static List<MetricSample> account(NetworkCall call) throws NetworkException {
        JsonNode profile = new BlueskyWire(call)
                .query(
                        "app.bsky.actor.getProfile",
                        Map.of("actor", call.account().remoteId().value()));
        Instant now = call.clock().instant();
        List<MetricSample> samples = new ArrayList<>();
        Json.whole(profile, "followersCount").ifPresent(count -> samples.add(sample("followers", null, now, count)));
        Json.whole(profile, "postsCount").ifPresent(count -> samples.add(sample("bluesky:posts", null, now, count)));
        return samples;
    }

    private static List<MetricSample> publications(NetworkCall call, List<RemoteId> publications)
            throws NetworkException {
        List<String> known = publications.stream()
                .map(RemoteId::value)
                .filter(id -> RecordAddress.read(id).isPresent())
                .toList();
        Instant now = call.clock().instant();
        List<MetricSample> samples = new ArrayList<>();
        for (int from = 0; from < known.size(); from += AT_ONCE) {
            for (JsonNode view : new Posts(call).views(known.subList(from, Math.min(known.size(), from + AT_ONCE)))) {
                Optional<RemoteId> id = Post.address(view).map(RecordAddress::id);
                id.ifPresent(post ->
                        Post.counts(view).forEach((metric, count) -> samples.add(sample(metric, post, now, count))));
            }
        }
        return samples;
    }

    private static MetricSample sample(String metric, @Nullable RemoteId subject, Instant now, long count) {
        return new MetricSample(metric, subject, now, now, count, new TreeMap<>());
    }
}
