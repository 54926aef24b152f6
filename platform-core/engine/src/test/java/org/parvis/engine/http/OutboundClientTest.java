package org.parvis.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;

@Timeout(20)
class OutboundClientTest {
    private static final Duration TIME = Duration.ofMillis(600);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Thing: a\r\nX-Thing: b\r\n\r\nok";

    private final List<AutoCloseable> owned = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : owned) {
            one.close();
        }
    }

    @Test
    void everyStatusIsAnAnswer() throws Exception {
        for (int status : List.of(200, 204, 301, 401, 407, 429, 500, 503)) {
            RawServer server = own(RawServer.answering("HTTP/1.1 " + status + " Some\r\nContent-Length: 0\r\n\r\n"));
            assertThat(client(server).send(get(server, TIME)).status()).isEqualTo(status);
        }
    }

    @Test
    void headersKeepAllTheirValuesUnderLowerCaseNames() throws Exception {
        RawServer server = own(RawServer.answering(OK));

        HttpResponse response = client(server).send(get(server, TIME));

        assertThat(response.headers()).containsEntry("x-thing", List.of("a", "b"));
        assertThat(response.text()).isEqualTo("ok");
        assertThat(server.requests().get(0)).contains("GET /path?a=1 HTTP/1.1").contains("Host: api.test.example");
    }

    @Test
    void refusedConnectionIsTransientAlsoForAChange() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        NetworkException failure = fails(client(port), post(port, TIME));

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(failure).hasMessageContaining("no connection").hasMessageNotContaining("127.0.0.1");
    }

    @Test
    void unknownHostIsTransientAlsoForAChange() throws Exception {
        OutboundClient client = own(new OutboundClient(
                TrustedOrigins.NONE,
                host -> {
                    throw new java.net.UnknownHostException(host);
                },
                new SslContextFactory.Client()));

        NetworkException failure = fails(client, request(changing(URI.create("https://api.test.example/posts")), TIME));

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void hangingAfterAChangeLeavesTheOutcomeUnknownAndAReadTransient() throws Exception {
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        }));
        assertThat(fails(client(server), post(server, TIME)).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(client(server), get(server, TIME)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void drippingIsEndedAtTheDeadline() throws Exception {
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            s.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            CountDownLatch never = new CountDownLatch(1);
            while (!never.await(20, TimeUnit.MILLISECONDS)) {
                s.write(connection, "x");
            }
        }));
        long begin = System.nanoTime();

        NetworkException failure = fails(client(server), post(server, TIME));

        assertThat(failure.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(TIME.minusMillis(100), TIME.plusSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nContent-Len",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "garbage\r\n\r\n",
                ""
            })
    void truncatedAnswerToAChangeLeavesTheOutcomeUnknown(String answer) throws Exception {
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            s.write(connection, answer);
        }));
        assertThat(fails(client(server), post(server, TIME)).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(client(server), get(server, TIME)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void resetAfterTheBodyLeavesTheOutcomeUnknown() throws Exception {
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            connection.setSoLinger(true, 0);
        }));
        assertThat(fails(client(server), post(server, TIME)).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(server.requests().get(0)).endsWith("{\"text\":\"hello\"}");
    }

    @Test
    void interruptingTheCallerEndsTheExchangeAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        RawServer server = own(new RawServer((s, connection) -> {
            s.read(connection);
            arrived.countDown();
            new CountDownLatch(1).await(1, TimeUnit.MINUTES);
        }));
        OutboundClient client = client(server);
        Thread caller = Thread.currentThread();
        NamedThreads.factory("interrupter")
                .newThread(() -> {
                    try {
                        arrived.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    caller.interrupt();
                })
                .start();

        NetworkException failure = fails(client, post(server, Duration.ofSeconds(15)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void changesNeverShareAConnectionAndReadsDo() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        RawServer server = own(new RawServer((s, connection) -> {
            connections.incrementAndGet();
            while (s.read(connection)) {
                s.write(connection, OK);
            }
        }));
        OutboundClient client = client(server);
        client.send(get(server, TIME));
        client.send(get(server, TIME));
        assertThat(connections).hasValue(1);

        client.send(post(server, TIME));
        client.send(post(server, TIME));

        assertThat(connections).hasValue(3);
        assertThat(server.requests().get(3)).containsIgnoringCase("Connection: close");
    }

    @Test
    void answersAreCappedAlsoAfterDecompression() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 64; i++) {
                zip.write(new byte[1024 * 1024]);
            }
        }
        RawServer zipped = own(RawServer.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + bomb.size() + "\r\n\r\n" + bomb.toString(StandardCharsets.ISO_8859_1)));
        RawServer announced = own(RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"));

        assertThat(fails(client(zipped), get(zipped, Duration.ofSeconds(8)))).hasMessageContaining("larger than 10 MB");
        assertThat(fails(client(announced), get(announced, TIME))).hasMessageContaining("larger than 10 MB");
    }

    @Test
    void gzipIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        RawServer server = own(RawServer.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + packed.size() + "\r\n\r\n" + packed.toString(StandardCharsets.ISO_8859_1)));

        assertThat(client(server).send(get(server, TIME)).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void headersAreCapped() throws Exception {
        RawServer server = own(RawServer.answering(
                "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(100_000) + "\r\nContent-Length: 0\r\n\r\n"));

        assertThat(fails(client(server), get(server, TIME)).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void aRedirectIsAnAnswerUnlessFollowingWasAskedFor() throws Exception {
        RawServer server = own(RawServer.answering(
                "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"));

        assertThat(client(server).send(get(server, TIME)).status()).isEqualTo(302);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.1:8181/",
                "https://localhost/",
                "file:///etc/passwd",
                "https://evil.example/",
                "//[::1]/",
                "gopher://api.test.example/"
            })
    void cve202640168_aRedirectInsideIsRefused(String location) throws Exception {
        RawServer server = own(
                RawServer.answering("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"));
        OutboundRequest following =
                new OutboundRequest(reading(address(server.port())), rules(), Deadline.after(TIME), () -> {}, 3);

        NetworkException failure = fails(client(server), following);

        assertThat(failure.kind()).isEqualTo(ErrorKind.POLICY_REJECTED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aFollowedRedirectToAnotherOriginLosesTheAuthorisationAndEndsAfterThree() throws Exception {
        RawServer end = own(RawServer.answering(OK));
        RawServer begin = own(RawServer.answering("HTTP/1.1 307 Go\r\nLocation: http://cdn.test.example:" + end.port()
                + "/file\r\nContent-Length: 0\r\n\r\n"));
        RawServer loop = own(new RawServer((s, connection) -> {
            while (s.read(connection)) {
                s.write(connection, "HTTP/1.1 302 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
            }
        }));
        OutboundClient client = own(new OutboundClient(
                TrustedOrigins.of(List.of(
                        "http://api.test.example:" + begin.port(),
                        "http://cdn.test.example:" + end.port(),
                        "http://api.test.example:" + loop.port())),
                host -> List.of(InetAddress.getLoopbackAddress()),
                new SslContextFactory.Client()));
        HttpRequest request =
                HttpRequest.get("read", address(begin.port())).bearer("secret").build();

        HttpResponse response = client.send(new OutboundRequest(request, rules(), Deadline.after(TIME), () -> {}, 3));
        HttpResponse last = client.send(
                new OutboundRequest(reading(address(loop.port())), rules(), Deadline.after(TIME), () -> {}, 99));

        assertThat(response.text()).isEqualTo("ok");
        assertThat(begin.requests().get(0)).contains("Bearer secret");
        assertThat(end.requests().get(0)).doesNotContain("secret");
        assertThat(last.status()).isEqualTo(302);
        assertThat(loop.requests()).hasSize(4);
    }

    @Test
    void cve202642346_aNameThatIsBoundAnewCannotLeadInside() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        RawServer inside = own(RawServer.answering(OK));
        // public at the first look, loopback from the second on
        OutboundClient client = own(new OutboundClient(
                TrustedOrigins.NONE,
                host -> lookups.incrementAndGet() == 1
                        ? List.of(InetAddress.getByAddress(host, new byte[] {93, (byte) 184, (byte) 216, 34}))
                        : List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})),
                new SslContextFactory.Client()));
        HttpRequest request = reading(URI.create("https://api.test.example/"));

        for (int i = 0; i < 3; i++) {
            NetworkException failure =
                    fails(client, new OutboundRequest(request, rules(), Deadline.after(TIME), () -> {}));
            assertThat(failure).hasMessageNotContaining("127.0.0.1").hasMessageNotContaining("93.184");
            assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        }

        assertThat(lookups).as("one look per connection, none in between").hasValue(3);
        assertThat(inside.requests()).isEmpty();
    }

    @Test
    void oneClosedAddressAmongOpenOnesRefusesTheName() throws Exception {
        OutboundClient client = own(new OutboundClient(
                TrustedOrigins.NONE,
                host -> List.of(
                        InetAddress.getByAddress(host, new byte[] {93, (byte) 184, (byte) 216, 34}),
                        InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1})),
                new SslContextFactory.Client()));

        NetworkException failure = fails(
                client,
                new OutboundRequest(
                        reading(URI.create("https://api.test.example/")), rules(), Deadline.after(TIME), () -> {}));

        assertThat(failure).hasMessageContaining("does not lead to a public address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Ok\r\nX-Evil",
                "Host",
                "host",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "X-Forwarded-For",
                "Bad Name",
                ""
            })
    void cve202553641_headersOfTheConnectionCannotBeSet(String name) throws Exception {
        RawServer server = own(RawServer.answering(OK));
        HttpRequest request = HttpRequest.get("read", address(server.port()))
                .header(name, "x")
                .build();

        assertThat(fails(client(server), request(request, TIME)).kind()).isEqualTo(ErrorKind.DEFECT);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void cve202553641_lineBreaksInAHeaderValueAreRefused() throws Exception {
        RawServer server = own(RawServer.answering(OK));
        for (String value : List.of("a\r\nHost: evil", "a\nb", "a\u0000b")) {
            HttpRequest request = HttpRequest.get("read", address(server.port()))
                    .header("X-Fine", value)
                    .build();
            assertThat(fails(client(server), request(request, TIME)).kind()).isEqualTo(ErrorKind.DEFECT);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aHangingNameServerHoldsOneThreadPerHostAndLeavesOthersAlone() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RawServer server = own(RawServer.answering(OK));
        OutboundClient client = own(new OutboundClient(
                TrustedOrigins.of(List.of("http://api.test.example:" + server.port())),
                host -> {
                    if (host.startsWith("slow")) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return List.of(InetAddress.getLoopbackAddress());
                },
                new SslContextFactory.Client()));
        HttpRequest slow = reading(URI.create("https://slow.test.example/"));
        for (int i = 0; i < 20; i++) {
            fails(client, new OutboundRequest(slow, rules(), Deadline.after(Duration.ofMillis(30)), () -> {}));
        }

        assertThat(client.send(get(server, TIME)).status()).isEqualTo(200);
        never.countDown();
    }

    @Test
    void departureIsToldBeforeBytesLeaveAndNotForWhatNeverLeft() throws Exception {
        AtomicInteger departures = new AtomicInteger();
        RawServer server = own(RawServer.answering(OK));
        client(server)
                .send(new OutboundRequest(
                        reading(address(server.port())), rules(), Deadline.after(TIME), departures::incrementAndGet));
        assertThat(departures).hasValue(1);

        fails(
                client(server),
                new OutboundRequest(
                        reading(URI.create("https://evil.example/")),
                        rules(),
                        Deadline.after(TIME),
                        departures::incrementAndGet));
        assertThat(departures).hasValue(1);
    }

    private static OutboundRequest upload(RawServer server, RequestFile.Opening opening, long length, Duration time) {
        MediaRef media = new MediaRef(new MediaId(UUID.randomUUID()), "video/mp4", 1 << 30, 1, 1, null, null);
        HttpRequest request = HttpRequest.changing("media.append", "PUT", address(server.port()))
                .media("video/mp4", new MediaSlice(media, 0, length))
                .build();
        return new OutboundRequest(
                request, rules(), Deadline.after(time), () -> {}, new RequestFile(opening, length), 0);
    }

    @Test
    void aPartOfAFileIsSentWithItsLengthAndNotAByteMore() throws Exception {
        RawServer server = own(RawServer.answering(OK));
        AtomicBoolean closed = new AtomicBoolean();

        client(server)
                .send(upload(
                        server,
                        () -> new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8)) {
                            @Override
                            public void close() {
                                closed.set(true);
                            }
                        },
                        4,
                        TIME));

        assertThat(server.requests().get(0))
                .containsIgnoringCase("Content-Length: 4\r\n")
                .containsIgnoringCase("Content-Type: video/mp4")
                .doesNotContainIgnoringCase("Transfer-Encoding")
                .endsWith("\r\n\r\n0123");
        assertThat(closed).isTrue();
    }

    /** A call whose time is over is interrupted, and so is the opening of a file; that says nothing of the file. */
    @Test
    void aFileThatCannotBeOpenedJustNowIsTriedAgain() throws Exception {
        RawServer server = own(RawServer.answering(OK));

        assertThat(fails(client(server), upload(server, opening(new ClosedByInterruptException()), 4, TIME))
                        .kind())
                .isEqualTo(ErrorKind.TRANSIENT);
        assertThat(server.requests()).isEmpty();
    }

    private static RequestFile.Opening opening(IOException failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void aLargeFilePassesInPieces() throws Exception {
        long length = 200L << 20;
        AtomicLong received = new AtomicLong();
        RawServer server = own(new RawServer((s, connection) -> {
            InputStream in = connection.getInputStream();
            byte[] chunk = new byte[1 << 16];
            // the head is a few hundred bytes, all of it before the body
            while (received.get() < length) {
                received.addAndGet(in.read(chunk));
            }
            s.write(connection, OK);
        }));
        AtomicInteger largest = new AtomicInteger();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) {
                largest.accumulateAndGet(count, Math::max);
                return count;
            }
        };

        assertThat(client(server)
                        .send(upload(server, () -> endless, length, Duration.ofSeconds(15)))
                        .status())
                .isEqualTo(200);
        assertThat(largest.get()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aFileThatIsGoneIsToldBeforeAnythingLeaves() throws Exception {
        RawServer server = own(RawServer.answering(OK));
        NetworkException failure = fails(
                client(server),
                upload(
                        server,
                        () -> {
                            throw new NoSuchFileException("/var/secret/place");
                        },
                        4,
                        TIME));

        assertThat(failure.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(failure).hasMessageNotContaining("secret");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aFileThatEndsEarlyLeavesTheOutcomeUnknownAndIsNoShorterUpload() throws Exception {
        RawServer server = own(RawServer.answering(OK));
        NetworkException failure = fails(
                client(server), upload(server, () -> new ByteArrayInputStream(new byte[3]), 4, Duration.ofSeconds(5)));

        assertThat(failure.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void aNetworkThatTakesAFileSlowlyIsEndedAtTheDeadline() throws Exception {
        RawServer server = own(new RawServer((s, connection) -> new CountDownLatch(1).await(1, TimeUnit.MINUTES)));
        long begin = System.nanoTime();

        NetworkException failure = fails(
                client(server), upload(server, () -> new ByteArrayInputStream(new byte[64 << 20]), 64 << 20, TIME));

        assertThat(failure.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIME.plusSeconds(2));
    }

    private <T extends AutoCloseable> T own(T one) {
        owned.add(0, one);
        return one;
    }

    private OutboundClient own(OutboundClient client) {
        owned.add(0, client::close);
        return client;
    }

    private OutboundClient client(RawServer server) throws Exception {
        return client(server.port());
    }

    private OutboundClient client(int port) throws Exception {
        return own(new OutboundClient(
                TrustedOrigins.of(List.of("http://api.test.example:" + port)),
                host -> List.of(InetAddress.getLoopbackAddress()),
                new SslContextFactory.Client()));
    }

    private static HostRules rules() {
        return HostRules.of(Set.of("*.test.example"));
    }

    private static URI address(int port) {
        return URI.create("http://api.test.example:" + port + "/path?a=1");
    }

    private static HttpRequest reading(URI address) {
        return HttpRequest.get("read", address).build();
    }

    private static HttpRequest changing(URI address) {
        return HttpRequest.changing("posts.create", "POST", address)
                .json("{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static OutboundRequest get(RawServer server, Duration time) {
        return request(reading(address(server.port())), time);
    }

    private static OutboundRequest post(RawServer server, Duration time) {
        return post(server.port(), time);
    }

    private static OutboundRequest post(int port, Duration time) {
        return request(changing(address(port)), time);
    }

    private static OutboundRequest request(HttpRequest request, Duration time) {
        return new OutboundRequest(request, rules(), Deadline.after(time), () -> {});
    }

    private static NetworkException fails(OutboundClient client, OutboundRequest request) {
        NetworkException failure = catchThrowableOfType(NetworkException.class, () -> client.send(request));
        assertThat(failure).isNotNull();
        return failure;
    }
}
