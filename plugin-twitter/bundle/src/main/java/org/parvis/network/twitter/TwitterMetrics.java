package org.parvis.network.twitter;

import java.util.Map;

/** X's names for figures, and the platform's. */
final class TwitterMetrics {
    static final Map<String, String> PUBLIC_OF_POST = Map.of(
            "like_count", "reactions",
            "reply_count", "comments",
            "retweet_count", "shares",
            "quote_count", "twitter:quotes",
            "bookmark_count", "twitter:bookmarks",
            "impression_count", "impressions");

    /** Only the account sees these, and only of posts of the last 30 days. */
    static final Map<String, String> PRIVATE_OF_POST = Map.of(
            "engagements", "engagements",
            "url_link_clicks", "clicks",
            "user_profile_clicks", "twitter:profile-clicks");

    static final Map<String, String> OF_ACCOUNT = Map.of(
            "followers_count", "followers",
            "following_count", "twitter:following",
            "tweet_count", "twitter:posts",
            "post_count", "twitter:posts",
            "listed_count", "twitter:listed");

    private TwitterMetrics() {}
}
