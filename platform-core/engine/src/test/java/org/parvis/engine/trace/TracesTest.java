package org.parvis.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Exchange;
import org.parvis.api.network.Purpose;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.http.RawServer;
import org.parvis.engine.http.TestClients;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

@Timeout(30)
class TracesTest {
    private static final SpanExporter.Bounds QUICK =
            new SpanExporter.Bounds(100, 50, Duration.ofMillis(10), Duration.ofMillis(300), Duration.ofMillis(1));
    private static final String TAKEN = answer(200, "{}");
    private static final Instant NOON = Instant.parse("2026-03-05T12:00:00.000000123Z");
    private static final WorkspaceId WORKSPACE = new WorkspaceId(UUID.randomUUID());
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private static final NetworkId NETWORK = new NetworkId("twitter");
    private static final UUID PUBLICATION = UUID.fromString("0198d0c1-7b3e-7c55-9a41-2f6f1d6c0a11");
    private static final String TRACE = "0198d0c17b3e7c559a412f6f1d6c0a11";

    private final SteppedClock clock = new SteppedClock(NOON);
    private final List<AutoCloseable> owned = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
    }

    private <T extends AutoCloseable> T own(T one) {
        owned.add(one);
        return one;
    }

    private static String answer(int status, String body) {
        return "HTTP/1.1 " + status + " Some\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private Traces traces(SpanExporter.Bounds bounds, int port) throws Exception {
        OutboundClient client = TestClients.trusting("http://127.0.0.1:" + port);
        own((AutoCloseable) client::close);
        Traces traces = new Traces(client, clock, bounds);
        own((AutoCloseable) traces::stop);
        return traces;
    }

    private Traces sending(SpanExporter.Bounds bounds, int port) throws Exception {
        Traces traces = traces(bounds, port);
        traces.send("http://127.0.0.1:" + port, "");
        return traces;
    }

    private static Obligation publish() {
        return new Obligation(
                UUID.randomUUID(),
                "publishing.publish",
                PUBLICATION.toString(),
                WORKSPACE,
                ACCOUNT,
                NETWORK,
                "{\"text\":\"a private text\"}",
                NOON,
                2);
    }

    private static EndedCall call(Purpose purpose, String intent, ErrorKind failure, Exchange... exchanges) {
        return new EndedCall(
                WORKSPACE, NETWORK, ACCOUNT, purpose, intent, failure, Duration.ofMillis(700), List.of(exchanges));
    }

    private static void poll(Traces traces) {
        traces.ended(call(Purpose.POLLING, "feed", null));
    }

    private static JsonNode json(String request) {
        try {
            return new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n")));
        } catch (IOException e) {
            throw new AssertionError(request, e);
        }
    }

    /** By name. */
    private static Map<String, JsonNode> spans(List<String> requests) {
        Map<String, JsonNode> spans = new HashMap<>();
        requests.forEach(request -> json(request)
                .at("/resourceSpans/0/scopeSpans/0/spans")
                .forEach(span -> spans.put(span.path("name").textValue(), span)));
        return spans;
    }

    private static Map<String, String> attributes(JsonNode node) {
        Map<String, String> attributes = new HashMap<>();
        node.path("attributes").forEach(attribute -> {
            JsonNode value = attribute.path("value");
            assertThat(value.size()).isEqualTo(1);
            assertThat(value.fieldNames().next()).isIn("stringValue", "intValue");
            assertThat(value.elements().next().isTextual()).isTrue();
            attributes.put(
                    attribute.path("key").textValue(), value.elements().next().textValue());
        });
        return attributes;
    }

    @Test
    void whatIsHandledAndCalledArrivesAsOneTraceOfItsPublication() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = sending(QUICK, server.port());
        Obligation publish = publish();
        Exchange failing = new Exchange(
                NOON.minusMillis(600),
                "POST",
                "https://api.twitter.com/2/tweets/ann.secret?access_token=…&q=private",
                "posts.create",
                503,
                Duration.ofMillis(250),
                "TRANSIENT: a private text");

        traces.begins(publish, "publication");
        traces.ended(call(Purpose.PUBLISHING, PUBLICATION + ":1", ErrorKind.TRANSIENT, failing));
        traces.ended(publish, new Settlement.Again(NOON, true, "a private text"));

        await().until(() -> traces.delivery().sent() == 3);
        Map<String, JsonNode> spans = spans(server.requests());
        assertThat(spans).containsOnlyKeys("publishing.publish", "twitter publishing", "posts.create");
        JsonNode handling = spans.get("publishing.publish");
        JsonNode call = spans.get("twitter publishing");
        JsonNode exchange = spans.get("posts.create");
        assertThat(spans.values()).allSatisfy(span -> {
            assertThat(span.path("traceId").textValue()).isEqualTo(TRACE);
            assertThat(span.path("spanId").textValue()).matches("[0-9a-f]{16}").doesNotMatch("0{16}");
            assertThat(span.path("kind").isInt()).isTrue();
            assertThat(span.path("startTimeUnixNano").textValue()).matches("\\d{19}");
            assertThat(span.at("/status/code").intValue()).isEqualTo(2);
        });
        assertThat(handling.has("parentSpanId")).isFalse();
        assertThat(call.path("parentSpanId")).isEqualTo(handling.path("spanId"));
        assertThat(exchange.path("parentSpanId")).isEqualTo(call.path("spanId"));
        assertThat(handling.path("startTimeUnixNano").textValue()).isEqualTo("1772712000000000123");
        assertThat(exchange.path("startTimeUnixNano").textValue()).isEqualTo("1772711999400000123");
        assertThat(exchange.path("endTimeUnixNano").textValue()).isEqualTo("1772711999650000123");
        assertThat(attributes(handling))
                .containsEntry("parvis.workspace", WORKSPACE.toString())
                .containsEntry("parvis.account", ACCOUNT.toString())
                .containsEntry("parvis.network", "twitter")
                .containsEntry("parvis.publication", PUBLICATION.toString())
                .containsEntry("parvis.obligation", publish.id().toString())
                .containsEntry("parvis.attempt", "2")
                .containsEntry("parvis.outcome", "failed");
        assertThat(attributes(call))
                .containsEntry("parvis.publication", PUBLICATION.toString())
                .containsEntry("parvis.purpose", "publishing")
                .containsEntry("parvis.outcome", "transient");
        assertThat(attributes(exchange))
                .containsOnly(
                        Map.entry("parvis.operation", "posts.create"),
                        Map.entry("http.request.method", "POST"),
                        Map.entry("server.address", "api.twitter.com"),
                        Map.entry("http.response.status_code", "503"));
        assertThat(attributes(json(server.requests().get(0)).at("/resourceSpans/0/resource")))
                .containsEntry("service.name", "parvis")
                .containsKey("service.instance.id");
    }

    @Test
    void noTextTokenOrQueryLeaves() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = sending(QUICK, server.port());
        Obligation publish = publish();
        traces.begins(publish, "publication");
        traces.ended(call(
                Purpose.REPLIES,
                "a private intent",
                ErrorKind.RATE_LIMITED,
                new Exchange(
                        NOON,
                        "GET",
                        "https://api.twitter.com/private/path?token=…&q=private",
                        "posts.read",
                        0,
                        Duration.ZERO,
                        "private")));
        traces.ended(publish, new Settlement.Dead("a private text"));
        await().until(() -> traces.delivery().sent() == 3);
        assertThat(String.join("", server.requests()))
                .contains("POST /v1/traces HTTP/1.1", "Content-Type: application/json")
                .doesNotContain("private", "token", "?");
    }

    @Test
    void whatBelongsToNothingIsATraceByItself() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = sending(QUICK, server.port());
        Obligation poll = new Obligation(UUID.randomUUID(), "inbox.poll", "feed", WORKSPACE, null, null, "{}", NOON, 1);
        traces.begins(poll, "");
        traces.ended(poll, Settlement.done());
        poll(traces);
        traces.ended(call(Purpose.PUBLISHING, PUBLICATION.toString(), null));
        await().until(() -> traces.delivery().sent() == 3);

        Map<String, JsonNode> spans = spans(server.requests());
        assertThat(spans.values()).allSatisfy(span -> {
            assertThat(span.path("traceId").textValue()).matches("[0-9a-f]{32}");
            assertThat(span.has("parentSpanId")).isFalse();
            assertThat(span.has("status")).isFalse();
        });
        assertThat(spans.get("inbox.poll").path("traceId"))
                .isNotEqualTo(spans.get("twitter polling").path("traceId"));
        assertThat(spans.get("twitter publishing").path("traceId").textValue()).isEqualTo(TRACE);
        assertThat(attributes(spans.get("inbox.poll")))
                .containsEntry("parvis.outcome", "done")
                .doesNotContainKeys("parvis.network", "parvis.account", "parvis.publication");
    }

    @Test
    void offMeansNoThreadNoSpanAndNoRequest() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = traces(QUICK, server.port());
        await().until(() -> threads() == 0);
        traces.send("", "");
        Obligation publish = publish();
        traces.begins(publish, "publication");
        poll(traces);
        traces.ended(publish, Settlement.done());
        assertThat(threads()).isZero();
        assertThat(traces.delivery().on()).isFalse();

        // What began before is not told of either; the first that is, is what begins afterwards.
        traces.begins(publish, "publication");
        traces.send("http://127.0.0.1:" + server.port(), "");
        traces.ended(publish, Settlement.done());
        poll(traces);
        await().until(() -> traces.delivery().sent() > 0);
        assertThat(spans(server.requests())).containsOnlyKeys("twitter polling");
        assertThat(threads()).isEqualTo(1);
        traces.send("", "");
        await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("parvis-traces") && thread.isAlive())
                .count();
    }

    @Test
    void aReceiverThatHangsDelaysNobodyAndWhatFindsNoRoomIsCounted() throws Exception {
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        }));
        Traces traces = sending(
                new SpanExporter.Bounds(100, 50, Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofMillis(1)),
                server.port());
        poll(traces);
        await().until(() -> !server.requests().isEmpty());
        long begin = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            poll(traces);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("waiting for the receiver once would take longer")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(traces.delivery().sent()).isZero();
        assertThat(traces.delivery().waiting()).isEqualTo(101);
        assertThat(traces.delivery().lost()).isEqualTo(9_900);
        traces.stop();
        assertThat(traces.delivery().lost()).as("what waited").isEqualTo(10_001);
    }

    @Test
    void aReceiverThatIsAwayIsSaidAndGetsEverythingWhenItIsBack() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer server = own(new RawServer((s, connection) -> {
            while (s.read(connection)) {
                s.write(connection, asked.incrementAndGet() < 4 ? answer(503, "") : TAKEN);
            }
        }));
        Traces traces = sending(
                new SpanExporter.Bounds(100, 50, Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofMillis(200)),
                server.port());
        poll(traces);
        await().until(() -> traces.delivery().trouble().contains("503"));
        poll(traces);
        await().until(() -> traces.delivery().sent() == 2);
        assertThat(traces.delivery().trouble()).isEmpty();
        assertThat(traces.delivery().lost()).isZero();
        assertThat(json(server.requests().get(0)))
                .as("the same again")
                .isEqualTo(json(server.requests().get(3)));
    }

    @Test
    void aReceiverThatTakesNoConnectionIsSaid() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Traces traces = sending(QUICK, port);
        poll(traces);
        await().until(() -> traces.delivery().trouble().contains("no connection"));
        assertThat(traces.delivery().waiting()).isEqualTo(1);
    }

    @Test
    void whatTheReceiverAsksToWaitIsWaited() throws Exception {
        RawServer server =
                own(RawServer.answering("HTTP/1.1 429 Slow\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n"));
        Traces traces = sending(QUICK, server.port());
        poll(traces);
        await().until(() -> traces.delivery().trouble().contains("429"));
        // Without the header it would have been asked again after a few of these.
        await().during(Duration.ofMillis(300)).until(() -> server.requests().size() == 1);
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "404", "413", "500"})
    void whatIsRefusedForGoodIsLostAndNotSentAgain(int status) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawServer server = own(new RawServer((s, connection) -> {
            while (s.read(connection)) {
                s.write(connection, asked.incrementAndGet() == 1 ? answer(status, "") : TAKEN);
            }
        }));
        Traces traces = sending(QUICK, server.port());
        poll(traces);
        await().until(() -> traces.delivery().lost() == 1);
        assertThat(traces.delivery().trouble()).contains(String.valueOf(status));
        poll(traces);
        await().until(() -> traces.delivery().sent() == 1);
        assertThat(traces.delivery()).extracting("lost", "trouble").containsExactly(1L, "");
    }

    @Test
    void whatTheReceiverTakesInPartIsLostInPart() throws Exception {
        RawServer server = own(RawServer.answering(
                answer(200, "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}")));
        Traces traces = sending(QUICK, server.port());
        Obligation publish = publish();
        traces.begins(publish, "publication");
        traces.ended(publish, Settlement.done());
        await().until(() -> traces.delivery().lost() == 1);
        assertThat(traces.delivery().sent()).isZero();
    }

    @Test
    void aReceiverOnAnAddressThatIsNotTrustedIsNotCalled() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = traces(QUICK, 1);
        traces.send("http://127.0.0.1:" + server.port(), "");
        poll(traces);
        await().until(() -> traces.delivery().trouble().contains("it is not https"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theReceiverIsToldWhatItWantsAsAuthorizationAndNobodyElse() throws Exception {
        RawServer server = own(RawServer.answering(TAKEN));
        Traces traces = traces(QUICK, server.port());
        traces.send("http://127.0.0.1:" + server.port() + "/otlp/own", "Bearer of-the-receiver");
        poll(traces);
        await().until(() -> traces.delivery().sent() == 1);
        assertThat(server.requests().get(0))
                .contains("POST /otlp/own HTTP/1.1")
                .contains("Authorization: Bearer of-the-receiver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "ftp://collector", "https://ann:secret@collector", "https://c/?a=b", "{"})
    void whatIsNoAddressIsSaidWithoutRepeatingIt(String endpoint) throws Exception {
        Traces traces = traces(QUICK, 1);
        traces.send(endpoint, "");
        assertThat(traces.delivery().on()).isFalse();
        assertThat(traces.delivery().trouble()).contains("endpoint").doesNotContain("secret");
    }
}
