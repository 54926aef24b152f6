package org.parvis.network.twitter;

import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;

/**
 * X renamed "tweet" to "post" in its machine-readable description of August 2026 while its prose kept the old names. Which of
 * the two the servers honour is a matter of configuration ({@code x.dialect}); answers are read in both, always.
 */
enum Dialect {
    TWEET(
            "tweet.fields",
            "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,id,in_reply_to_user_id,lang,note_tweet,"
                    + "public_metrics,referenced_tweets,text,attachments",
            "author_id,attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id",
            "attachments,created_at,dm_conversation_id,event_type,id,sender_id,text"),
    /** Here authors, references and earlier versions are no fields: the expansions bring them along. */
    POST(
            "post.fields",
            "attachments,conversation_id,created_at,entities,id,lang,note_post,public_metrics,text",
            "attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts",
            "attachments,created_at,dm_conversation_id,event_type,id,text");

    private static final String USER_FIELDS = "id,name,profile_image_url,username";
    private static final String MEDIA_FIELDS = "alt_text,media_key,preview_image_url,type,url,variants";

    private final String fieldsParameter;
    private final String postFields;
    private final String postExpansions;
    private final String directFields;

    Dialect(String fieldsParameter, String postFields, String postExpansions, String directFields) {
        this.fieldsParameter = fieldsParameter;
        this.postFields = postFields;
        this.postExpansions = postExpansions;
        this.directFields = directFields;
    }

    static Dialect of(NetworkCall call) throws NetworkException {
        String name = call.settings().getOrDefault("dialect", "tweet");
        for (Dialect dialect : values()) {
            if (dialect.name().equalsIgnoreCase(name)) {
                return dialect;
            }
        }
        throw new NetworkException(
                ErrorKind.MISCONFIGURED, "The setting x.dialect is 'tweet' or 'post', not '" + name + "'");
    }

    /** Asks for posts with everything that a message is read from. */
    void askForPosts(Map<String, String> query) {
        query.put(fieldsParameter, postFields);
        query.put("expansions", postExpansions);
        query.put("user.fields", USER_FIELDS);
        query.put("media.fields", MEDIA_FIELDS);
    }

    /** Asks for posts as they stand now: with what they were edited to since. */
    void askForNewestPosts(Map<String, String> query) {
        askForPosts(query);
        if (this == TWEET) {
            query.put("expansions", postExpansions + ",edit_history_tweet_ids");
        }
    }

    /** Asks for posts with some fields only. */
    void askForFields(Map<String, String> query, List<String> fields) {
        query.put(fieldsParameter, String.join(",", fields));
    }

    void askForDirectMessages(Map<String, String> query) {
        query.put("dm_event.fields", directFields);
        query.put("event_types", "MessageCreate");
        query.put("expansions", "sender_id,attachments.media_keys");
        query.put("user.fields", USER_FIELDS);
        query.put("media.fields", MEDIA_FIELDS);
    }
}
