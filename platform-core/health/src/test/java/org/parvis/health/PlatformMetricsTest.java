package org.parvis.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.parvis.api.change.Change;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.OutboxService;
import org.parvis.api.network.Purpose;
import org.parvis.api.publishing.PublicationState;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkState;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.StoreStatus;

class PlatformMetricsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final WorkspaceId WORKSPACE = new WorkspaceId(UUID.randomUUID());

    private final Platform platform = new Platform();
    private final Events events = new Events();
    private final PlatformMetrics metrics = metrics(TOKEN);
    private final AccountId account = new AccountId(UUID.randomUUID());

    private PlatformMetrics metrics(String token) {
        return new PlatformMetrics(events, new Standing(platform, platform, platform, platform, platform), token);
    }

    private void call(AccountId caller, ErrorKind failure) {
        events.ended(new EndedCall(
                WORKSPACE,
                Platform.TWITTER,
                caller,
                Purpose.PUBLISHING,
                "intent",
                failure,
                Duration.ofMillis(300),
                List.of()));
    }

    private static Change received(AccountId of, String text) {
        Author author = new Author(new RemoteId(text), text, text, null);
        return new Change.ItemReceived(of, new ItemId(UUID.randomUUID()), author, ItemKind.COMMENT, Instant.EPOCH);
    }

    private static Change moved(AccountId of, PublicationState state, Duration lateness) {
        return new Change.PublicationMoved(of, new PublicationId(UUID.randomUUID()), state, lateness);
    }

    /** Everything there is to be measured happens once. */
    private void live() {
        platform.network("twitter", NetworkState.DEGRADED, "slow");
        platform.pausing = true;
        platform.quota("1", 100, 80);
        platform.quota("2", 100, 0);
        platform.outbox = new OutboxService.Status(Duration.ofSeconds(7), 2, 3, 4, true);
        call(account, null);
        call(account, ErrorKind.RATE_LIMITED);
        events.changed(
                WORKSPACE,
                List.of(
                        received(account, "a stranger"),
                        moved(account, PublicationState.PUBLISHED, Duration.ofSeconds(20)),
                        moved(account, PublicationState.HELD, null)));
    }

    @Test
    void whatHappensIsCounted() {
        live();
        assertThat(metrics.text())
                .contains("parvis_network_calls_total{network=\"twitter\",outcome=\"ok\",purpose=\"publishing\"} 1.0")
                .contains(
                        "parvis_network_calls_total{network=\"twitter\",outcome=\"rate_limited\",purpose=\"publishing\"} 1.0")
                .contains("parvis_network_call_seconds_bucket{network=\"twitter\",purpose=\"publishing\",le=\"0.5\"} 2")
                .contains("parvis_inbox_items_total{kind=\"comment\",network=\"twitter\"} 1.0")
                .contains("parvis_publications_total{network=\"twitter\",state=\"published\"} 1.0")
                .contains("parvis_publications_total{network=\"twitter\",state=\"held\"} 1.0")
                .contains("parvis_publication_lateness_seconds_bucket{network=\"twitter\",le=\"15.0\"} 0")
                .contains("parvis_publication_lateness_seconds_bucket{network=\"twitter\",le=\"60.0\"} 1");
    }

    @Test
    void whatStandsIsSaid() {
        live();
        assertThat(metrics.text())
                .contains("parvis_outbox_obligations{state=\"dead\"} 4.0")
                .contains("parvis_outbox_oldest_due_seconds 7.0")
                .contains("parvis_quota_remaining_ratio{bucket=\"posts\",network=\"twitter\",scope=\"account\"} 0.0")
                .contains("parvis_quota_exhausted{bucket=\"posts\",network=\"twitter\",scope=\"account\"} 1.0")
                .contains("parvis_network_state{network=\"twitter\",state=\"degraded\"} 1.0")
                .contains("parvis_network_state{network=\"twitter\",state=\"ready\"} 0.0")
                .contains("parvis_network_breaker_open{network=\"twitter\"} 1.0")
                .contains("parvis_store_up 1.0")
                .contains("parvis_store_connections{state=\"waiting\"} 1.0")
                .contains("jvm_memory_used_bytes{area=\"heap\"}")
                .contains("jvm_threads ");
    }

    @Test
    void spansAreCountedOnlyWhereTracesAreSent() {
        assertThat(metrics.text()).doesNotContain("parvis_trace_spans_total{");
        platform.traces = new TraceService.Delivery(true, 40, 2, 1, "");
        assertThat(metrics.text())
                .contains("parvis_trace_spans_total{outcome=\"sent\"} 40.0")
                .contains("parvis_trace_spans_total{outcome=\"lost\"} 2.0");
    }

    @Test
    void aDatabaseThatIsAwayIsSaidAndTheRestIsStillThere() {
        live();
        platform.store = StoreStatus.State.UNAVAILABLE;
        assertThat(metrics.text())
                .contains("parvis_store_up 0.0")
                .contains("parvis_network_breaker_open")
                .doesNotContain("parvis_outbox_oldest_due_seconds 7");
    }

    /** However many accounts and people there are, the number of lines stays. */
    @Test
    void nobodyMakesTheFiguresGrow() {
        live();
        long lines = metrics.text().lines().count();
        for (int i = 0; i < 500; i++) {
            AccountId another = new AccountId(UUID.randomUUID());
            call(another, null);
            events.changed(WORKSPACE, List.of(received(another, "stranger " + i)));
            platform.quota("subject " + i, 100, 50);
        }
        String text = metrics.text();
        assertThat(text.lines().count()).isEqualTo(lines);
        assertThat(text)
                .doesNotContain("stranger")
                .doesNotContain(account.toString())
                .doesNotContain(TOKEN);
    }

    @Test
    void onlyTheWholeTokenOpens() {
        assertThat(metrics.isOffered()).isTrue();
        assertThat(metrics.admits(TOKEN)).isTrue();
        assertThat(metrics.admits(TOKEN.substring(1))).isFalse();
        assertThat(metrics.admits("")).isFalse();
        for (String bad : List.of("", "short", " ")) {
            PlatformMetrics closed = metrics(bad);
            assertThat(closed.isOffered()).isFalse();
            assertThat(closed.admits(bad)).isFalse();
        }
    }

    /** A panel that shows nothing is worse than none. */
    @Test
    void theDashboardAsksForWhatThereIs() throws Exception {
        live();
        Map<String, Set<String>> labels = exported();
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(dashboardFile()));
        dashboard.findValues("expr").forEach(expression -> queries.add(expression.asText()));
        assertThat(queries).hasSizeGreaterThan(15);
        Set<String> asked = new HashSet<>();
        for (String query : queries) {
            Set<String> known = new HashSet<>(Set.of("le", "instance", "job"));
            Matcher names = Pattern.compile("\\b(parvis|jvm|process)_[a-z_]+").matcher(query);
            while (names.find()) {
                assertThat(labels).as(query).containsKey(names.group());
                known.addAll(labels.get(names.group()));
                asked.add(names.group().replaceFirst("_bucket$", ""));
            }
            Matcher grouped = Pattern.compile("by \\(([^)]*)\\)|\\{([^}]*)}").matcher(query);
            while (grouped.find()) {
                String inside = grouped.group(1) == null ? grouped.group(2) : grouped.group(1);
                Arrays.stream(inside.split(","))
                        .map(part -> part.replaceAll("[=!~].*", "").strip())
                        .filter(label -> !label.isEmpty())
                        .forEach(label -> assertThat(known).as(query).contains(label));
            }
        }
        assertThat(asked)
                .contains(
                        "parvis_inbox_items_total",
                        "parvis_publications_total",
                        "parvis_publication_lateness_seconds",
                        "parvis_network_calls_total",
                        "parvis_network_call_seconds",
                        "parvis_outbox_obligations",
                        "parvis_outbox_oldest_due_seconds",
                        "parvis_quota_remaining_ratio",
                        "parvis_network_breaker_open",
                        "parvis_store_connections");
    }

    /** Series by name, with the labels they bear. */
    private Map<String, Set<String>> exported() {
        Map<String, Set<String>> labels = new HashMap<>();
        metrics.text().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String name = line.replaceFirst("[{ ].*", "");
            Set<String> own = labels.computeIfAbsent(name, n -> new HashSet<>());
            Matcher label = Pattern.compile("([a-z_]+)=\"").matcher(line);
            while (label.find()) {
                own.add(label.group(1));
            }
        });
        return labels;
    }

    private static Path dashboardFile() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("docs/monitoring/grafana.json");
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IOException(
                "docs/monitoring/grafana.json is not above " + Path.of("").toAbsolutePath());
    }
}
