package org.parvis.simulator.twitter;

import java.util.Set;

/** The names that X's OpenAPI documents allow in selections, for each dialect. */
final class FieldNames {

    private static final Set<String> TWEET =
            words("article attachments author_id card_uri community_id context_annotations conversation_id created_at "
                    + "display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang "
                    + "matched_media_notes media_metadata non_public_metrics note_request_suggestions note_tweet "
                    + "organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics "
                    + "referenced_tweets reply_settings scopes source suggested_source_links "
                    + "suggested_source_links_with_counts text withheld");
    private static final Set<String> POST = words(
            "article article_title attachments card_uri community_id context_annotations conversation_id created_at "
                    + "display_text_range edit_controls entities geo id lang matched_media_notes media_metadata "
                    + "non_public_metrics note_post note_request_suggestions organic_metrics paid_partnership "
                    + "possibly_sensitive promoted_metrics public_metrics reply_settings scopes source "
                    + "suggested_source_links suggested_source_links_with_counts text withheld");
    private static final String USER = "confirmed_email connection_status created_at description entities id "
            + "is_identity_verified location name parody profile_banner_url profile_image_url protected public_metrics "
            + "receives_your_dm subscription subscription_type url username verified verified_followers_count "
            + "verified_type withheld";
    private static final Set<String> USER_TWEET = words(USER + " affiliation most_recent_tweet_id pinned_tweet_id");
    private static final Set<String> USER_POST = words(USER + " subscribes_to_you");
    private static final Set<String> MESSAGE_TWEET = words("attachments created_at dm_conversation_id entities "
            + "event_type id participant_ids referenced_tweets sender_id text");
    private static final Set<String> MESSAGE_POST =
            words("attachments created_at dm_conversation_id entities event_type id text");
    static final Set<String> MEDIA = words("alt_text duration_ms height media_key non_public_metrics organic_metrics "
            + "preview_image_url promoted_metrics public_metrics type url variants width");
    static final Set<String> POLL = words("duration_minutes end_datetime id options voting_status");
    static final Set<String> PLACE = words("contained_within country country_code full_name geo id name place_type");
    private static final Set<String> EXPAND_TWEET = words("article.cover_media article.media_entities "
            + "attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id "
            + "edit_history_tweet_ids entities.mentions.username geo.place_id in_reply_to_user_id "
            + "entities.note.mentions.username referenced_tweets.id referenced_tweets.id.attachments.media_keys "
            + "referenced_tweets.id.author_id");
    private static final Set<String> EXPAND_POST = words("article.cover_media article.media_entities "
            + "attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id "
            + "edit_history_post_ids entities.mentions.username geo.place_id in_reply_to_user_id referenced_posts "
            + "username");
    private static final Set<String> EXPAND_USER_TWEET =
            words("affiliation.user_id most_recent_tweet_id pinned_tweet_id");
    private static final Set<String> EXPAND_USER_POST = words("affiliation most_recent_post_id pinned_post_id");
    private static final Set<String> EXPAND_MESSAGE_TWEET =
            words("attachments.media_keys participant_ids referenced_tweets.id sender_id");
    private static final Set<String> EXPAND_MESSAGE_POST =
            words("attachments.media_keys participant_ids referenced_posts sender_id");

    /** What a route answers with. */
    enum Subject {
        POSTS,
        USERS,
        MESSAGES
    }

    private FieldNames() {}

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    static Set<String> posts(Dialect dialect) {
        return dialect == Dialect.TWEET ? TWEET : POST;
    }

    static Set<String> users(Dialect dialect) {
        return dialect == Dialect.TWEET ? USER_TWEET : USER_POST;
    }

    static Set<String> messages(Dialect dialect) {
        return dialect == Dialect.TWEET ? MESSAGE_TWEET : MESSAGE_POST;
    }

    static Set<String> expansions(Subject subject, Dialect dialect) {
        boolean tweet = dialect == Dialect.TWEET;
        return switch (subject) {
            case POSTS -> tweet ? EXPAND_TWEET : EXPAND_POST;
            case USERS -> tweet ? EXPAND_USER_TWEET : EXPAND_USER_POST;
            case MESSAGES -> tweet ? EXPAND_MESSAGE_TWEET : EXPAND_MESSAGE_POST;
        };
    }
}
