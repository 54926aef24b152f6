package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
                WireFigures counted = new WireFigures();
                counted.count(x, account.getKey());
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
            WireFigures counted = new WireFigures();
            counted.count(x, "AppleSupport");
            for (Instant last = Instant.MIN; !last.equals(started.clock().instant()); started.nextEvent(100)) {
                last = started.clock().instant();
                counted.count(x, "AppleSupport");
            }
            assertThat(counted).hasToString(expected(truth));
        }
    }
}
