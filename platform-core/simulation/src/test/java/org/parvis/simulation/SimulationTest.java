package org.parvis.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private Simulation simulation;

    @BeforeEach
    void start() throws Exception {
        simulation = Simulation.start(SimulationOptions.in(home).network("echo", 0));
    }

    @AfterEach
    void stop() throws Exception {
        simulation.close();
    }

    private HttpRequest write(String text) {
        return HttpRequest.newBuilder(simulation.networkUri("echo").resolve("/write"))
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> later(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode control(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulation.controlUri() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(send(request).body());
    }

    private long fault(Fault.Kind kind, Fault.Details details) {
        return simulation.faults().add(Fault.once("echo", "write", kind, details));
    }

    private List<String> accepted() {
        return simulation.journal().since(0).stream().map(JournalEntry::text).toList();
    }

    @Test
    void itSaysWhereItListens() throws Exception {
        JsonNode said = JSON.readTree(home.resolve("simulation.json").toFile());
        assertThat(said.at("/networks/echo").asText())
                .isEqualTo(simulation.networkUri("echo").toString());
        assertThat(said.path("control").asText())
                .isEqualTo(simulation.controlUri().toString());
        assertThat(simulation.networkUri("echo").getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void aHungExchangeIsDoneOnlyAfterItsRelease() throws Exception {
        long id = fault(Fault.Kind.HANG, Fault.Details.NONE);
        CompletableFuture<HttpResponse<String>> answer = later(write("a"));
        assertThat(simulation.faults().awaitWaiting(id, 1, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(accepted()).isEmpty();
        simulation.faults().release(id, false);
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("a");
        assertThat(accepted()).containsExactly("a");
    }

    @Test
    void aHungExchangeThatIsCutIsNeverDone() throws Exception {
        long id = fault(Fault.Kind.HANG, Fault.Details.NONE);
        CompletableFuture<HttpResponse<String>> answer = later(write("a"));
        assertThat(simulation.faults().awaitWaiting(id, 1, Duration.ofSeconds(10)))
                .isTrue();
        simulation.faults().release(id, true);
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(accepted()).isEmpty();
    }

    @Test
    void aHeldAnswerComesAfterTheWriteWasAccepted() throws Exception {
        long id = fault(Fault.Kind.HOLD_AFTER, Fault.Details.NONE);
        CompletableFuture<HttpResponse<String>> answer = later(write("a"));
        assertThat(simulation.faults().awaitWaiting(id, 1, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(accepted()).containsExactly("a");
        assertThat(answer).isNotDone();
        simulation.faults().release(id, false);
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void aHangEndsByItselfWhenItsTimeIsOver() throws Exception {
        fault(Fault.Kind.HANG, Fault.Details.NONE.within(Duration.ofMillis(50)));
        assertThatThrownBy(() -> send(write("a"))).isInstanceOf(IOException.class);
        assertThat(accepted()).isEmpty();
    }

    @Test
    void doneWithoutAnsweringIsDone() {
        fault(Fault.Kind.DO_WITHOUT_ANSWERING, Fault.Details.NONE);
        assertThatThrownBy(() -> send(write("a"))).isInstanceOf(IOException.class);
        assertThat(accepted()).containsExactly("a");
    }

    @Test
    void refusedIsNotDone() {
        fault(Fault.Kind.REFUSE, Fault.Details.NONE);
        assertThatThrownBy(() -> send(write("a"))).isInstanceOf(IOException.class);
        assertThat(accepted()).isEmpty();
    }

    @Test
    void aTruncatedAnswerIsDoneButBreaksOff() {
        fault(Fault.Kind.TRUNCATE, new Fault.Details(0, Map.of(), "", 3, Duration.ZERO));
        assertThatThrownBy(() -> send(write("abcdefgh"))).isInstanceOf(IOException.class);
        assertThat(accepted()).containsExactly("abcdefgh");
    }

    @Test
    void aGarbledAnswerIsNoUtf8() throws Exception {
        fault(Fault.Kind.GARBLE, Fault.Details.NONE);
        byte[] body = client.send(write("caf\uFFFD ok"), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(body).containsExactly('c', 'a', 'f', 0xE9, ' ', 'o', 'k');
    }

    @Test
    void aDrippingAnswerIsSlowUntilReleased() throws Exception {
        long id = fault(Fault.Kind.DRIP, Fault.Details.NONE);
        CompletableFuture<HttpResponse<String>> answer = later(write("abcdefghijklmnopqrstuvwxyz"));
        org.awaitility.Awaitility.await().until(() -> simulation.faults().hits(id) == 1);
        assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        simulation.faults().remove(id);
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).endsWith("z");
    }

    @Test
    void aGivenStatusIsAnsweredWithoutDoing() throws Exception {
        control(
                "POST",
                "/control/faults",
                "{\"network\":\"echo\",\"route\":\"POST /write\",\"kind\":\"status\",\"skip\":1,"
                        + "\"count\":2,\"status\":503,\"headers\":{\"retry-after\":\"7\"},\"body\":{\"title\":\"no\"}}");
        assertThat(send(write("a")).statusCode()).isEqualTo(200);
        assertThat(send(write("b")).headers().firstValue("retry-after")).hasValue("7");
        assertThat(send(write("c")).body()).isEqualTo("{\"title\":\"no\"}");
        assertThat(send(write("d")).statusCode()).isEqualTo(200);
        assertThat(accepted()).containsExactly("a", "d");
    }

    @Test
    void aGivenStatusCanComeAfterItWasDoneAndBePackedAndLarge() throws Exception {
        control("POST", "/control/faults", "{\"route\":\"POST /write\",\"kind\":\"status-after\",\"status\":504}");
        assertThat(send(write("a")).statusCode()).isEqualTo(504);
        assertThat(accepted()).containsExactly("a");
        control(
                "POST",
                "/control/faults",
                "{\"route\":\"POST /write\",\"kind\":\"status\",\"status\":200,\"bytes\":9000000,"
                        + "\"headers\":{\"content-encoding\":\"gzip\"}}");
        HttpResponse<String> packed = send(write("b"));
        assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValueAsLong("content-length").orElseThrow())
                .isBetween(1L, 100_000L);
        assertThat(accepted()).containsExactly("a");
    }

    @Test
    void aFaultConcernsOnlyTheAccountItNames() throws Exception {
        control("POST", "/control/faults", "{\"kind\":\"status\",\"account\":\"Acme\",\"count\":0,\"status\":500}");
        assertThat(send(write("a")).statusCode()).isEqualTo(200);
        HttpRequest acme = HttpRequest.newBuilder(simulation.networkUri("echo"))
                .header("x-account", "acme")
                .build();
        assertThat(send(acme).statusCode()).isEqualTo(500);
        control("DELETE", "/control/faults", "");
        assertThat(send(acme).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnreachableNetworkRefusesConnectionsAndComesBackOnItsPort() throws Exception {
        URI before = simulation.networkUri("echo");
        simulation.listen("echo", false);
        HttpClient fresh = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(before).build();
        assertThatThrownBy(() -> fresh.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(java.net.ConnectException.class);
        simulation.listen("echo", true);
        assertThat(simulation.networkUri("echo")).isEqualTo(before);
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void exchangesAreNotedWithoutSecrets() throws Exception {
        send(write("grant_type=x&code=abc123&refresh_token=r-secret&text=hello"));
        assertThat(simulation.exchanges().since(0)).singleElement().satisfies(exchange -> {
            assertThat(exchange.toString())
                    .contains("hello")
                    .doesNotContain("abc123")
                    .doesNotContain("r-secret");
            assertThat(exchange.path("operation").asText()).isEqualTo("write");
        });
    }

    @Test
    void theClockIsControlled() throws Exception {
        control("POST", "/control/clock/speed", "{\"speed\":0}");
        control("POST", "/control/clock/set", "{\"to\":\"2026-01-01T00:00:00Z\"}");
        JsonNode now = control("POST", "/control/clock/step", "{\"by\":\"PT90M\"}");
        assertThat(now.path("now").asText()).isEqualTo("2026-01-01T01:30:00Z");
        assertThat(control("POST", "/control/clock/step", "{\"by\":\"soon\"}")
                        .path("error")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void aReplayJumpsFromEventToEventAndKeepsItsShiftOverARestart() throws Exception {
        Path archive = home.resolve("a.jsonl");
        Files.writeString(archive, """
                {"type":"Note","id":"x:2","attributedTo":"x:5","published":"2020-01-01T01:00:00Z","content":"b"}
                {"type":"Note","id":"x:1","attributedTo":"x:5","published":"2020-01-01T00:00:00Z","content":"a"}
                {"type":"Note","id":"x:3","attributedTo":"x:5","published":"2020-01-01T09:00:00Z","content":"c"}
                """);
        SimulationOptions options = SimulationOptions.in(home.resolve("replay"))
                .network("echo", 0)
                .archive(archive)
                .clock(home.resolve("clock"))
                .shift("begin-now");
        long shift;
        try (Simulation replay = Simulation.start(options)) {
            replay.clock().speed(0);
            Instant second = replay.nextEvent(1);
            Instant third = replay.nextEvent(1);
            assertThat(Duration.between(second, third)).isEqualTo(Duration.ofHours(8));
            assertThat(replay.nextEvent(5)).isEqualTo(third);
            shift = replay.archive("echo").shiftSeconds();
        }
        try (Simulation again = Simulation.start(options)) {
            assertThat(again.archive("echo").shiftSeconds()).isEqualTo(shift);
        }
    }

    @Test
    void aFolderIsOneArchiveWhoseLastPartIsStillToCome() throws Exception {
        Path folder = Files.createDirectories(home.resolve("story"));
        String note =
                "{\"type\":\"Note\",\"id\":\"x:%d\",\"attributedTo\":\"x:5\",\"published\":\"%s\",\"content\":\"a\"}\n";
        Files.writeString(folder.resolve("a.jsonl"), String.format(Locale.ROOT, note, 1, "2020-01-01T00:00:00Z"));
        Files.writeString(folder.resolve("b.jsonl"), String.format(Locale.ROOT, note, 2, "2020-01-01T02:00:00Z"));
        Files.writeString(folder.resolve("README.md"), "no archive");
        SimulationOptions options = SimulationOptions.in(home.resolve("coming"))
                .network("echo", 0)
                .archive(folder)
                .clock(home.resolve("clock"))
                .toCome(Duration.ofMinutes(30));
        try (Simulation coming = Simulation.start(options)) {
            assertThat(coming.archive("echo").items()).isEqualTo(2);
            Instant now = coming.clock().instant();
            assertThat(Duration.between(now, coming.nextEvent(1)))
                    .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        }
    }

    @Test
    void filesBesideTheArchiveAreServedAndNothingElseIs() throws Exception {
        Path folder = Files.createDirectories(home.resolve("files"));
        Files.writeString(folder.resolve("dot.jpg"), "picture");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(folder.resolve("a.jsonl"), """
                {"type":"Note","id":"x:1","attributedTo":"x:5","published":"2020-01-01T00:00:00Z","content":"a",\
                "attachment":{"type":"Image","url":"dot.jpg","mediaType":"image/jpeg"}}
                """);
        SimulationOptions options =
                SimulationOptions.in(home.resolve("served")).network("echo", 0).archive(folder);
        try (Simulation served = Simulation.start(options)) {
            URI base = served.networkUri("echo");
            HttpResponse<String> picture = send(HttpRequest.newBuilder(base.resolve("/archive-files/dot.jpg"))
                    .build());
            assertThat(picture.body()).isEqualTo("picture");
            assertThat(picture.headers().firstValue("content-type")).hasValue("image/jpeg");
            assertThat(send(HttpRequest.newBuilder(base.resolve("/archive-files/secret.txt"))
                                    .build())
                            .body())
                    .isEqualTo("nothing");
        }
    }

    @Test
    void wrongControlRequestsGetASentence() throws Exception {
        assertThat(control("POST", "/control/faults", "{\"kind\":\"explode\"}")
                        .path("error")
                        .asText())
                .contains("explode");
        assertThat(control("POST", "/control/faults", "{oops").path("error").asText())
                .contains("JSON");
        assertThat(control("POST", "/control/echo/dance", "").path("error").asText())
                .contains("dance");
        assertThat(control("POST", "/control/echo/say", "").path("said").asText())
                .isEqualTo("yes");
        assertThat(control("GET", "/control/faults/99", "").path("error").asText())
                .contains("99");
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> SimulationOptions.parse(List.of("--port", "1")))
                .hasMessageContaining("--home");
        assertThatThrownBy(() -> SimulationOptions.parse(List.of("--home", "x", "--shift", "sideways")))
                .hasMessageContaining("sideways");
        assertThatThrownBy(() -> SimulationOptions.parse(List.of("--home", "x", "--to-come", "later")))
                .hasMessageContaining("later");
        assertThatThrownBy(() -> SimulationOptions.parse(List.of("--home", "x", "--what", "y")))
                .hasMessageContaining("--what");
    }
}
