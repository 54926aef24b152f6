package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The archive of what real conversations lack, against figures that were worked out by hand ({@code edges.md} explains each):
 * after the first synchronisation in pages of five, and after edits and deletions, whether the platform watches each of them
 * or sees only what they led to.
 */
class EdgesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ARCHIVES = Path.of("src/test/archives").toAbsolutePath();
    private static final double EXACT = 0.001;
    private static final Map<String, String> SMALL_PAGES =
            Map.of("org.parvis.inbox", "page.limit = 5\nrecheck.interval = PT5S");

    private final Map<String, String> kept = new HashMap<>();

    @Test
    void figuresAgreeAfterTheFirstSynchronisationAndAfterEditsAndDeletions() throws IOException, InterruptedException {
        try (Demo demo = Demo.start(ARCHIVES.resolve("edges.jsonl"), SMALL_PAGES, "--no-limits")) {
            String token = demo.client("social:token-create --scope READ").strip();
            synchronise(demo);
            assertFigures(demo, "afterSynchronisation");

            for (JsonNode step : read("edges.control.json")) {
                replay(demo, token, step);
            }
            synchronise(demo);
            assertFigures(demo, "afterControl");
            synchronise(demo);
            assertFigures(demo, "afterControl");

            assertThat(demo.clientJson("social:figures-rebuild --json")
                            .path("facts")
                            .path("EdgeOne")
                            .asInt())
                    .as("own, received and answered")
                    .isEqualTo(37 + 28 + 14);
            assertFigures(demo, "afterControl");
            assertThat(demo.complaints()).isEmpty();
        }
    }

    @Test
    void whoSeesOnlyWhatTheyLedToComesToTheSameFigures() throws Exception {
        try (Demo demo = Demo.start(ARCHIVES.resolve("edges.jsonl"), SMALL_PAGES, "--no-limits")) {
            synchronise(demo);
            for (JsonNode step : read("edges.control.json")) {
                if (step.has("post")) {
                    replay(demo, "", step);
                }
            }
            synchronise(demo);
            // Between the steps it may have fetched what was deleted later; then it looks again.
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertFigures(demo, "afterControl"));
            whatCannotBeReadIsRepairedMarkedAndKept(demo);
            assertThat(demo.complaints()).isEmpty();
        }
    }

    /** A byte that is no UTF-8, a NUL and half an emoji in one message of a page, and a whole message beside it. */
    private static void whatCannotBeReadIsRepairedMarkedAndKept(Demo demo) throws Exception {
        demo.control("faults", "{\"network\":\"twitter\",\"kind\":\"garble\",\"count\":0}");
        String broken = post(demo, "@EdgeOne caf\uFFFD &\\u0000& \\ud83d end");
        String whole = post(demo, "@EdgeOne caf\u00e9 & cr\u00e8me");
        synchronise(demo);
        String token = demo.client("social:token-create --scope READ").strip();
        assertThat(item(demo, token, broken).path("text").asText()).isEqualTo("@EdgeOne caf\uFFFD &\uFFFD& \uFFFD end");
        assertThat(item(demo, token, broken).path("textRepaired").asBoolean()).isTrue();
        assertThat(item(demo, token, whole).path("text").asText()).isEqualTo("@EdgeOne caf\u00e9 & cr\u00e8me");
        assertThat(item(demo, token, whole).path("textRepaired").asBoolean()).isFalse();
        assertThat(demo.client("social:inbox-tail -n 5")).containsOnlyOnce("[repaired] @EdgeOne caf");
        try (DatabaseDoor door = new DatabaseDoor(demo)) {
            String raw = door.text("select encode(raw, 'hex') from inbox.item_raw r join inbox.item i"
                    + " on i.account_id = r.account_id and i.id = r.item_id where i.remote_id = '" + broken + "'");
            assertThat(new String(HexFormat.of().parseHex(raw), StandardCharsets.ISO_8859_1))
                    .as("the message as it came")
                    .contains("caf\u00e9 &amp;\\u0000&amp; \\uD83D end");
        }
    }

    private static String post(Demo demo, String text) throws IOException, InterruptedException {
        return demo.control("twitter/strangers/post", "{\"author\":\"gita\",\"text\":\"" + text + "\"}")
                .path("id")
                .asText();
    }

    private static JsonNode item(Demo demo, String token, String remoteId) throws IOException, InterruptedException {
        for (JsonNode item : demo.api(token, "items?limit=200", null).path("items")) {
            if (item.path("remoteId").asText().equals(remoteId)) {
                return item;
            }
        }
        throw new AssertionError("no item " + remoteId);
    }

    private void replay(Demo demo, String token, JsonNode step) throws IOException, InterruptedException {
        if (step.has("post")) {
            String body = filled(step.path("body").toString());
            JsonNode answer = demo.control(step.path("post").asText().substring(1), body);
            if (step.has("keep")) {
                kept.put(step.path("keep").asText(), answer.path("id").asText());
            }
            return;
        }
        String id = filled(step.path("id").asText());
        boolean removed = step.path("await").asText().equals("removed");
        await(step + " " + kept)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    String state = state(demo, token, id);
                    if (state.isEmpty() && !removed) {
                        synchronise(demo);
                    }
                    return state.equals(removed ? "removed" : "there");
                });
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> name : kept.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    /** What the platform says of a message or a post; empty where it does not know it. */
    private static String state(Demo demo, String token, String remoteId) throws IOException, InterruptedException {
        for (JsonNode item : demo.api(token, "items?limit=200", null).path("items")) {
            if (item.path("remoteId").asText().equals(remoteId)) {
                return item.path("removed").asBoolean() ? "removed" : "there";
            }
        }
        for (JsonNode publication :
                demo.api(token, "publications?limit=200", null).path("items")) {
            if (publication.path("remoteId").asText().equals(remoteId)) {
                return publication.path("state").asText().equals("GONE") ? "removed" : "there";
            }
        }
        return "";
    }

    private static void synchronise(Demo demo) throws IOException, InterruptedException {
        demo.client("social:inbox-sync --wait --timeout PT3M");
    }

    private static JsonNode read(String file) throws IOException {
        return JSON.readTree(ARCHIVES.resolve(file).toFile());
    }

    private static void assertFigures(Demo demo, String when) throws IOException, InterruptedException {
        JsonNode shown = demo.clientJson("social:response-times --json");
        assertThat(shown.path("synchronised").asBoolean()).isTrue();
        List<String> deviations = new ArrayList<>();
        read("edges.expected.json")
                .path(when)
                .fields()
                .forEachRemaining(account -> account.getValue().fields().forEachRemaining(figure -> {
                    JsonNode is = shown.path("accounts").path(account.getKey()).path(figure.getKey());
                    JsonNode ought = figure.getValue();
                    boolean agrees = ought.isNumber()
                            ? is.isNumber() && Math.abs(is.asDouble() - ought.asDouble()) <= EXACT
                            : is.equals(ought);
                    if (!agrees) {
                        deviations.add(account.getKey() + "." + figure.getKey() + " is " + is + ", not " + ought);
                    }
                }));
        assertThat(deviations).as(when).isEmpty();
    }
}
