package org.parvis.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Exchange;
import org.parvis.api.network.Purpose;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.credentials.TokenSource;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.http.RawServer;
import org.parvis.engine.http.RecentExchanges;
import org.parvis.engine.http.TestClients;
import org.parvis.engine.media.MediaLibrary;
import org.parvis.engine.quota.Quotas;
import org.parvis.engine.quota.TestQuotas;
import org.parvis.engine.registry.TestRegistry;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.MediaSlice;

@Timeout(20)
class GuardedNetworkCallsTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("intent-1");
    private static final String OK = "HTTP/1.1 200 OK\r\nX-Remaining: 7\r\nContent-Length: 2\r\n\r\nok";
    private static final LinkedAccount JO = new LinkedAccount(
            new WorkspaceId(UUID.randomUUID()),
            new BrandId(UUID.randomUUID()),
            new AccountId(UUID.randomUUID()),
            new NetworkId("birdsong"),
            new RemoteId("42"),
            "jo",
            "Jo",
            "default",
            null,
            AccountState.OK);
    private static final String QUOTAS = """
            [{"bucket":"posts","scope":"USER","limit":2,"window":{"kind":"FIXED","length":"PT15M"},
              "costs":{"posts.create":1},"unit":"calls"},
             {"bucket":"reads","scope":"USER","limit":100,"window":{"kind":"FIXED","length":"PT15M"},
              "costs":{"posts.read":1},"unit":"calls"},
             {"bucket":"shared","scope":"APP","limit":10,"window":{"kind":"FIXED","length":"PT15M"},
              "costs":{"shared.read":1,"shared.write":1},"unit":"calls"}]""";

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Tokens tokens = new Tokens();
    private final RecentExchanges log = new RecentExchanges();
    private final List<EndedCall> observed = new ArrayList<>();
    private final Quotas quotas = TestQuotas.inMemory(clock);
    private final TestRegistry registry = new TestRegistry(clock);
    private RawServer server;
    private OutboundClient client;
    private GuardedNetworkCalls calls;
    private GuardedLinkingCalls linking;
    private MediaLibrary library;

    @BeforeEach
    void start() throws Exception {
        serve((s, connection) -> {
            while (s.read(connection)) {
                s.write(connection, OK);
            }
        });
    }

    private void serve(RawServer.Behaviour behaviour) throws Exception {
        stop();
        server = new RawServer(behaviour);
        String origin = "http://127.0.0.1:" + server.port();
        client = TestClients.trusting(origin);
        registry.configure("org.parvis.network.birdsong", Map.of("base.address", origin));
        registry.configure(
                "org.parvis.guard", Map.of("timeout.write", "PT0.5S", "timeout.read", "PT0.5S", "grace", "PT0.2S"));
        registry.host(
                "birdsong",
                "1.0.0",
                TestDescriptors.json("birdsong", QUOTAS, Capability.TIMELINE),
                FakeNetworkPlugin.builder()
                        .timeline((call, window) -> {
                            throw new NullPointerException("a bug");
                        })
                        .quotas((operation, response) -> List.of(new QuotaObservation(
                                "reads",
                                QuotaRule.Scope.USER,
                                100,
                                Long.parseLong(response.header("x-remaining").orElseThrow()),
                                clock.instant().plusSeconds(60))))
                        .build());
        Channels channels = new Channels(client, quotas, log, clock);
        calls = new GuardedNetworkCalls(
                registry.registry(), channels, tokens, () -> Optional.ofNullable(library), clock, observed::add);
        linking = new GuardedLinkingCalls(registry.registry(), channels, clock);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
            client.close();
        }
    }

    @Test
    void aCallGetsItsAccountTokenChannelAndClock() throws Exception {
        String text = calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
            assertThat(call.account().handle()).isEqualTo("jo");
            assertThat(call.clock()).isSameAs(clock);
            assertThat(call.deadline()).isAfter(clock.instant());
            return call.http().send(read(call)).text();
        });

        assertThat(text).isEqualTo("ok");
        assertThat(server.requests().get(0)).contains("Bearer token-1");
        assertThat(log.of("intent-1")).extracting(Exchange::status).containsExactly(200);
        assertThat(log.of("intent-1").get(0).address())
                .contains("access_token=…")
                .doesNotContain("token-1");
        assertThat(observed).hasSize(1);
        assertThat(observed.get(0).intent()).isEqualTo("intent-1");
        assertThat(observed.get(0).failure()).isNull();
        assertThat(observed.get(0).exchanges()).isEqualTo(log.of("intent-1"));
    }

    @Test
    void ofManyExchangesTheFirstAndTheLastAreKept() throws Exception {
        calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
            for (int i = 0; i < 30; i++) {
                call.http().send(read(call));
            }
            return "";
        });

        assertThat(observed.get(0).exchanges()).hasSize(20);
    }

    @Test
    void whoObservesIsToldHowACallFailed() {
        assertThatThrownBy(() -> calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
                    throw new NetworkException(ErrorKind.GONE, "gone");
                }))
                .isInstanceOf(NetworkException.class);

        assertThat(observed).extracting(EndedCall::failure).containsExactly(ErrorKind.GONE);
    }

    private static final MediaRef FILM =
            new MediaRef(new MediaId(UUID.randomUUID()), "video/mp4", 10, 1, 1, null, null);

    private static HttpRequest upload(NetworkCall call, long offset, long length) {
        return HttpRequest.changing(
                        "media.append", "PUT", call.descriptor().baseAddress().resolve("/media"))
                .media("video/mp4", new MediaSlice(FILM, offset, length))
                .build();
    }

    @Test
    void aFileOfTheAccountsOwnWorkspaceIsStreamedFromTheLibraryThatIsThere() throws Exception {
        List<String> asked = new ArrayList<>();
        library = new MediaLibrary() {
            @Override
            public List<MediaRef> find(WorkspaceId workspace, BrandId brand, Collection<MediaId> media) {
                return List.of();
            }

            @Override
            public InputStream open(WorkspaceId workspace, MediaId media, long offset) {
                asked.add(workspace + " " + media + " " + offset);
                return new ByteArrayInputStream(
                        "0123456789".substring((int) offset).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public boolean reachable() {
                return true;
            }

            @Override
            public URI publicAddress(WorkspaceId workspace, MediaId media, Duration validity) {
                return URI.create("https://parvis.example/media/" + media);
            }
        };

        calls.call(JO, CallKind.MEDIA, KEY, (plugin, call) -> call.http().send(upload(call, 3, 4)));

        assertThat(server.requests().get(0)).endsWith("\r\n\r\n3456");
        assertThat(asked).containsExactly(JO.workspace() + " " + FILM.id() + " 3");
        URI address = calls.call(
                JO, CallKind.MEDIA, KEY, (plugin, call) -> call.media().publicAddress(FILM, Duration.ofHours(1)));
        assertThat(address).hasPath("/media/" + FILM.id());
    }

    @Test
    void withoutALibraryNothingLeavesAndItIsTriedAgain() {
        NetworkException failure = catchThrowableOfType(
                NetworkException.class,
                () -> calls.call(
                        JO, CallKind.MEDIA, KEY, (plugin, call) -> call.http().send(upload(call, 0, 4))));

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPartOutsideOfItsFileIsTheCallersMistake() {
        for (long[] part : new long[][] {{-1, 2}, {0, 0}, {0, 11}, {10, 1}, {Long.MAX_VALUE, Long.MAX_VALUE}}) {
            NetworkException failure = catchThrowableOfType(
                    NetworkException.class,
                    () -> calls.call(
                            JO,
                            CallKind.MEDIA,
                            KEY,
                            (plugin, call) -> call.http().send(upload(call, part[0], part[1]))));
            assertThat(failure.kind()).isEqualTo(ErrorKind.DEFECT);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anExpiredTokenIsRefreshedOnceAndTheCallTriedOnceMore() throws Exception {
        List<String> used = new ArrayList<>();
        String result = calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
            used.add(call.accessToken().value());
            if (used.size() == 1) {
                throw new NetworkException(ErrorKind.TOKEN_EXPIRED, "expired");
            }
            return "fine";
        });
        assertThat(result).isEqualTo("fine");
        assertThat(used).containsExactly("token-1", "token-2");

        used.clear();
        NetworkException failure = fails(CallKind.READ, (plugin, call) -> {
            used.add(call.accessToken().value());
            throw new NetworkException(ErrorKind.TOKEN_EXPIRED, "expired for ever");
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.TOKEN_EXPIRED);
        assertThat(used).hasSize(2);
    }

    @Test
    void whatTheNetworkSaysOfTheAuthorisationReachesTheVault() {
        fails(CallKind.READ, (plugin, call) -> {
            throw new NetworkException(ErrorKind.AUTHORIZATION_REVOKED, "gone");
        });
        fails(CallKind.READ, (plugin, call) -> {
            throw new NetworkException(ErrorKind.PERMISSION_MISSING, "dm.read");
        });
        assertThat(tokens.told).containsExactly("revoked gone", "limited dm.read");
    }

    @Test
    void aUsedUpBudgetStopsTheRequestBeforeItLeaves() throws Exception {
        for (int i = 0; i < 2; i++) {
            calls.call(JO, CallKind.WRITE, KEY, (plugin, call) -> call.http().send(create(call)));
        }

        NetworkException refused =
                fails(CallKind.WRITE, (plugin, call) -> call.http().send(create(call)));

        assertThat(refused.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(refused.retryAt()).contains(clock.instant().plus(Duration.ofMinutes(15)));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whatAnAnswerSaysOfABudgetIsLearned() throws Exception {
        calls.call(JO, CallKind.READ, KEY, (plugin, call) -> call.http().send(read(call)));

        assertThat(TestQuotas.remaining(quotas, "reads")).isEqualTo(7);
    }

    @Test
    void aRefusalOfTheNetworkParksItsBucket() {
        fails(CallKind.WRITE, (plugin, call) -> {
            throw NetworkException.of(ErrorKind.RATE_LIMITED, "429")
                    .bucket("posts")
                    .retryAt(clock.instant().plusSeconds(100))
                    .build();
        });
        assertThat(fails(CallKind.WRITE, (plugin, call) -> call.http().send(create(call)))
                        .retryAt())
                .contains(clock.instant().plusSeconds(100));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aDefectAfterAChangeHasLeftIsAnUnknownOutcome() {
        NetworkException failure = fails(CallKind.WRITE, (plugin, call) -> {
            call.http().send(create(call));
            return plugin.timelineSource().orElseThrow().fetch(call, null);
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(
                                CallKind.READ,
                                (plugin, call) ->
                                        plugin.timelineSource().orElseThrow().fetch(call, null))
                        .kind())
                .isEqualTo(ErrorKind.DEFECT);
    }

    @Test
    void aHangingNetworkLeavesAChangeUnknownAndARead() throws Exception {
        serve((s, connection) -> {
            s.read(connection);
            new CountDownLatch(1).await();
        });
        assertThat(fails(CallKind.WRITE, (plugin, call) -> call.http().send(create(call)))
                        .kind())
                .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(CallKind.READ, (plugin, call) -> call.http().send(read(call)))
                        .kind())
                .isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void steppingTheBusinessClockNeitherEndsNorProlongsACall() throws Exception {
        String text = calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
            clock.step(Duration.ofDays(30));
            return call.http().send(read(call)).text();
        });
        assertThat(text).isEqualTo("ok");
    }

    @Test
    void aCallThatIsOverCanNoLongerBeUsed() throws Exception {
        AtomicReference<NetworkCall> kept = new AtomicReference<>();
        calls.call(JO, CallKind.READ, KEY, (plugin, call) -> {
            kept.set(call);
            return "";
        });
        assertThat(catchThrowableOfType(
                        CallRevokedException.class, () -> kept.get().accessToken()))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        CallRevokedException.class, () -> kept.get().http().send(read(kept.get()))))
                .isNotNull();
    }

    @Test
    void otherHostsThanTheDescriptorsAreRefused() {
        NetworkException failure = fails(
                CallKind.READ,
                (plugin, call) -> call.http()
                        .send(HttpRequest.get("posts.read", URI.create("http://169.254.169.254/latest/meta-data"))
                                .build()));

        assertThat(failure.kind()).isEqualTo(ErrorKind.POLICY_REJECTED);
    }

    @Test
    void anAbsentNetworkIsSaidSoBeforeATokenIsLeased() {
        LinkedAccount elsewhere = new LinkedAccount(
                JO.workspace(),
                JO.brand(),
                JO.id(),
                new NetworkId("nowhere"),
                JO.remoteId(),
                "jo",
                "Jo",
                "default",
                null,
                AccountState.OK);
        NetworkAbsentException absent = catchThrowableOfType(
                NetworkAbsentException.class, () -> calls.call(elsewhere, CallKind.READ, KEY, (plugin, call) -> ""));

        assertThat(absent.state()).isEqualTo(NetworkState.ABSENT);
        assertThat(tokens.leases).isZero();
    }

    @Test
    void linkingCallsWorkWithARawToken() throws Exception {
        String text = linking.call(
                new NetworkId("birdsong"),
                new AccessToken("fresh"),
                (plugin, call) -> call.http().send(read(call)).text());

        assertThat(text).isEqualTo("ok");
        assertThat(server.requests().get(0)).contains("Bearer fresh");
    }

    @Test
    void pureWorkNeedsNoAccount() throws Exception {
        boolean there = calls.pure(
                new NetworkId("birdsong"), plugin -> plugin.timelineSource().isPresent());
        assertThat(there).isTrue();
    }

    /** A refusal of our own must not empty the bucket for those it was kept for. */
    @Test
    void whatPollingMayNotHaveIsThereForPublishing() throws Exception {
        registry.configure("org.parvis.guard", Map.of("timeout.write", "PT10S", "timeout.read", "PT10S"));
        for (int i = 0; i < 8; i++) {
            calls.call(
                    JO,
                    CallKind.READ,
                    Purpose.POLLING,
                    KEY,
                    (plugin, call) -> call.http().send(shared(call, "GET")));
        }
        NetworkException kept = catchThrowableOfType(
                NetworkException.class,
                () -> calls.call(
                        JO,
                        CallKind.READ,
                        Purpose.POLLING,
                        KEY,
                        (plugin, call) -> call.http().send(shared(call, "GET"))));
        assertThat(kept).hasMessageContaining("kept for publishing");

        calls.call(
                JO,
                CallKind.WRITE,
                Purpose.PUBLISHING,
                KEY,
                (plugin, call) -> call.http().send(shared(call, "POST")));
        calls.call(
                JO,
                CallKind.READ,
                Purpose.REPLIES,
                KEY,
                (plugin, call) -> call.http().send(shared(call, "GET")));
        assertThat(TestQuotas.remaining(quotas, "shared")).isZero();
    }

    private static HttpRequest shared(NetworkCall call, String method) {
        URI address = URI.create(call.descriptor().baseAddress() + "/shared");
        return method.equals("GET")
                ? HttpRequest.get("shared.read", address).build()
                : HttpRequest.changing("shared.write", method, address).build();
    }

    private NetworkException fails(CallKind kind, org.parvis.engine.call.NetworkWork<?> work) {
        NetworkException failure = catchThrowableOfType(NetworkException.class, () -> calls.call(JO, kind, KEY, work));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static HttpRequest read(NetworkCall call) {
        return HttpRequest.get(
                        "posts.read",
                        URI.create(call.descriptor().baseAddress() + "/posts?access_token="
                                + call.accessToken().value()))
                .bearer(call.accessToken().value())
                .build();
    }

    private static HttpRequest create(NetworkCall call) {
        return HttpRequest.changing(
                        "posts.create", "POST", URI.create(call.descriptor().baseAddress() + "/posts"))
                .json("{}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static final class Tokens implements TokenSource {
        private final List<String> told = new ArrayList<>();
        private int leases;

        @Override
        public AccessToken lease(LinkedAccount account) {
            leases++;
            return new AccessToken("token-1");
        }

        @Override
        public AccessToken refreshAfterExpiry(LinkedAccount account, AccessToken stale) {
            assertThat(stale.value()).isEqualTo("token-1");
            return new AccessToken("token-2");
        }

        @Override
        public String user(LinkedAccount account) {
            return "the person behind " + account.handle();
        }

        @Override
        public void revoked(LinkedAccount account, String reason) {
            told.add("revoked " + reason);
        }

        @Override
        public void limited(LinkedAccount account, Optional<Capability> capability, String reason) {
            told.add("limited " + reason);
        }
    }
}
