package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;

/** The hub's challenge, its signature and its feeds; by hand, and with the simulated hub over real HTTP. */
class YoutubeWebhooksTest {
    private static final String SECRET = "the secret of the tests";
    private static final String CHANNEL = "UCacme0000000000000000AA";
    private static final String TOPIC = "https://www.youtube.com/xml/feeds/videos.xml?channel_id=" + CHANNEL;
    private final YoutubeWebhooks webhooks = new YoutubeWebhooks();

    private static WebhookRequest request(
            String method, Map<String, String> headers, Map<String, String> query, String body) {
        Map<String, List<String>> h = new HashMap<>();
        headers.forEach((name, value) -> h.put(name, List.of(value)));
        Map<String, List<String>> q = new HashMap<>();
        query.forEach((name, value) -> q.put(name, List.of(value)));
        return new WebhookRequest(method, h, q, body.getBytes(StandardCharsets.UTF_8), FakeCall.NOW);
    }

    private WebhookRequest challenge(String mode, String topic, String proof) {
        return request(
                "GET",
                Map.of(),
                Map.of("hub.mode", mode, "hub.topic", topic, "hub.challenge", "c1", "proof", proof),
                "");
    }

    @Test
    void onlyOurOwnWishIsConfirmed() {
        String proof = new HubTopic(CHANNEL).proof(SECRET);
        assertThat(webhooks.handshake(challenge("subscribe", TOPIC, proof), SECRET)
                        .orElseThrow()
                        .body())
                .asString()
                .isEqualTo("c1");
        String human = TOPIC.replace("/xml/", "/");
        assertThat(webhooks.handshake(challenge("unsubscribe", human, proof), SECRET))
                .isPresent();
        assertThat(webhooks.handshake(challenge("unsubscribe", TOPIC, "00"), SECRET))
                .isEmpty();
        assertThat(webhooks.handshake(challenge("subscribe", TOPIC + "X", proof), SECRET))
                .isEmpty();
        assertThat(webhooks.handshake(challenge("subscribe", "https://elsewhere.example/feed", proof), SECRET))
                .isEmpty();
        assertThat(webhooks.handshake(challenge("subscribe", TOPIC, proof), "")).isEmpty();
    }

    @Test
    void theSignatureIsOverTheRawBytes() {
        String hash = HexFormat.of().formatHex(HubSignature.of(SECRET, "<feed/>".getBytes(StandardCharsets.UTF_8)));
        Map<String, String> signed = Map.of("x-hub-signature", "sha1=" + hash);
        assertThat(webhooks.verify(request("POST", signed, Map.of(), "<feed/>"), SECRET))
                .isTrue();
        assertThat(webhooks.verify(request("POST", signed, Map.of(), "<feed />"), SECRET))
                .isFalse();
        assertThat(webhooks.verify(request("POST", signed, Map.of(), "<feed/>"), "other"))
                .isFalse();
        assertThat(webhooks.verify(request("POST", signed, Map.of(), "<feed/>"), ""))
                .isFalse();
        assertThat(webhooks.verify(request("POST", Map.of(), Map.of(), "<feed/>"), SECRET))
                .isFalse();
    }

    @Test
    void entriesAndTombstonesAreTold() throws Exception {
        String body = "<feed xmlns:yt='x' xmlns:at='y'><entry>\n<id>yt:video:abc</id><yt:videoId>abc</yt:videoId>"
                + "<yt:channelId>" + CHANNEL + "</yt:channelId></entry><at:deleted-entry ref='yt:video:gone' when='x'>"
                + "<at:by><uri>http://www.youtube.com/channel/" + CHANNEL + "</uri></at:by></at:deleted-entry></feed>";
        assertThat(webhooks.parse(request("POST", Map.of(), Map.of(), body)))
                .containsExactlyInAnyOrder(
                        new WebhookSignal.ItemRemoved(new RemoteId(CHANNEL), new RemoteId("gone")),
                        new WebhookSignal.Resync(new RemoteId(CHANNEL), org.parvis.spi.InboxFeed.COMMENTS));
    }

    @Test
    void whatIsNoFeedOrBringsEntitiesIsRefused() {
        for (String body : List.of("", "{}", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed></feed>")) {
            NetworkException refused = catchThrowableOfType(
                    NetworkException.class, () -> webhooks.parse(request("POST", Map.of(), Map.of(), body)));
            assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        }
    }

    @Test
    void aSubscriptionIsMadeToldOfLengthenedAndEnded(@TempDir Path home) throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(
                archive,
                "{\"type\":\"Organization\",\"id\":\"urn:parvis:youtube:user:" + CHANNEL
                        + "\",\"preferredUsername\":\"Acme\",\"name\":\"Acme\",\"network\":\"youtube\"}\n");
        try (SimulatedYoutube youtube =
                        SimulatedYoutube.start(SimulatedYoutube.options(home.resolve("state"), archive));
                Receiver receiver = new Receiver(webhooks)) {
            youtube.at("2026-11-20T10:00:00Z");
            WebhookSubscriber subscriber = new YoutubeSubscriber();
            WebhookSubscription wish = new WebhookSubscription(receiver.address(), "unused", SECRET);
            FakeCall call = youtube.callAs("Acme");
            assertThat(subscriber.describe(call, wish).active()).isFalse();
            subscriber.subscribe(call, wish);
            assertThat(receiver.next().method()).isEqualTo("GET");
            youtube.control("hub", "{}");
            assertThat(subscriber.describe(call, wish))
                    .isEqualTo(new WebhookSubscriber.Standing(true, Instant.parse("2026-11-25T10:00:00Z")));
            String id = youtube.control("videos", "{'account':'Acme','title':'A & B'}")
                    .path("id")
                    .asText();
            WebhookRequest push = receiver.next();
            assertThat(webhooks.verify(push, SECRET)).isTrue();
            assertThat(webhooks.parse(push))
                    .hasOnlyElementsOfType(WebhookSignal.Resync.class)
                    .hasSize(1);
            youtube.control("videos/delete", "{'video':'" + id + "'}");
            assertThat(webhooks.parse(receiver.next()))
                    .containsExactly(new WebhookSignal.ItemRemoved(new RemoteId(CHANNEL), new RemoteId(id)));
            youtube.at("2026-11-24T10:00:00Z");
            FakeCall later = youtube.callAs("Acme");
            subscriber.subscribe(later, wish);
            receiver.next();
            youtube.control("hub", "{}");
            assertThat(subscriber.describe(later, wish).expiresAt()).isEqualTo("2026-11-29T10:00:00Z");
            subscriber.unsubscribe(later, wish);
            receiver.next();
            youtube.control("hub", "{}");
            assertThat(subscriber.describe(later, wish).active()).isFalse();
        }
    }

    /** Our side of the hub: answers as the platform does, and hands over what came. */
    private static final class Receiver implements AutoCloseable {
        private final BlockingQueue<WebhookRequest> came = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Receiver(YoutubeWebhooks webhooks) throws Exception {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                Map<String, List<String>> headers = new HashMap<>();
                exchange.getRequestHeaders().forEach((n, v) -> headers.put(n.toLowerCase(Locale.ROOT), v));
                WebhookRequest request = new WebhookRequest(
                        exchange.getRequestMethod(),
                        headers,
                        query(exchange.getRequestURI()),
                        exchange.getRequestBody().readAllBytes(),
                        FakeCall.NOW);
                byte[] answer =
                        webhooks.handshake(request, SECRET).map(r -> r.body()).orElse(new byte[0]);
                exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
                came.add(request);
            });
            server.start();
        }

        private static Map<String, List<String>> query(URI address) {
            Map<String, List<String>> query = new HashMap<>();
            for (String pair : String.valueOf(address.getRawQuery()).split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(
                        parts[0], List.of(parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
            }
            return query;
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/webhooks/youtube");
        }

        /** The next request of the hub; what it learnt by the answer it has noted when its control operation says so. */
        WebhookRequest next() throws Exception {
            WebhookRequest request = came.poll(10, TimeUnit.SECONDS);
            assertThat(request).as("a request of the hub").isNotNull();
            return request;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
