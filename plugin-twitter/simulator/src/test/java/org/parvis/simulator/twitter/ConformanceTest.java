package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route, asked in both dialects, answers what X's own OpenAPI documents describe. */
class ConformanceTest {

    private static final String TWEET_FIELDS = "id,text,created_at,author_id,conversation_id,in_reply_to_user_id,"
            + "referenced_tweets,attachments,entities,lang,public_metrics,note_tweet,edit_controls,edit_history_tweet_ids,"
            + "possibly_sensitive,reply_settings,non_public_metrics,organic_metrics";
    private static final String TWEET_EXPANSIONS = "author_id,attachments.media_keys,attachments.poll_ids,"
            + "referenced_tweets.id,referenced_tweets.id.author_id,in_reply_to_user_id,entities.mentions.username";
    private static final String POST_FIELDS = "id,text,created_at,conversation_id,attachments,entities,lang,"
            + "public_metrics,note_post,edit_controls,possibly_sensitive,reply_settings,non_public_metrics";
    private static final String POST_EXPANSIONS = "author_id,attachments.media_keys,attachments.poll_ids,"
            + "referenced_posts,in_reply_to_user_id,entities.mentions.username,edit_history_post_ids";
    private static final String USER_FIELDS =
            "id,name,username,profile_image_url,public_metrics,verified,verified_type,protected,created_at,description";
    private static final String MEDIA_FIELDS = "media_key,type,url,preview_image_url,alt_text,variants";
    /** Where the newest document is the only one that describes what X's guides show. */
    private static final Set<String> ONLY_NEWEST = Set.of("POST /2/webhooks", "PUT /2/webhooks");

    @TempDir
    Path home;

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> routes = new TreeSet<>();
    private OpenApi tweet;
    private OpenApi post;
    private SmallWorld world;
    private XClient x;
    private String token;

    private void judge(XClient.Seen seen) {
        if (seen.path().equals("/oauth2/token")) {
            return;
        }
        routes.add(seen.method() + " " + seen.path().replaceAll("/[0-9][0-9_-]*", "/{id}"));
        boolean postOnly = ONLY_NEWEST.stream().anyMatch(line -> (seen.method() + " " + seen.path()).startsWith(line));
        String query = seen.query().toString();
        if (!query.contains("post.fields") && !query.contains("referenced_posts") && !postOnly) {
            wrong.addAll(tweet.judge(seen));
        }
        boolean neutralUsers = query.contains("public_metrics") && !query.contains("post.fields");
        if (!query.contains("tweet.fields") && !query.contains("referenced_tweets") && !neutralUsers) {
            wrong.addAll(post.judge(seen));
        }
    }

    @Test
    void everyRouteAnswersAsDescribed() throws Exception {
        tweet = new OpenApi(SharedData.at("networks/specs/twitter/x-api-v2.166-openapi.json"));
        post = new OpenApi(SharedData.at("networks/specs/twitter/x-api-v2.167-openapi.json"));
        try (SmallWorld started = SmallWorld.start(SmallWorld.options(home).setting("enterprise", "on"))) {
            world = started;
            x = started.x;
            token = x.link("Acme");
            x.witness(this::judge);
            write();
            read();
            fail();
            webhooks();
        }
        assertThat(wrong).isEmpty();
        assertThat(routes).hasSizeGreaterThan(35);
    }

    private void both(String path, String... more) throws Exception {
        Map<String, String> query = XClient.query(more);
        query.putAll(XClient.query(
                "tweet.fields",
                TWEET_FIELDS,
                "expansions",
                TWEET_EXPANSIONS,
                "user.fields",
                USER_FIELDS,
                "media.fields",
                MEDIA_FIELDS,
                "poll.fields",
                "id,options,duration_minutes,end_datetime,voting_status"));
        assertThat(x.send("GET", token, path, query, "", "").status()).isEqualTo(200);
        query.remove("tweet.fields");
        query.putAll(XClient.query("post.fields", POST_FIELDS, "expansions", POST_EXPANSIONS));
        assertThat(x.send("GET", token, path, query, "", "").status()).isEqualTo(200);
        assertThat(x.send("GET", token, path, XClient.query(more), "", "").status())
                .isEqualTo(200);
    }

    private void users(String path, String... more) throws Exception {
        Map<String, String> query = XClient.query(more);
        query.put("user.fields", USER_FIELDS);
        assertThat(x.send("GET", token, path, query, "", "").status()).isEqualTo(200);
        query.put("post.fields", "id");
        assertThat(x.send("GET", token, path, query, "", "").status()).isEqualTo(200);
    }

    private String did(XClient.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.at("/data/id").asText();
    }

    private void write() throws Exception {
        String image = upload("tweet_image", "image/png");
        String video = upload("tweet_video", "video/mp4");
        did(
                x.post(
                        token,
                        "/2/media/metadata",
                        "{\"id\":\"" + image + "\",\"metadata\":{\"alt_text\":{\"text\":\"cat\"}}}"),
                200);
        did(
                x.post(
                        token,
                        "/2/media/upload",
                        "{\"media_category\":\"tweet_image\",\"media\":\""
                                + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "\"}"),
                200);
        world.simulation.clock().step(Duration.ofSeconds(5));
        did(x.get(token, "/2/media/upload", "command", "STATUS", "media_id", video), 200);
        String id = did(
                x.post(
                        token,
                        "/2/tweets",
                        "{\"text\":\"see https://example.com/a @jo\",\"media\":{\"media_ids\":[\"" + image + "\"]}}"),
                201);
        did(
                x.post(
                        token,
                        "/2/tweets",
                        "{\"text\":\"which?\",\"poll\":{\"options\":[\"a\",\"b\"],\"duration_minutes\":60}}"),
                201);
        did(x.post(token, "/2/tweets", "{\"text\":\"film\",\"media\":{\"media_ids\":[\"" + video + "\"]}}"), 201);
        did(x.post(token, "/2/tweets", "{\"text\":\"yes\",\"reply\":{\"in_reply_to_tweet_id\":\"1001\"}}"), 201);
        did(x.post(token, "/2/tweets", "{\"text\":\"look\",\"quote_tweet_id\":\"1000\"}"), 201);
        world.control("premium", "{\"account\":\"Acme\"}");
        did(x.post(token, "/2/tweets", "{\"text\":\"" + "long words ".repeat(60) + "\"}"), 201);
        did(
                x.post(
                        token,
                        "/2/tweets",
                        "{\"text\":\"edited\",\"edit_options\":{\"previous_post_id\":\"" + id + "\"}}"),
                201);
        did(x.send("PUT", token, "/2/tweets/1001/hidden", Map.of(), "{\"hidden\":true}", "application/json"), 200);
        String user = "/2/users/" + SmallWorld.ACME;
        did(x.post(token, user + "/likes", "{\"tweet_id\":\"1001\"}"), 200);
        both("/2/tweets/1001/quote_tweets", "max_results", "10");
        users("/2/tweets/1001/liking_users");
        did(x.send("DELETE", token, user + "/likes/1001", Map.of(), "", ""), 200);
        did(x.post(token, user + "/retweets", "{\"tweet_id\":\"1006\"}"), 200);
        users("/2/tweets/1006/retweeted_by");
        did(x.send("DELETE", token, user + "/retweets/1006", Map.of(), "", ""), 200);
        String gone = did(x.post(token, "/2/tweets", "{\"text\":\"gone\"}"), 201);
        did(x.send("DELETE", token, "/2/tweets/" + gone, Map.of(), "", ""), 200);
        messages();
    }

    private String upload(String category, String type) throws Exception {
        String id = did(
                x.post(
                        token,
                        "/2/media/upload/initialize",
                        "{\"media_type\":\"" + type + "\",\"total_bytes\":3,\"media_category\":\"" + category + "\"}"),
                200);
        did(x.post(token, "/2/media/upload/" + id + "/append", "{\"segment_index\":0,\"media\":\"AQID\"}"), 200);
        did(x.send("POST", token, "/2/media/upload/" + id + "/finalize", Map.of(), "", ""), 200);
        did(x.get(token, "/2/media/upload", "command", "STATUS", "media_id", id), 200);
        return id;
    }

    private void messages() throws Exception {
        XClient.Answer sent = x.post(token, "/2/dm_conversations/with/77/messages", "{\"text\":\"hello\"}");
        did(sent, 201);
        String conversation = sent.at("/data/dm_conversation_id").asText();
        String event = sent.at("/data/dm_event_id").asText();
        did(x.post(token, "/2/dm_conversations/" + conversation + "/messages", "{\"text\":\"more\"}"), 201);
        did(
                x.post(
                        token,
                        "/2/dm_conversations",
                        "{\"conversation_type\":\"Group\",\"participant_ids\":[\"77\",\"78\"],"
                                + "\"message\":{\"text\":\"all\"}}"),
                201);
        for (String path : List.of(
                "/2/dm_events",
                "/2/dm_events/" + event,
                "/2/dm_conversations/with/77/dm_events",
                "/2/dm_conversations/" + conversation + "/dm_events")) {
            did(
                    x.get(
                            token,
                            path,
                            "dm_event.fields",
                            "id,text,event_type,created_at,sender_id,dm_conversation_id,attachments",
                            "expansions",
                            "sender_id",
                            "tweet.fields",
                            "id"),
                    200);
            did(
                    x.get(
                            token,
                            path,
                            "dm_event.fields",
                            "id,text,event_type,created_at,dm_conversation_id,attachments",
                            "expansions",
                            "sender_id,referenced_posts",
                            "post.fields",
                            "id"),
                    200);
        }
        did(x.send("DELETE", token, "/2/dm_events/" + event, Map.of(), "", ""), 200);
        did(x.send("POST", token, "/2/users/77/dm/block", Map.of(), "", ""), 200);
        did(x.send("POST", token, "/2/users/77/dm/unblock", Map.of(), "", ""), 200);
    }

    private void read() throws Exception {
        both("/2/users/" + SmallWorld.ACME + "/tweets", "max_results", "5");
        both("/2/users/" + SmallWorld.ACME + "/tweets", "exclude", "replies,retweets");
        both(
                "/2/users/" + SmallWorld.ACME + "/mentions",
                "max_results",
                "100",
                "since_id",
                "1",
                "end_time",
                "2026-11-20T12:00:00Z");
        both("/2/tweets/search/recent", "query", "to:acme -from:acme", "max_results", "10");
        both("/2/tweets/search/recent", "query", "nothinglikethis");
        both("/2/tweets/1005");
        both("/2/tweets/99999");
        both("/2/tweets", "ids", "1000,1006,424242");
        both("/2/tweets/1000/quote_tweets");
        users("/2/users/me");
        users("/2/users/" + SmallWorld.ACME);
        users("/2/users/424242");
        users("/2/users", "ids", "77,424242");
        users("/2/users/by", "usernames", "jo,nobody");
        users("/2/users/by/username/jo");
    }

    private void fail() throws Exception {
        assertThat(x.get("wrong", "/2/users/me").status()).isEqualTo(401);
        assertThat(x.get(token, "/2/tweets/1000", "tweet.fields", "bogus").status())
                .isEqualTo(400);
        assertThat(x.get(token, "/2/tweets/1000", "colour", "red").status()).isEqualTo(400);
        assertThat(x.post(token, "/2/tweets", "{\"text\":\"a\",\"colour\":1}").status())
                .isEqualTo(400);
        assertThat(x.send("DELETE", token, "/2/tweets/1001", Map.of(), "", "").status())
                .isEqualTo(403);
        assertThat(x.send("DELETE", token, "/2/tweets/4242", Map.of(), "", "").status())
                .isEqualTo(404);
        world.control("limits", "{\"rates\":{\"getUsersMe\":0,\"getPostsById\":1}}");
        x.get(token, "/2/tweets/1000");
        assertThat(x.get(token, "/2/tweets/1000").status()).isEqualTo(429);
    }

    private void webhooks() throws Exception {
        try (HookReceiver hook = new HookReceiver("parvis-demo-secret")) {
            String app = x.appToken();
            String id = did(x.post(app, "/2/webhooks", "{\"url\":\"" + hook.url() + "\"}"), 200);
            did(x.get(app, "/2/webhooks"), 200);
            did(x.send("PUT", app, "/2/webhooks/" + id, Map.of(), "", ""), 200);
            XClient.Answer subscribed = x.post(
                    token,
                    "/2/activity/subscriptions",
                    "{\"event_type\":\"post.mention.create\"," + "\"filter\":{\"user_id\":\"" + SmallWorld.ACME
                            + "\"},\"webhook_id\":\"" + id + "\",\"tag\":\"m\"}");
            did(subscribed, 200);
            did(x.get(token, "/2/activity/subscriptions"), 200);
            String subscription =
                    subscribed.at("/data/subscription/subscription_id").asText();
            did(x.send("DELETE", app, "/2/activity/subscriptions/" + subscription, Map.of(), "", ""), 200);
            did(x.send("DELETE", app, "/2/webhooks/" + id, Map.of(), "", ""), 200);
        }
    }
}
