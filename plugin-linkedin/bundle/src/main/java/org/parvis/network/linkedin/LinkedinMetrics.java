package org.parvis.network.linkedin;

import java.util.Map;

/** LinkedIn's names for figures, and the platform's. */
final class LinkedinMetrics {
    static final Map<String, String> OF_SHARES = Map.of(
            "impressionCount", "impressions",
            "uniqueImpressionsCount", "reach",
            "likeCount", "reactions",
            "commentCount", "comments",
            "shareCount", "shares",
            "clickCount", "clicks",
            "engagement", "linkedin:engagement-rate");

    static final Map<String, String> OF_FOLLOWER_GAINS = Map.of(
            "organicFollowerGain", "linkedin:followers-gained",
            "paidFollowerGain", "linkedin:followers-gained-paid");

    static final String FOLLOWERS = "followers";
    static final String PAGE_VIEWS = "linkedin:page-views";
    static final String PAGE_VISITORS = "linkedin:page-visitors";

    private LinkedinMetrics() {}
}
