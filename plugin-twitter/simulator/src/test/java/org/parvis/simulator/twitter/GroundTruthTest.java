package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
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

    private Simulation simulation;
    private XClient x;

    @Test
    void allAccountsReceiveAndWriteWhatTheArchiveSays() throws Exception {
        Path truth = SharedData.at("data/twcs/account_ground_truth.json");
        Path archive = home.resolve("twcs.jsonl.gz");
        Process maker = new ProcessBuilder("python3", SharedData.at("tools/twcs_to_as2.py").toString(),
                SharedData.at("data/twcs/twcs.csv.gz").toString(), archive.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(maker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(maker.exitValue()).isZero();
        JsonNode accounts = SmallWorld.JSON.readTree(truth.toFile()).path("accounts");
        try (Simulation started = Simulation.start(SimulationOptions.in(home.resolve("state")).network("twitter", 0)
                .archive(archive).withoutLimits().setting("redirect-uris", XClient.REDIRECT))) {
            simulation = started;
            x = new XClient(started);
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<String, JsonNode> account : accounts.properties()) {
                compare(account.getKey(), account.getValue(), wrong);
            }
            assertThat(accounts.size()).isEqualTo(65);
            assertThat(wrong).isEmpty();
        }
    }

    private void compare(String handle, JsonNode truth, List<String> wrong) throws Exception {
        String token = x.link(handle);
        String user = x.get(token, "/2/users/me").at("/data/id").asText();
        Set<String> received = new HashSet<>();
        Set<String> own = new HashSet<>();
        Consumer<JsonNode> incoming = page -> page.path("data").forEach(post -> received.add(post.path("id").asText()));
        pages(token, "/2/users/" + user + "/mentions", Map.of(), incoming);
        pages(token, "/2/tweets/search/recent", Map.of("query", "to:" + handle + " -from:" + handle), incoming);
        pages(token, "/2/users/" + user + "/tweets", Map.of(), page -> {
            Map<String, String> authors = new HashMap<>();
            page.at("/includes/tweets").forEach(
                    post -> authors.put(post.path("id").asText(), post.path("author_id").asText()));
            for (JsonNode post : page.path("data")) {
                own.add(post.path("id").asText());
                String parent = post.at("/referenced_tweets/0/id").asText("");
                if (authors.containsKey(parent) && !authors.get(parent).equals(user)) {
                    received.add(parent);
                }
            }
        });
        String expected = truth.path("received").asInt() + " received, " + truth.path("own").asInt() + " own";
        String counted = received.size() + " received, " + own.size() + " own";
        if (!expected.equals(counted)) {
            wrong.add(handle + ": expected " + expected + ", counted " + counted);
        }
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
