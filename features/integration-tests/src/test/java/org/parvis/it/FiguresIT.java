package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The figures of 65 brands' real conversations, over X's own wire, against figures that were computed independently from
 * the same data ({@code account_ground_truth.json}; the definitions are in it).
 */
class FiguresIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double EXACT = 0.001;
    private static final Path SHARED = Path.of(System.getProperty("parvis.shared", "../shared"));

    private static Path archive;
    private static JsonNode expected;

    @BeforeAll
    static void makeArchive() throws IOException, InterruptedException {
        Path data = SHARED.resolve("data/twcs");
        assumeTrue(Files.isDirectory(data), () -> "the real conversations are not here: " + data);
        archive = Path.of("target/twcs.jsonl.gz").toAbsolutePath();
        Demo.run(List.of(
                "python3",
                SHARED.resolve("tools/twcs_to_as2.py").toString(),
                data.resolve("twcs.csv.gz").toString(),
                archive.toString()));
        expected = JSON.readTree(data.resolve("account_ground_truth.json").toFile())
                .path("accounts");
    }

    @Test
    void allOfThePastAgreesTwiceInARowAndAfterAKillHalfWay() throws IOException, InterruptedException {
        try (Demo demo = Demo.start(archive, "--no-limits")) {
            // Linking has begun the synchronisation; nothing says how far it is, and so must it be.
            demo.killPlatform();
            demo.start();
            demo.client("social:inbox-sync --wait --timeout PT10M");
            assertFigures(demo);

            demo.client("social:inbox-sync --wait --timeout PT10M");
            assertFigures(demo);
            assertThat(demo.complaints()).isEmpty();
        }
    }

    @Test
    void aReplayThroughSmallWindowsAgrees() throws IOException, InterruptedException {
        try (Demo demo = Demo.start(archive, "--no-limits", "--window", "mentions=100,own=200", "--replay")) {
            demo.control("clock/speed", "{\"speed\":0}");
            for (int events : steps()) {
                demo.control("clock/next-event?count=" + events, "");
                demo.client("social:inbox-sync --wait --timeout PT10M");
            }
            assertFigures(demo);
        }
    }

    private static void assertFigures(Demo demo) throws IOException, InterruptedException {
        JsonNode shown = demo.clientJson("social:response-times --json");
        assertThat(shown.path("synchronised").asBoolean()).isTrue();
        assertThat(deviations(shown.path("accounts"))).isEmpty();
        assertThat(shown.path("accounts").size()).isEqualTo(expected.size());
    }

    private static List<String> deviations(JsonNode accounts) {
        List<String> deviations = new ArrayList<>();
        expected.fields()
                .forEachRemaining(account -> account.getValue().fields().forEachRemaining(figure -> {
                    JsonNode is = accounts.path(account.getKey()).path(figure.getKey());
                    JsonNode ought = figure.getValue();
                    boolean agrees = ought.isNumber()
                            ? is.isNumber() && Math.abs(is.asDouble() - ought.asDouble()) <= EXACT
                            : is.equals(ought);
                    if (!agrees) {
                        deviations.add(account.getKey() + "." + figure.getKey() + " is " + is + ", not " + ought);
                    }
                }));
        return deviations;
    }

    /**
     * How many events to jump at a time so that no account receives or writes more than its windows show before it is fetched:
     * at most 90 of the 100 mentions, which also bounds what it writes.
     */
    private static List<Integer> steps() throws IOException {
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode object = JSON.readTree(line);
                if (object.has("published")) {
                    Set<String> concerned = new HashSet<>();
                    concerned.add(object.path("attributedTo").asText());
                    object.path("tag")
                            .forEach(tag -> concerned.add(tag.path("href").asText()));
                    events.add(new Event(Instant.parse(object.path("published").asText()), concerned));
                }
            }
        }
        events.sort((a, b) -> a.at().compareTo(b.at()));
        return cut(events);
    }

    private static List<Integer> cut(List<Event> events) {
        List<Integer> steps = new ArrayList<>();
        Map<String, Integer> load = new HashMap<>();
        int count = 0;
        for (Event event : events) {
            count++;
            boolean full = false;
            for (String account : event.concerned()) {
                full |= load.merge(account, 1, Integer::sum) >= 90;
            }
            if (full) {
                steps.add(count);
                count = 0;
                load.clear();
            }
        }
        steps.add(count);
        return steps;
    }

    private record Event(Instant at, Set<String> concerned) {}
}
