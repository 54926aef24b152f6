package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.JournalEntry;

class WritesTest {

    private static final String OWN = "/2/users/" + SmallWorld.ACME + "/tweets";

    @TempDir
    Path home;

    private SmallWorld world;
    private XClient x;
    private String token;

    @BeforeEach
    void start() throws Exception {
        world = SmallWorld.start(home);
        x = world.x;
        token = x.link("Acme");
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private XClient.Answer post(String text) throws Exception {
        return x.post(
                token,
                "/2/tweets",
                SmallWorld.JSON.createObjectNode().put("text", text).toString());
    }

    private XClient.Answer reply(String text, String to) throws Exception {
        var body = SmallWorld.JSON.createObjectNode().put("text", text);
        body.putObject("reply").put("in_reply_to_tweet_id", to);
        return x.post(token, "/2/tweets", body.toString());
    }

    @Test
    void aPostGetsAnIdThatTellsItsTimeAndStandsInTheJournal() throws Exception {
        XClient.Answer answer = post("hello marker-m1");
        assertThat(answer.status()).isEqualTo(201);
        String id = answer.at("/data/id").asText();
        long millis = (Long.parseLong(id) >> 22) + 1_288_834_974_657L;
        assertThat(millis).isEqualTo(world.simulation.clock().millis());
        assertThat(world.simulation.journal().since(0))
                .filteredOn(entry -> entry.origin().equals("api"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.remoteId()).isEqualTo(id);
                    assertThat(entry.account()).isEqualTo("Acme");
                    assertThat(entry.marker()).isEqualTo("m1");
                    assertThat(entry.operation()).isEqualTo("createPosts");
                });
        assertThat(x.get(token, OWN).at("/data/0/id").asText()).isEqualTo(id);
    }

    @Test
    void weightIsCountedAsXCountsIt() throws Exception {
        assertThat(post("x".repeat(280)).status()).isEqualTo(201);
        XClient.Answer tooLong = post("x".repeat(281));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.at("/type").asText()).endsWith("invalid-request");
        assertThat(post("あ".repeat(140)).status()).isEqualTo(201);
        assertThat(post("あ".repeat(141)).status()).isEqualTo(400);
        assertThat(post("y".repeat(256) + " https://example.com/" + "long/".repeat(40))
                        .status())
                .isEqualTo(201);
        assertThat(reply("@jo " + "z".repeat(279), "1001").status()).isEqualTo(201);
        world.control("premium", "{\"account\":\"Acme\"}");
        assertThat(post("w".repeat(2_000)).status()).isEqualTo(201);
        assertThat(post("").status()).isEqualTo(400);
    }

    @Test
    void theSameTextTwiceInADayIsRefused() throws Exception {
        assertThat(post("same").status()).isEqualTo(201);
        XClient.Answer again = post("same");
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.at("/detail").asText()).contains("duplicate content");
        assertThat(reply("same", "1001").status()).isEqualTo(201);
        world.simulation.clock().step(Duration.ofHours(24));
        token = x.link("Acme");
        assertThat(post("same").status()).isEqualTo(201);
    }

    @Test
    void withoutTheRuleTheSameTextIsTakenTwice() throws Exception {
        world.control("settings", "{\"duplicate-rule\":\"off\"}");
        assertThat(post("same").status()).isEqualTo(201);
        assertThat(post("same").status()).isEqualTo(201);
    }

    @Test
    void aDeletedPostMayBeWrittenAgain() throws Exception {
        String id = post("again").at("/data/id").asText();
        assertThat(x.send("DELETE", token, "/2/tweets/" + id, Map.of(), "", "").status())
                .isEqualTo(200);
        assertThat(x.get(token, "/2/tweets/" + id).json().has("data")).isFalse();
        assertThat(x.get(token, OWN).at("/data/0/id").asText()).isEqualTo("1002");
        assertThat(post("again").status()).isEqualTo(201);
    }

    @Test
    void onlyThoseWhoCalledMayBeAnswered() throws Exception {
        assertThat(reply("you called", "1001").status()).isEqualTo(201);
        assertThat(reply("you called before in this conversation", "1003").status())
                .isEqualTo(201);
        assertThat(reply("own thread", "1000").status()).isEqualTo(201);
        String uncalled = world.stranger("passer", "nothing to do with you", "");
        XClient.Answer refused = reply("hi", uncalled);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/detail").asText()).contains("not allowed");
        world.control("settings", "{\"reply-rule\":\"off\"}");
        assertThat(reply("hi", uncalled).status()).isEqualTo(201);
        assertThat(reply("to nothing", "424242").status()).isEqualTo(403);
    }

    @Test
    void anAnswerBelongsToItsConversation() throws Exception {
        String id = reply("an answer", "1001").at("/data/id").asText();
        JsonNode post = x.get(
                        token,
                        "/2/tweets/" + id,
                        "tweet.fields",
                        "conversation_id,in_reply_to_user_id,referenced_tweets")
                .json()
                .path("data");
        assertThat(post.path("conversation_id").asText()).isEqualTo("1000");
        assertThat(post.path("in_reply_to_user_id").asText()).isEqualTo("77");
        assertThat(x.get(token, "/2/tweets/1001", "tweet.fields", "public_metrics")
                        .at("/data/public_metrics/reply_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void linksBecomeShortAndSayWhereTheyLead() throws Exception {
        XClient.Answer answer = post("see https://example.com/a?b=1&c=2 now");
        String text = answer.at("/data/text").asText();
        assertThat(text).matches("see https://t\\.co/\\w+ now");
        JsonNode link = x.get(token, "/2/tweets/" + answer.at("/data/id").asText(), "tweet.fields", "entities")
                .at("/data/entities/urls/0");
        assertThat(link.path("expanded_url").asText()).isEqualTo("https://example.com/a?b=1&c=2");
        assertThat(text.substring(link.path("start").asInt(), link.path("end").asInt()))
                .isEqualTo(link.path("url").asText());
    }

    @Test
    void anEditIsANewIdAndTheOldVersionStays() throws Exception {
        String first = post("tpyo").at("/data/id").asText();
        String edit = "{\"text\":\"typo\",\"edit_options\":{\"previous_post_id\":\"" + first + "\"}}";
        assertThat(x.post(token, "/2/tweets", edit).status()).isEqualTo(403);
        world.control("premium", "{\"account\":\"Acme\"}");
        XClient.Answer edited = x.post(token, "/2/tweets", edit);
        assertThat(edited.status()).isEqualTo(201);
        String second = edited.at("/data/id").asText();
        assertThat(edited.at("/data/edit_history_tweet_ids")).hasSize(2);
        assertThat(x.get(token, "/2/tweets/" + first).at("/data/text").asText()).isEqualTo("tpyo");
        assertThat(x.get(token, OWN).at("/data/0/id").asText()).isEqualTo(second);
        assertThat(x.get(token, OWN).json().path("data").findValuesAsText("id")).doesNotContain(first);
        world.simulation.clock().step(Duration.ofMinutes(61));
        assertThat(x.post(token, "/2/tweets", edit.replace(first, second).replace("typo", "late"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aStrangersEditAndDeletionAreSeen() throws Exception {
        String first = world.stranger("ann", "@Acme helo", "");
        String second = world.control("strangers/edit", "{\"id\":\"" + first + "\",\"text\":\"@Acme hello\"}")
                .path("id")
                .asText();
        assertThat(x.get(token, "/2/users/" + SmallWorld.ACME + "/mentions")
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(second);
        world.control("strangers/delete", "{\"id\":\"" + second + "\"}");
        assertThat(x.get(token, "/2/users/" + SmallWorld.ACME + "/mentions")
                        .at("/data/0/id")
                        .asText())
                .isEqualTo("1006");
    }

    @Test
    void onlyAnswersInOwnConversationsCanBeHidden() throws Exception {
        assertThat(x.send("PUT", token, "/2/tweets/1001/hidden", Map.of(), "{\"hidden\":true}", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(x.send("PUT", token, "/2/tweets/1006/hidden", Map.of(), "{\"hidden\":true}", "application/json")
                        .status())
                .isEqualTo(403);
        assertThat(x.send("PUT", token, "/2/tweets/1001/hidden", Map.of(), "{\"hidden\":1}", "application/json")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void likesAreNotPartOfTheSelfServeTier() throws Exception {
        String path = "/2/users/" + SmallWorld.ACME + "/likes";
        XClient.Answer refused = x.post(token, path, "{\"tweet_id\":\"1001\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/type").asText()).endsWith("client-forbidden");
        world.control("settings", "{\"enterprise\":\"on\"}");
        assertThat(x.post(token, path, "{\"tweet_id\":\"1001\"}")
                        .at("/data/liked")
                        .asBoolean())
                .isTrue();
        assertThat(x.post(token, path.replace(SmallWorld.ACME, "77"), "{\"tweet_id\":\"1001\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFreshPostIsMissingFromListsForAWhile() throws Exception {
        world.control("settings", "{\"consistency-millis\":60000}");
        String id = post("fresh").at("/data/id").asText();
        assertThat(x.get(token, "/2/tweets/" + id).at("/data/id").asText()).isEqualTo(id);
        assertThat(x.get(token, OWN).at("/data/0/id").asText()).isEqualTo("1002");
        world.simulation.clock().step(Duration.ofSeconds(60));
        assertThat(x.get(token, OWN).at("/data/0/id").asText()).isEqualTo(id);
    }

    @Test
    void unknownMembersOfABodyAreNamed() throws Exception {
        XClient.Answer answer = x.post(token, "/2/tweets", "{\"text\":\"a\",\"reply\":{\"to\":\"1\"}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/message").asText()).contains("$.reply.to");
        assertThat(x.post(token, "/2/tweets", "[1]").status()).isEqualTo(400);
    }

    @Test
    void videosAreUploadedInPiecesAndProcessed() throws Exception {
        String id = x.post(
                        token,
                        "/2/media/upload/initialize",
                        "{\"media_type\":\"video/mp4\",\"total_bytes\":6,\"media_category\":\"tweet_video\"}")
                .at("/data/id")
                .asText();
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n0\r\n--b\r\nContent-Disposition: "
                        + "form-data; name=\"media\"; filename=\"v\"\r\nContent-Type: application/octet-stream\r\n\r\nabc\r\n--b--\r\n";
        assertThat(x.send(
                                "POST",
                                token,
                                "/2/media/upload/" + id + "/append",
                                Map.of(),
                                form,
                                "multipart/form-data; boundary=b")
                        .status())
                .isEqualTo(200);
        assertThat(x.post(token, "/2/media/upload/" + id + "/append", "{\"segment_index\":1,\"media\":\"ZGVm\"}")
                        .status())
                .isEqualTo(200);
        XClient.Answer done = x.send("POST", token, "/2/media/upload/" + id + "/finalize", Map.of(), "", "");
        assertThat(done.at("/data/size").asInt()).isEqualTo(6);
        assertThat(done.at("/data/processing_info/state").asText()).isEqualTo("pending");
        String body = "{\"text\":\"film\",\"media\":{\"media_ids\":[\"" + id + "\"]}}";
        assertThat(x.post(token, "/2/tweets", body).status()).isEqualTo(400);
        world.simulation.clock().step(Duration.ofSeconds(2));
        assertThat(x.get(token, "/2/media/upload", "media_id", id)
                        .at("/data/processing_info/state")
                        .asText())
                .isEqualTo("succeeded");
        assertThat(x.post(token, "/2/tweets", body).status()).isEqualTo(201);
        assertThat(x.get(token, "/media/" + done.at("/data/media_key").asText()).text())
                .isEqualTo("abcdef");
    }

    @Test
    void subscribersGetSignedEvents() throws Exception {
        try (HookReceiver hook = new HookReceiver("parvis-demo-secret")) {
            String app = x.appToken();
            String id = x.post(app, "/2/webhooks", "{\"url\":\"" + hook.url() + "\"}")
                    .at("/data/id")
                    .asText();
            for (String type : new String[] {"post.mention.create", "dm.received"}) {
                assertThat(x.post(
                                        token,
                                        "/2/activity/subscriptions",
                                        "{\"event_type\":\"" + type + "\",\"filter\":{" + "\"user_id\":\""
                                                + SmallWorld.ACME + "\"},\"webhook_id\":\"" + id + "\"}")
                                .status())
                        .isEqualTo(200);
            }
            String post = world.stranger("ann", "hey @Acme", "");
            JsonNode event = hook.events.poll(10, TimeUnit.SECONDS);
            assertThat(event.at("/data/event_type").asText()).isEqualTo("post.mention.create");
            assertThat(event.at("/data/payload/id").asText()).isEqualTo(post);
            world.control(
                    "strangers/post",
                    "{\"kind\":\"direct-message\",\"author\":\"ann\",\"to\":\"Acme\",\"text\":\"psst\"}");
            assertThat(hook.events
                            .poll(10, TimeUnit.SECONDS)
                            .at("/data/payload/direct_message_events/0/message_create/" + "message_data/text")
                            .asText())
                    .isEqualTo("psst");
            assertThat(hook.badSignatures).isEmpty();
        }
    }

    @Test
    void whatTheArchiveReplaysIsAnnounced() throws Exception {
        world.simulation.clock().set(java.time.Instant.parse("2026-11-20T09:04:00Z"));
        world.simulation.clockChanged();
        token = x.link("Acme");
        try (HookReceiver hook = new HookReceiver("parvis-demo-secret")) {
            String id = x.post(x.appToken(), "/2/webhooks", "{\"url\":\"" + hook.url() + "\"}")
                    .at("/data/id")
                    .asText();
            x.post(
                    token,
                    "/2/activity/subscriptions",
                    "{\"event_type\":\"post.mention.create\",\"filter\":{\"user_id\":\"" + SmallWorld.ACME
                            + "\"},\"webhook_id\":\"" + id + "\"}");
            assertThat(world.simulation.nextEvent(1)).isEqualTo("2026-11-20T09:05:00Z");
            assertThat(hook.events
                            .poll(10, TimeUnit.SECONDS)
                            .at("/data/payload/id")
                            .asText())
                    .isEqualTo("1001");
            assertThat(world.simulation.nextEvent(4)).isEqualTo("2026-11-20T09:25:00Z");
            assertThat(hook.events
                            .poll(10, TimeUnit.SECONDS)
                            .at("/data/payload/id")
                            .asText())
                    .isEqualTo("1005");
            assertThat(hook.events
                            .poll(10, TimeUnit.SECONDS)
                            .at("/data/payload/id")
                            .asText())
                    .isEqualTo("1006");
        }
    }

    @Test
    void aWebhookThatFailsTheChallengeIsRefused() throws Exception {
        try (HookReceiver hook = new HookReceiver("another secret")) {
            String app = x.appToken();
            assertThat(x.post(app, "/2/webhooks", "{\"url\":\"" + hook.url() + "\"}")
                            .at("/title")
                            .asText())
                    .isEqualTo("CrcValidationFailed");
            assertThat(x.post(app, "/2/webhooks", "{\"url\":\"http://10.0.0.1/hook\"}")
                            .at("/title")
                            .asText())
                    .isEqualTo("UrlValidationFailed");
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        String id = reply("still here", "1001").at("/data/id").asText();
        world.stranger("ann", "@Acme hello", id);
        world.close();
        world = SmallWorld.start(home);
        x = world.x;
        assertThat(x.get(token, "/2/tweets/" + id, "tweet.fields", "conversation_id")
                        .at("/data/conversation_id")
                        .asText())
                .isEqualTo("1000");
        assertThat(reply("still here", "1001").status()).isEqualTo(403);
        assertThat(world.simulation.journal().since(0))
                .extracting(JournalEntry::text)
                .contains("still here");
    }
}
