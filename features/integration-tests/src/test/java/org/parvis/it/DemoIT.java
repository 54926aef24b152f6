package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Our own demo: one week of one brand, told on five networks at once. */
class DemoIT {
    private static final Set<String> NETWORKS = Set.of("facebook", "instagram", "linkedin", "twitter", "youtube");

    @Test
    void aWeekIsToldOnFiveNetworksAndGoesOnWhileOneWatches() throws IOException, InterruptedException {
        try (Demo demo = Demo.startOwn()) {
            String token = demo.client("social:token-create --scope READ").strip();
            demo.client("social:inbox-sync --wait --timeout PT3M");
            Map<String, String> accounts = new HashMap<>();
            for (JsonNode account : items(demo, token, "accounts?limit=50")) {
                assertThat(account.path("state").asText())
                        .as(account.toString())
                        .isEqualTo("OK");
                accounts.put(
                        account.path("id").asText(), account.path("network").asText());
            }
            assertThat(accounts).hasSize(8);
            assertThat(accounts.values()).containsAll(NETWORKS);
            Map<String, Integer> received = received(demo, token, accounts);
            assertThat(received.keySet()).isEqualTo(NETWORKS);
            assertThat(received.values()).allMatch(count -> count > 5);
            whatTheBrandPublishesGoesOut(demo, token);

            demo.control("clock/step", "{\"by\":\"PT40M\"}");
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(received(demo, token, accounts))
                            .allSatisfy((network, count) ->
                                    assertThat(count).as(network).isGreaterThan(received.getOrDefault(network, 0))));
            // what the step of the clock made late is caught up with first
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(doctor(demo))
                            .contains("2 findings.")
                            .as("X wants its webhook registered by hand; nothing else is wrong")
                            .satisfies(said -> assertThat(said.lines().filter(DemoIT::isFinding))
                                    .hasSize(2)
                                    .allMatch(finding -> finding.contains("x.webhook.id"))));
            assertThat(demo.complaints()).isEmpty();
        }
    }

    /** What it says, also where it finds something and ends with 1. */
    private static String doctor(Demo demo) throws InterruptedException {
        try {
            return demo.client("social:doctor");
        } catch (IOException findings) {
            return String.valueOf(findings.getMessage());
        }
    }

    private static boolean isFinding(String line) {
        return line.matches("[A-Z_]+  .*");
    }

    private static void whatTheBrandPublishesGoesOut(Demo demo, String token) throws IOException, InterruptedException {
        String ours = "publications?origin=PARVIS&limit=50&state=";
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(items(demo, token, ours + "PUBLISHED"))
                        .hasSize(6)
                        .filteredOn(publication ->
                                publication.at("/firstComment/state").asText().equals("SENT"))
                        .hasSize(2));
        // What is planned for tomorrow waits.
        assertThat(items(demo, token, ours + "SCHEDULED")).hasSize(3);
    }

    private static JsonNode items(Demo demo, String token, String list) throws IOException, InterruptedException {
        return demo.api(token, list, null).path("items");
    }

    /** How many messages came in on each network. */
    private static Map<String, Integer> received(Demo demo, String token, Map<String, String> accounts)
            throws IOException, InterruptedException {
        Map<String, Integer> received = new TreeMap<>();
        for (JsonNode figure : demo.api(token, "analytics/response-times", null)) {
            String network = accounts.get(figure.path("account").asText());
            received.merge(network, figure.path("received").asInt(), Integer::sum);
        }
        return received;
    }
}
