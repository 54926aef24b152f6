package org.parvis.simulator.twitter;

/**
 * The two spellings that X's documents have had since August 2026: "tweet" up to OpenAPI 2.166, "post" from 2.167 on. What
 * a request uses decides how it is answered.
 */
enum Dialect {
    TWEET(
            "tweet.fields",
            "referenced_tweets",
            "note_tweet",
            "edit_history_tweet_ids",
            "tweets",
            "retweet_count",
            "tweet_count"),
    POST(
            "post.fields",
            "referenced_posts",
            "note_post",
            "edit_history_post_ids",
            "posts",
            "repost_count",
            "post_count");

    final String fieldsParameter;
    final String referenced;
    final String note;
    final String history;
    final String includes;
    final String repostCount;
    final String postCount;

    Dialect(
            String fieldsParameter,
            String referenced,
            String note,
            String history,
            String includes,
            String repostCount,
            String postCount) {
        this.fieldsParameter = fieldsParameter;
        this.referenced = referenced;
        this.note = note;
        this.history = history;
        this.includes = includes;
        this.repostCount = repostCount;
        this.postCount = postCount;
    }

    /** The expansion that includes the posts that a post refers to. */
    String referencedExpansion() {
        return this == TWEET ? "referenced_tweets.id" : "referenced_posts";
    }
}
