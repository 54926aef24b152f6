package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/**
 * What comes over the wire carries the figures: mentions, answers found by search, and own posts with the parents that a
 * page includes, counted by a client of its own, give what was counted from the file itself.
 */
class GroundTruthTest {

    @TempDir
    Path home;

    private XClient x;

    private record Counted(Set<String> received, Set<String> own) {
        Counted() {
            this(new HashSet<>(), new HashSet<>());
        }

        @Override
        public String toString() {
            return received.size() + " received, " + own.size() + " own";
        }
    }

    private static String expected(JsonNode truth) {
        return truth.path("received").asInt() + " received, "
                + truth.path("own").asInt() + " own";
    }

    private SimulationOptions options() throws Exception {
        Path archive = home.resolve("twcs.jsonl.gz");
        Process maker = new ProcessBuilder(
                        "python3",
                        SharedData.at("tools/twcs_to_as2.py").toString(),
                        SharedData.at("data/twcs/twcs.csv.gz").toString(),
                        archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(maker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(maker.exitValue()).isZero();
        return SimulationOptions.in(home.resolve("state"))
                .network("twitter", 0)
                .archive(archive)
                .setting("redirect-uris", XClient.REDIRECT);
    }

    private static JsonNode accounts() throws Exception {
        return SmallWorld.JSON
                .readTree(SharedData.at("data/twcs/account_ground_truth.json").toFile())
                .path("accounts");
    }

    @Test
    void allAccountsReceiveAndWriteWhatTheArchiveSays() throws Exception {
        JsonNode accounts = accounts();
        try (Simulation started = Simulation.start(options().withoutLimits())) {
            x = new XClient(started);
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<String, JsonNode> account : accounts.properties()) {
                Counted counted = new Counted();
                count(account.getKey(), counted);
                if (!counted.toString().equals(expected(account.getValue()))) {
                    wrong.add(account.getKey() + ": " + counted + " instead of " + expected(account.getValue()));
                }
            }
            assertThat(accounts.size()).isEqualTo(65);
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void aReplayThroughSmallWindowsGivesTheSame() throws Exception {
        JsonNode truth = accounts().path("AppleSupport");
        SimulationOptions options =
                options().shift("begin-now").window("mentions", 100).window("own", 200);
        try (Simulation started = Simulation.start(options)) {
            x = new XClient(started);
            started.clock().speed(0);
            Counted counted = new Counted();
            count("AppleSupport", counted);
            for (Instant last = Instant.MIN; !last.equals(started.clock().instant()); started.nextEvent(100)) {
                last = started.clock().instant();
                count("AppleSupport", counted);
            }
            assertThat(counted).hasToString(expected(truth));
        }
    }

    private void count(String handle, Counted counted) throws Exception {
        String token = x.link(handle);
        String user = x.get(token, "/2/users/me").at("/data/id").asText();
        Consumer<JsonNode> incoming = page -> page.path("data")
                .forEach(post -> counted.received().add(post.path("id").asText()));
        pages(token, "/2/users/" + user + "/mentions", Map.of(), incoming);
        pages(token, "/2/tweets/search/recent", Map.of("query", "to:" + handle + " -from:" + handle), incoming);
        pages(token, "/2/users/" + user + "/tweets", Map.of(), page -> {
            Map<String, String> authors = new HashMap<>();
            page.at("/includes/tweets")
                    .forEach(post -> authors.put(
                            post.path("id").asText(), post.path("author_id").asText()));
            for (JsonNode post : page.path("data")) {
                counted.own().add(post.path("id").asText());
                String parent = post.at("/referenced_tweets/0/id").asText("");
                if (authors.containsKey(parent) && !authors.get(parent).equals(user)) {
                    counted.received().add(parent);
                }
            }
        });
    }

    private void pages(String token, String path, Map<String, String> question, Consumer<JsonNode> reader)
            throws Exception {
        Map<String, String> query = new HashMap<>(question);
        query.put("max_results", "100");
        query.put("tweet.fields", "author_id,referenced_tweets");
        query.put("expansions", "referenced_tweets.id");
        String next = "";
        do {
            if (!next.isEmpty()) {
                query.put("pagination_token", next);
            }
            XClient.Answer answer = x.send("GET", token, path, query, "", "");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            reader.accept(answer.json());
            next = answer.at("/meta/next_token").asText("");
        } while (!next.isEmpty());
    }
}
