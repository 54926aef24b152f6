package org.parvis.network.facebook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meta's names for figures, and the platform's. Names that Meta has retired are not here; which they are, the README says. */
final class GraphMetrics {

    /** By day. */
    static final Map<String, String> OF_PAGE = ordered(
            "page_media_view", "impressions",
            "page_total_media_view_unique", "reach",
            "page_post_engagements", "engagements",
            "page_follows", "followers",
            "page_daily_follows_unique", "facebook:new-followers",
            "page_daily_unfollows_unique", "facebook:lost-followers",
            "page_views_total", "facebook:page-views",
            "page_total_actions", "facebook:page-actions",
            "page_video_views", "video.views");

    /** Of a post's whole life. */
    static final Map<String, String> OF_POST = ordered(
            "post_media_view", "impressions",
            "post_total_media_view_unique", "reach",
            "post_clicks", "clicks",
            "post_video_views", "video.views",
            "post_reactions_by_type_total", "facebook:reactions-by-type");

    /** Metrics whose value is an object, and the dimension that its members are. */
    static final Map<String, String> DIMENSIONS = Map.of("post_reactions_by_type_total", "reaction");

    private GraphMetrics() {}

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return java.util.Collections.unmodifiableMap(map);
    }

    static List<String> names(Map<String, String> metrics) {
        return List.copyOf(metrics.keySet());
    }
}
