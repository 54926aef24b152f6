package org.parvis.network.instagram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meta's names for figures, and the platform's. Names that Meta has retired are not here; which they are, the README says. */
final class GraphMetrics {

    /** Totals of a day. */
    static final Map<String, String> OF_ACCOUNT = ordered(
            "views", "impressions",
            "reach", "reach",
            "total_interactions", "engagements",
            "accounts_engaged", "instagram:accounts-engaged",
            "saves", "instagram:saves",
            "shares", "shares",
            "replies", "instagram:replies",
            "profile_links_taps", "clicks");

    /** Of a picture's or carousel's whole life. */
    static final Map<String, String> OF_FEED = ordered(
            "views", "impressions",
            "likes", "reactions",
            "comments", "comments",
            "reach", "reach",
            "total_interactions", "engagements",
            "saved", "instagram:saves",
            "shares", "shares",
            "reposts", "instagram:reposts",
            "follows", "instagram:follows",
            "profile_visits", "instagram:profile-visits");

    static final Map<String, String> OF_REEL = ordered(
            "views", "impressions",
            "likes", "reactions",
            "comments", "comments",
            "reach", "reach",
            "total_interactions", "engagements",
            "saved", "instagram:saves",
            "shares", "shares",
            "reposts", "instagram:reposts",
            "ig_reels_avg_watch_time", "instagram:average-watch-time",
            "ig_reels_video_view_total_time", "instagram:watch-time");

    static final Map<String, String> OF_STORY = ordered(
            "views", "impressions",
            "reach", "reach",
            "total_interactions", "engagements",
            "replies", "instagram:replies",
            "shares", "shares",
            "navigation", "instagram:navigation",
            "follows", "instagram:follows",
            "profile_visits", "instagram:profile-visits");

    private GraphMetrics() {}

    /** A name that the kind of medium does not have makes Meta refuse the others too. */
    static Map<String, String> ofMedium(String productType) {
        return switch (productType) {
            case "REELS" -> OF_REEL;
            case "STORY" -> OF_STORY;
            default -> OF_FEED;
        };
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    static List<String> names(Map<String, String> metrics) {
        return List.copyOf(metrics.keySet());
    }
}
