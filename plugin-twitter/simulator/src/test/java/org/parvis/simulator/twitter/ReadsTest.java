package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadsTest {

    private static final String MENTIONS = "/2/users/" + SmallWorld.ACME + "/mentions";

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

    private static List<String> ids(XClient.Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.json().path("data").forEach(post -> ids.add(post.path("id").asText()));
        return ids;
    }

    private List<String> search(String query) throws Exception {
        return ids(x.get(token, "/2/tweets/search/recent", "query", query));
    }

    @Test
    void mentionsAreWhatTheTagsSayNewestFirst() throws Exception {
        assertThat(ids(x.get(token, MENTIONS))).containsExactly("1006", "1005", "1001");
    }

    @Test
    void anAnswerWithoutAMentionIsFoundOnlyBySearch() throws Exception {
        assertThat(ids(x.get(token, MENTIONS))).doesNotContain("1003");
        assertThat(search("to:Acme -from:Acme")).containsExactly("1005", "1003", "1001");
        assertThat(search("conversation_id:1000")).containsExactly("1003", "1002", "1001", "1000");
    }

    @Test
    void searchKnowsItsLanguage() throws Exception {
        assertThat(search("\"is it\"")).containsExactly("1001");
        assertThat(search("@acme (back OR look)")).containsExactly("1006", "1001");
        assertThat(search("from:jo -is:reply")).isEmpty();
        assertThat(search("#news")).containsExactly("1000");
        assertThat(search("@nobody_here")).containsExactly("1005");
        assertThat(x.get(token, "/2/tweets/search/recent", "query", "-from:jo").status())
                .isEqualTo(400);
        assertThat(x.get(token, "/2/tweets/search/recent", "query", "(a OR").status())
                .isEqualTo(400);
        assertThat(x.get(token, "/2/tweets/search/recent", "query", "smell:bad").status())
                .isEqualTo(400);
        assertThat(x.get(token, "/2/tweets/search/recent").status()).isEqualTo(400);
    }

    @Test
    void searchEndsSevenDaysAgo() throws Exception {
        world.simulation.clock().step(Duration.ofDays(7));
        token = x.link("Acme");
        assertThat(search("from:jo")).isEmpty();
        world.control("limits", "{\"lifted\":true}");
        assertThat(search("from:jo")).hasSize(3);
    }

    @Test
    void parentsAreIncludedOnlyWhenAskedForAndExisting() throws Exception {
        assertThat(x.get(token, "/2/tweets/1001").json().has("includes")).isFalse();
        XClient.Answer known = x.get(token, "/2/tweets/1001", "expansions", "referenced_tweets.id");
        assertThat(known.at("/includes/tweets/0/id").asText()).isEqualTo("1000");
        assertThat(known.at("/data/referenced_tweets/0/type").asText()).isEqualTo("replied_to");
        XClient.Answer missing = x.get(token, "/2/tweets/1005", "expansions", "referenced_tweets.id");
        assertThat(missing.json().has("includes")).isFalse();
        assertThat(missing.at("/data/referenced_tweets/0/id").asText()).isEqualTo("1004");
        assertThat(missing.at("/errors/0/type").asText()).endsWith("/resource-not-found");
        assertThat(missing.at("/errors/0/resource_id").asText()).isEqualTo("1004");
    }

    @Test
    void theConversationIsTheTopmostAncestorEvenAMissingOne() throws Exception {
        assertThat(conversation("1003")).isEqualTo("1000");
        assertThat(conversation("1000")).isEqualTo("1000");
        assertThat(conversation("1005")).isEqualTo("1004");
        assertThat(conversation("1007")).isEqualTo(conversation("1008"));
    }

    private String conversation(String id) throws Exception {
        return x.get(token, "/2/tweets/" + id, "tweet.fields", "conversation_id")
                .at("/data/conversation_id")
                .asText();
    }

    @Test
    void aVeryDeepThreadIsOneConversation() throws Exception {
        String id = "1000";
        for (int i = 0; i < 3_000; i++) {
            id = world.stranger("deep", "step " + i, id);
        }
        assertThat(conversation(id)).isEqualTo("1000");
    }

    @Test
    void theRequestsWordsDecideTheAnswersWords() throws Exception {
        JsonNode tweet = x.get(
                        token,
                        "/2/tweets/1001",
                        "tweet.fields",
                        "referenced_tweets,public_metrics",
                        "expansions",
                        "referenced_tweets.id")
                .json();
        assertThat(tweet.at("/data/edit_history_tweet_ids/0").asText()).isEqualTo("1001");
        assertThat(tweet.at("/data/public_metrics").has("retweet_count")).isTrue();
        assertThat(tweet.path("includes").has("tweets")).isTrue();
        JsonNode post = x.get(
                        token, "/2/tweets/1001", "post.fields", "public_metrics", "expansions", "referenced_posts")
                .json();
        assertThat(post.at("/data/edit_history_post_ids/0").asText()).isEqualTo("1001");
        assertThat(post.at("/data/referenced_posts/0/id").asText()).isEqualTo("1000");
        assertThat(post.at("/data/public_metrics").has("repost_count")).isTrue();
        assertThat(post.path("includes").has("posts")).isTrue();
        assertThat(x.get(token, "/2/tweets/1001", "post.fields", "id", "tweet.fields", "id")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void textIsEscapedAndPositionsFitIt() throws Exception {
        JsonNode post = x.get(token, "/2/tweets/1000", "tweet.fields", "entities,public_metrics")
                .json()
                .path("data");
        String text = post.path("text").asText();
        assertThat(text).isEqualTo("We are open &amp; happy &lt;3 #news");
        JsonNode tag = post.at("/entities/hashtags/0");
        assertThat(text.substring(tag.path("start").asInt(), tag.path("end").asInt()))
                .isEqualTo("#news");
        assertThat(post.at("/public_metrics/like_count").asInt()).isEqualTo(3);
    }

    @Test
    void aLongTextIsCutAndWholeInItsNote() throws Exception {
        world.control("settings", "{\"short-links\":\"off\"}");
        String id = world.stranger("writer", "@Acme " + "word ".repeat(100), "");
        JsonNode post = x.get(token, "/2/tweets/" + id, "tweet.fields", "note_tweet")
                .json()
                .path("data");
        assertThat(post.path("text").asText()).hasSizeLessThanOrEqualTo(280).contains("…");
        assertThat(post.at("/note_tweet/text").asText()).hasSize(506);
    }

    @Test
    void whatIsNotThereYetOrAnyMoreIsNotShown() throws Exception {
        world.simulation.clock().set(java.time.Instant.parse("2026-11-20T09:31:30Z"));
        String fresh = x.link("Acme");
        assertThat(ids(x.get(fresh, MENTIONS))).startsWith("1009");
        world.simulation.clock().set(java.time.Instant.parse("2026-11-20T09:06:00Z"));
        assertThat(ids(x.get(x.link("Acme"), MENTIONS))).containsExactly("1001");
    }

    @Test
    void someOfManyMayBeMissing() throws Exception {
        XClient.Answer answer = x.get(token, "/2/tweets", "ids", "1000,424242");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer)).containsExactly("1000");
        assertThat(answer.at("/errors/0/value").asText()).isEqualTo("424242");
        assertThat(answer.at("/errors/0/parameter").asText()).isEqualTo("ids");
    }

    @Test
    void pagingLosesAndDoublesNothingWhilePostsArrive() throws Exception {
        for (int i = 0; i < 37; i++) {
            world.stranger("crowd" + i % 5, "number " + i + " @Acme", "");
        }
        List<String> before = ids(x.get(token, MENTIONS, "max_results", "100"));
        List<String> seen = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            XClient.Answer page = next.isEmpty()
                    ? x.get(token, MENTIONS, "max_results", "7")
                    : x.get(token, MENTIONS, "max_results", "7", "pagination_token", next);
            seen.addAll(ids(page));
            next = page.at("/meta/next_token").asText("");
            world.stranger("late", "while paging " + pages++ + " @Acme", "");
        } while (!next.isEmpty());
        assertThat(seen).containsExactlyElementsOf(before);
        List<String> since = ids(x.get(token, MENTIONS, "max_results", "100", "since_id", before.get(0)));
        assertThat(since).hasSize(pages).doesNotContainAnyElementsOf(new HashSet<>(before));
    }

    @Test
    void aTokenLeadsBackToThePageBefore() throws Exception {
        for (int i = 0; i < 12; i++) {
            world.stranger("crowd", "number " + i + " @Acme", "");
        }
        XClient.Answer first = x.get(token, MENTIONS, "max_results", "5");
        XClient.Answer second = x.get(
                token,
                MENTIONS,
                "max_results",
                "5",
                "pagination_token",
                first.at("/meta/next_token").asText());
        XClient.Answer back = x.get(
                token,
                MENTIONS,
                "max_results",
                "5",
                "pagination_token",
                second.at("/meta/previous_token").asText());
        assertThat(ids(back)).isEqualTo(ids(first));
    }

    @Test
    void aForeignOrBrokenTokenIsRefused() throws Exception {
        String search = x.get(
                        token,
                        "/2/tweets/search/recent",
                        "query",
                        "to:Acme OR from:Acme OR from:jo OR from:Other",
                        "max_results",
                        "10")
                .at("/meta/next_token")
                .asText("AAAAAAAAAAAAAAAAAA");
        assertThat(x.get(token, MENTIONS, "pagination_token", search).status()).isEqualTo(400);
        assertThat(x.get(token, MENTIONS, "pagination_token", "rubbish").status())
                .isEqualTo(400);
    }

    @Test
    void timelinesEndAtTheirWindow() throws Exception {
        for (int i = 0; i < 12; i++) {
            world.stranger("crowd", "number " + i + " @Acme", "");
        }
        world.control("limits", "{\"windows\":{\"mentions\":8}}");
        XClient.Answer first = x.get(token, MENTIONS, "max_results", "5");
        XClient.Answer second = x.get(
                token,
                MENTIONS,
                "max_results",
                "5",
                "pagination_token",
                first.at("/meta/next_token").asText());
        assertThat(ids(second)).hasSize(3);
        assertThat(second.json().path("meta").has("next_token")).isFalse();
    }

    @Test
    void ratesAreCountedInWindowsOfTheBusinessClock() throws Exception {
        world.control("limits", "{\"rates\":{\"getUsersMe\":2}}");
        assertThat(x.get(token, "/2/users/me").header("x-rate-limit-remaining")).isEqualTo("1");
        assertThat(x.get(token, "/2/users/me").header("x-rate-limit-remaining")).isEqualTo("0");
        XClient.Answer over = x.get(token, "/2/users/me");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.at("/title").asText()).isEqualTo("Too Many Requests");
        long reset = Long.parseLong(over.header("x-rate-limit-reset"));
        assertThat(reset - world.simulation.clock().instant().getEpochSecond()).isEqualTo(900);
        assertThat(x.get(x.link("Other"), "/2/users/me").status()).isEqualTo(200);
        world.simulation.clock().step(Duration.ofMinutes(15));
        assertThat(x.get(token, "/2/users/me").status()).isEqualTo(200);
    }

    @Test
    void messagesAreNewestFirstAndOnlyOnesOwn() throws Exception {
        world.control(
                "strangers/post", "{\"kind\":\"direct-message\",\"author\":\"jo\",\"to\":\"Acme\",\"text\":\"two\"}");
        world.control(
                "strangers/post", "{\"kind\":\"direct-message\",\"author\":\"jo\",\"to\":\"Other\",\"text\":\"no\"}");
        JsonNode all = x.get(token, "/2/dm_events", "dm_event.fields", "sender_id,dm_conversation_id")
                .json()
                .path("data");
        assertThat(all).hasSize(2);
        assertThat(all.get(0).path("text").asText()).isEqualTo("two");
        assertThat(all.get(1).path("dm_conversation_id").asText()).isEqualTo("77-" + SmallWorld.ACME);
        world.simulation.clock().step(Duration.ofDays(31));
        assertThat(x.get(x.link("Acme"), "/2/dm_events").json().path("data")).isEmpty();
    }
}
