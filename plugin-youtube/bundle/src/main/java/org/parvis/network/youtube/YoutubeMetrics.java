package org.parvis.network.youtube;

import java.util.LinkedHashMap;
import java.util.Map;

/** YouTube's names for figures, and the platform's. */
final class YoutubeMetrics {
    /** Of a film, as they stand now. */
    static final Map<String, String> OF_VIDEO =
            Map.of("viewCount", "video.views", "likeCount", "reactions", "commentCount", "comments");

    /** Of the channel, as they stand now. */
    static final Map<String, String> OF_CHANNEL = Map.of(
            "subscriberCount", "followers",
            "viewCount", "youtube:channel-views",
            "videoCount", "youtube:videos");

    /** Of a day or of a span of days, from the Analytics API; in the order in which they are asked for. */
    static final Map<String, String> OF_REPORT = reported();

    private static Map<String, String> reported() {
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("views", "youtube:views");
        metrics.put("engagedViews", "youtube:engaged-views");
        metrics.put("estimatedMinutesWatched", "video.watch-time");
        metrics.put("averageViewDuration", "youtube:average-view-duration");
        metrics.put("averageViewPercentage", "youtube:average-view-percentage");
        metrics.put("likes", "youtube:likes");
        metrics.put("comments", "youtube:comments");
        metrics.put("shares", "shares");
        metrics.put("subscribersGained", "youtube:subscribers-gained");
        metrics.put("subscribersLost", "youtube:subscribers-lost");
        return metrics;
    }

    private YoutubeMetrics() {}
}
