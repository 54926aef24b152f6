package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The promise under {@code kill -9}: whatever dies while a post is on its way, in the end the network's own journal holds it
 * once and the platform knows it. The steps are stopped from outside: the simulator holds the exchange.
 */
class KillIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path WEEK =
            Path.of("../distribution/src/main/demo/week.jsonl").toAbsolutePath();

    private static Demo demo;
    private static String token;
    private static JsonNode account;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        demo = Demo.start(WEEK, "--no-limits");
        token = demo.client("social:token-create --scope READ --scope DRAFT --scope PUBLISH")
                .strip();
        account = demo.api(token, "accounts", null).path("items").get(0);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void platformKilledBeforeTheNetworkHadIt() throws IOException, InterruptedException {
        String marker = publishHeld("hang");
        demo.killPlatform();
        demo.start();
        assertPublishedOnce(marker);
    }

    @Test
    void platformKilledAfterTheNetworkHadItAndBeforeTheAnswer() throws IOException, InterruptedException {
        String marker = publishHeld("hold-after");
        demo.killPlatform();
        demo.start();
        assertPublishedOnce(marker);
    }

    @Test
    void databaseKilledWhileTheAnswerWasOnItsWay() throws IOException, InterruptedException {
        String marker = publishHeld("hold-after");
        demo.killDatabase();
        demo.control("faults/" + fault + "/release", "{\"cut\":false}");
        assertPublishedOnce(marker);
    }

    @Test
    void platformAndDatabaseKilledTogether() throws IOException, InterruptedException {
        String marker = publishHeld("hold-after");
        demo.killPlatform();
        demo.killDatabase();
        demo.start();
        assertPublishedOnce(marker);
    }

    @Test
    void theNetworkDidItAndNeverAnswered() throws IOException, InterruptedException {
        demo.control("faults", fault("do-without-answering"));
        assertPublishedOnce(publish());
    }

    private long fault;

    /** Lets a post leave and returns when the simulator holds it. */
    private String publishHeld(String kind) throws IOException, InterruptedException {
        fault = demo.control("faults", fault(kind)).path("id").asLong();
        String marker = publish();
        JsonNode held = demo.controlState("faults/" + fault + "?waiting=1&timeMillis=30000");
        assertThat(held.path("waiting").asInt()).as("exchanges held: %s", held).isEqualTo(1);
        return marker;
    }

    private static String fault(String kind) {
        return "{\"network\":\"twitter\",\"operation\":\"createPosts\",\"kind\":\"" + kind + "\"}";
    }

    private static String publish() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString().replace("-", "");
        ObjectNode post = JSON.createObjectNode()
                .put("brand", account.path("brand").asText())
                .put("text", "Fresh from the oven, marker-" + marker);
        post.putArray("targets").addObject().put("account", account.path("id").asText());
        JsonNode draft = demo.api(token, "posts", post, "Idempotency-Key", marker);
        demo.api(
                token,
                "posts/" + draft.path("id").asText() + "/schedule",
                JSON.createObjectNode(),
                "If-Match",
                "\"" + draft.path("version").asLong() + "\"");
        return marker;
    }

    private static void assertPublishedOnce(String marker) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    // Leases end on the database's time; the window after which absence counts ends on the business
                    // clock.
                    demo.control("clock/step", "{\"by\":\"PT30S\"}");
                    assertThat(publication(marker).path("state").asText()).isEqualTo("PUBLISHED");
                });
        assertThat(accepted(marker)).isEqualTo(1);
    }

    private static JsonNode publication(String marker) throws IOException, InterruptedException {
        for (JsonNode publication :
                demo.api(token, "publications?origin=PARVIS&limit=200", null).path("items")) {
            if (publication.path("text").asText().contains(marker)) {
                return publication;
            }
        }
        throw new IOException("no publication of ours with " + marker);
    }

    /** How often the network's own journal holds it. */
    private static int accepted(String marker) {
        try {
            JsonNode journal = demo.controlState("journal?since=0");
            int count = 0;
            for (JsonNode entry : journal.isArray() ? journal : journal.path("entries")) {
                if (entry.path("marker").asText().equals(marker)) {
                    count++;
                }
            }
            return count;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
