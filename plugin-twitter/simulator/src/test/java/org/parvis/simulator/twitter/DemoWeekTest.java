package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.ArchiveSummary;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** The archive of the demo is whole, and tells everything that the demo wants to show. */
class DemoWeekTest {

    private static final Path WEEK = Path.of("../../features/distribution/src/main/demo/week.jsonl");
    private static final Pattern FRENCH = Pattern.compile("(?i)\\b(vous|nous|merci|c'est|bonjour|pour|dans)\\b");
    private static final Pattern ENGLISH = Pattern.compile("(?i)\\b(the|you|is|thank|and|of|with)\\b");
    private static final Set<String> BRANDS = Set.of("MaisonLevain", "MaisonLevainUK");

    private static final Map<String, JsonNode> ITEMS = new LinkedHashMap<>();
    private static final Map<String, JsonNode> ACTORS = new LinkedHashMap<>();

    @BeforeAll
    static void read() throws Exception {
        for (String line : Files.readAllLines(WEEK)) {
            JsonNode object = SmallWorld.JSON.readTree(line);
            Map<String, JsonNode> target = object.path("type").asText().equals("Note") ? ITEMS : ACTORS;
            assertThat(target.put(object.path("id").asText(), object))
                    .as("twice: " + object.path("id"))
                    .isNull();
        }
    }

    private static String author(JsonNode item) {
        return ACTORS.get(item.path("attributedTo").asText())
                .path("preferredUsername")
                .asText();
    }

    private static boolean ours(JsonNode item) {
        return BRANDS.contains(author(item));
    }

    private static boolean direct(JsonNode item) {
        return item.path("kind").asText().equals("direct-message");
    }

    private static String text(JsonNode item) {
        return item.path("content").asText();
    }

    private static Instant time(JsonNode item) {
        return Instant.parse(item.path("published").asText());
    }

    private static long count(Predicate<JsonNode> condition) {
        return ITEMS.values().stream().filter(condition).count();
    }

    private static boolean says(JsonNode item, String regex) {
        return Pattern.compile(regex).matcher(text(item)).find();
    }

    /** How long each message of somebody else waited for the first answer of a brand; null where it still waits. */
    private static List<Duration> waits() {
        Map<String, Duration> waits = new LinkedHashMap<>();
        for (JsonNode item : ITEMS.values()) {
            JsonNode parent = ITEMS.get(item.path("inReplyTo").asText());
            if (parent != null && ours(item) && !ours(parent)) {
                waits.merge(
                        parent.path("id").asText(),
                        Duration.between(time(parent), time(item)),
                        (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        return new ArrayList<>(waits.values());
    }

    private static boolean mentionsABrand(JsonNode item) {
        for (JsonNode tag : item.path("tag")) {
            if (BRANDS.contains(tag.path("name").asText().substring(1))) {
                return true;
            }
        }
        return false;
    }

    /** The answers between an item and the start of its conversation. */
    private static int depth(JsonNode item) {
        int depth = 0;
        for (JsonNode at = item;
                at.hasNonNull("inReplyTo");
                at = ITEMS.get(at.path("inReplyTo").asText())) {
            depth++;
        }
        return depth;
    }

    @Test
    void theSimulatorTakesEveryLineAndMovesTheWeekToEndNow(@TempDir Path home) throws Exception {
        try (Simulation simulation = Simulation.start(SimulationOptions.in(home)
                .network("twitter", 0)
                .archive(WEEK)
                .setting("redirect-uris", XClient.REDIRECT))) {
            ArchiveSummary archive = simulation.archive("twitter");
            assertThat(archive.problems()).isEmpty();
            assertThat(archive.items()).isEqualTo(ITEMS.size()).isBetween(260, 400);
            assertThat(archive.idsShifted()).isTrue();
            WireFigures french = new WireFigures();
            french.count(new XClient(simulation), "MaisonLevain");
            assertThat(french.own()).hasSize((int) count(item -> author(item).equals("MaisonLevain") && !direct(item)));
            assertThat(french.received()).hasSizeGreaterThan(120);
        }
    }

    @Test
    void everyReferenceResolves() {
        Deque<String> dangling = new ArrayDeque<>();
        for (JsonNode item : ITEMS.values()) {
            List<String> references =
                    new ArrayList<>(List.of(item.path("attributedTo").asText()));
            item.path("tag").forEach(tag -> references.add(tag.path("href").asText()));
            if (item.hasNonNull("to")) {
                references.add(item.path("to").asText());
            }
            references.stream()
                    .filter(reference -> !ACTORS.containsKey(reference))
                    .forEach(dangling::add);
            String parent = item.path("inReplyTo").asText(item.path("id").asText());
            if (!ITEMS.containsKey(parent) || time(ITEMS.get(parent)).isAfter(time(item))) {
                dangling.add(parent);
            }
        }
        assertThat(dangling).isEmpty();
    }

    @Test
    void idsGrowWithTimeAndAWeekFitsIntoWhatXSearches() {
        List<JsonNode> sorted = ITEMS.values().stream()
                .sorted((a, b) -> Long.compare(id(a), id(b)))
                .toList();
        assertThat(sorted).isSortedAccordingTo((a, b) -> time(a).compareTo(time(b)));
        assertThat(Duration.between(time(sorted.get(0)), time(sorted.get(sorted.size() - 1))))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));
    }

    private static long id(JsonNode item) {
        String uri = item.path("id").asText();
        return Long.parseLong(uri.substring(uri.lastIndexOf(':') + 1));
    }

    @Test
    void handlesAreGoodOnXAndEverybodySaysSomething() {
        Set<String> writing = new HashSet<>();
        ITEMS.values().forEach(item -> writing.add(author(item)));
        assertThat(ACTORS).hasSizeBetween(62, 92);
        assertThat(ACTORS.values()).allSatisfy(actor -> {
            assertThat(actor.path("preferredUsername").asText())
                    .matches("[A-Za-z0-9_]{1,15}")
                    .isIn(writing);
            assertThat(actor.path("type").asText().equals("Organization"))
                    .isEqualTo(BRANDS.contains(actor.path("preferredUsername").asText()));
        });
    }

    @Test
    void bothLanguagesAndOthersAreSpoken() {
        assertThat(count(item -> FRENCH.matcher(text(item)).find())).isGreaterThan(120);
        assertThat(count(item -> ENGLISH.matcher(text(item)).find())).isGreaterThan(70);
        assertThat(count(item -> says(item, "\\p{IsArabic}"))).isGreaterThanOrEqualTo(3);
        assertThat(count(item -> says(item, "[\\p{IsHiragana}\\p{IsKatakana}]")))
                .isGreaterThanOrEqualTo(3);
        assertThat(count(item -> says(item, "(?i)\\b(jullie|wanneer|dank|morgen|ooit)\\b")))
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void postsHaveFiguresAndTeamsSign() {
        assertThat(count(item -> ours(item)
                        && !item.hasNonNull("inReplyTo")
                        && item.at("/likes/totalItems").asInt() > 20))
                .isGreaterThan(20);
        assertThat(count(item -> item.at("/shares/totalItems").asInt() > 100)).isGreaterThanOrEqualTo(3);
        assertThat(count(item -> item.at("/replies/totalItems").asInt() > 10)).isGreaterThanOrEqualTo(1);
        for (String name : List.of("Inès", "Baptiste", "Salomé", "Priya", "Tom")) {
            assertThat(count(item -> ours(item) && text(item).endsWith("– " + name)))
                    .as(name)
                    .isGreaterThan(10);
        }
    }

    @Test
    void someAreAnsweredSoonSomeLateAndSomeNever() {
        List<Duration> waits = waits();
        assertThat(waits.stream().filter(wait -> wait.compareTo(Duration.ofHours(1)) <= 0))
                .hasSizeGreaterThan(90);
        assertThat(waits.stream().filter(wait -> wait.compareTo(Duration.ofHours(24)) > 0))
                .hasSizeBetween(3, 10);
        long toUs = count(item -> !ours(item) && !direct(item) && mentionsABrand(item));
        assertThat(toUs - waits.size()).isGreaterThan(40);
    }

    @Test
    void theCrisisBreaksAndIsMended() {
        JsonNode recall = ITEMS.values().stream()
                .filter(item -> says(item, "Rappel : brioche tressée"))
                .findFirst()
                .orElseThrow();
        assertThat(count(item ->
                        item.path("inReplyTo").asText().equals(recall.path("id").asText())))
                .isGreaterThanOrEqualTo(12);
        assertThat(count(item -> ours(item) && says(item, "C'est faux"))).isEqualTo(1);
        for (String angry : List.of("romain_grr", "sabine_colere", "gaspard_t")) {
            assertThat(count(item -> author(item).equals(angry))).as(angry).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void fansThreadsAndStrangersAreThere() {
        assertThat(count(item -> author(item).equals("yanis_k69"))).isGreaterThan(8);
        assertThat(count(item -> author(item).equals("dev_eats_toast"))).isGreaterThan(8);
        assertThat(ITEMS.values().stream().mapToInt(DemoWeekTest::depth).max().orElse(0))
                .isGreaterThanOrEqualTo(15);
        assertThat(count(item -> says(item, "^[1-6]/6 ")
                        && ours(item)
                        && ours(ITEMS.get(item.path("inReplyTo").asText()))))
                .isEqualTo(6);
        assertThat(count(item -> !ours(item) && !direct(item) && !mentionsABrand(item) && item.hasNonNull("inReplyTo")))
                .as("answers without a mention")
                .isGreaterThanOrEqualTo(5);
        assertThat(count(item -> mentionsABrand(item)
                        && item.hasNonNull("inReplyTo")
                        && !ours(item)
                        && !ours(ITEMS.get(item.path("inReplyTo").asText()))))
                .as("others talking about us")
                .isGreaterThan(8);
        assertThat(count(DemoWeekTest::direct)).isGreaterThan(12);
    }

    @Test
    void awkwardTextsAreThere() {
        assertThat(count(item -> says(item, "👨\u200d👩\u200d👧\u200d👦"))).isGreaterThanOrEqualTo(2);
        assertThat(count(item -> says(item, "<b>.*&amp;"))).isEqualTo(1);
        assertThat(count(item -> says(item, "https://maisonlevain\\.example/"))).isGreaterThanOrEqualTo(2);
        assertThat(count(item -> text(item).length() > 280)).isEqualTo(1);
    }
}
