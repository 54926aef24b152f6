package org.parvis.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Version;
import org.parvis.api.network.NetworkStatus;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.guard.CallControl;
import org.parvis.engine.guard.Lane;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.NamedThreads;
import org.parvis.engine.version.LaidOver;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.NetworkPlugin;

@Timeout(20)
class NetworkRegistryTest {
    private static final NetworkId BIRDSONG = new NetworkId("birdsong");
    private static final String QUOTAS = """
            [{"bucket":"posts","scope":"USER","limit":100,"window":{"kind":"FIXED","length":"PT15M"},
              "costs":{"posts.create":1},"unit":"calls"}]""";

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> hints = new ArrayList<>();
    private final TestRegistry test = new TestRegistry(clock, hint -> hints.add(TestRegistry.subject(hint)));
    private final NetworkRegistry registry = test.registry();

    @Test
    void aPluginThatFitsItsDescriptorIsReady() {
        host("1.0.0");

        assertThat(status().state()).isEqualTo(NetworkState.READY);
        assertThat(status().reason()).isEmpty();
        assertThat(status().version()).isEqualTo("1.0.0");
        assertThat(registry.networks()).hasSize(1);
        assertThat(hints).contains("org/parvis/network/CHANGED birdsong");
    }

    @Test
    void facetsAndDeclaredCapabilitiesMustAgreeBothWays() {
        test.host(
                "birdsong",
                "1.0.0",
                json(UnaryOperator.identity()),
                FakeNetworkPlugin.builder().build());
        assertThat(status().state()).isEqualTo(NetworkState.INCOMPATIBLE);
        assertThat(status().reason()).contains("TIMELINE").contains("no timelineSource");

        test.host("other", "1.0.0", TestDescriptors.json("other", "[]"), timeline());
        assertThat(registry.network(new NetworkId("other")).orElseThrow().reason())
                .contains("has a timelineSource but the descriptor declares none");
        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.INCOMPATIBLE);
    }

    @Test
    void wrongMissingOrForeignDescriptorsAreIncompatibleWithTheReason() {
        test.host("birdsong", "1.0.0", json(t -> t.replace("\"PT10S\"", "\"soon\"")), timeline());
        assertThat(status().reason())
                .contains("OSGI-INF/network/birdsong.json /visibilityWindow")
                .contains("ISO-8601");

        registry.add(new HostedBundle(
                new NetworkId("bare"), Version.valueOf("1.0.0"), "", Optional.empty(), "", timeline()));
        assertThat(registry.network(new NetworkId("bare")).orElseThrow().reason())
                .contains("has no OSGI-INF/network/bare.json");

        test.host("liar", "1.0.0", json(UnaryOperator.identity()), timeline());
        assertThat(registry.network(new NetworkId("liar")).orElseThrow().reason())
                .contains("calls itself birdsong");

        registry.add(new HostedBundle(
                new NetworkId("nosy"),
                Version.valueOf("1.0.0"),
                "",
                Optional.of(TestDescriptors.json("nosy", "[]")),
                "The bundle imports [org.parvis.store]",
                FakeNetworkPlugin.builder().build()));
        assertThat(registry.network(new NetworkId("nosy")).orElseThrow().state())
                .isEqualTo(NetworkState.INCOMPATIBLE);
    }

    @Test
    void aPluginThatHangsOrThrowsAtRegistrationIsIncompatibleAndHoldsNothingUp() {
        test.configure("org.parvis.guard~birdsong", Map.of("timeout.pure", "PT0.1S", "grace", "PT0.1S"));
        NetworkPlugin hanging = new NetworkPlugin() {
            @Override
            public org.parvis.spi.AccountLinker accountLinker() {
                CountDownLatch never = new CountDownLatch(1);
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return null;
            }
        };
        test.host("birdsong", "1.0.0", json(UnaryOperator.identity()), hanging);

        assertThat(status().state()).isEqualTo(NetworkState.INCOMPATIBLE);
    }

    @Test
    void theOperatorsAddressesVersionAndSettingsAreLive() {
        HostedNetwork hosted = host("1.0.0");
        test.configure(
                "org.parvis.network.birdsong",
                Map.of(
                        "base.address",
                        "http://127.0.0.1:9000",
                        "token.endpoint",
                        "http://127.0.0.1:9000/token",
                        "api.version",
                        "7",
                        "client.id",
                        "app",
                        "client.secret",
                        "hush",
                        "x.dialect",
                        "post"));

        assertThat(hosted.descriptor().baseAddress()).hasToString("http://127.0.0.1:9000");
        assertThat(hosted.descriptor().oauth().tokenEndpoint()).hasToString("http://127.0.0.1:9000/token");
        assertThat(hosted.descriptor().oauth().authorizeEndpoint()).hasToString("https://birdsong.example/authorize");
        assertThat(hosted.descriptor().apiVersion()).isEqualTo("7");
        assertThat(hosted.settings()).containsExactly(Map.entry("dialect", "post"));
        assertThat(registry.application(BIRDSONG).clientSecret()).isEqualTo("hush");
        assertThat(registry.application(BIRDSONG).toString()).doesNotContain("hush");

        test.configure("org.parvis.network.birdsong", null);
        assertThat(hosted.descriptor().baseAddress()).hasToString("https://api.birdsong.example");
    }

    @Test
    void aWrongOverrideKeepsTheLastGoodValueAndIsNamed() {
        HostedNetwork hosted = host("1.0.0");
        test.configure("org.parvis.limits~birdsong", Map.of("quotas/posts/limit", "50"));
        assertThat(hosted.descriptor().quotas().get(0).limit()).isEqualTo(50);

        test.configure("org.parvis.limits~birdsong", Map.of("quotas/posts/limit", "many"));
        assertThat(hosted.descriptor().quotas().get(0).limit()).isEqualTo(50);
        assertThat(status().state()).isEqualTo(NetworkState.READY);
        assertThat(status().reason()).contains("/quotas/0/limit").contains("many");

        test.configure("org.parvis.limits~birdsong", null);
        assertThat(hosted.descriptor().quotas().get(0).limit()).isEqualTo(100);
        assertThat(status().reason()).isEmpty();
    }

    @Test
    void switchedOffMeansAbsentForCallsButNotForWhatIsPure() {
        host("1.0.0");
        test.configure("org.parvis.network.birdsong", Map.of("enabled", "false"));

        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.ABSENT);
        assertThat(registry.present(BIRDSONG)).isNotNull();
        assertThat(status().reason()).contains("enabled=false");
    }

    @Test
    void anApplicationWithoutIdentityIsNotSetUpAndWithHalfOfItMisconfigured() {
        test.host(
                "birdsong",
                "1.0.0",
                json(t -> t.replace("\"clientAuthentication\":\"NONE\"", "\"clientAuthentication\":\"BASIC\"")),
                timeline());
        assertThat(status().state()).isEqualTo(NetworkState.UNCONFIGURED);
        assertThat(status().reason()).contains("client.id").contains("etc/org.parvis.network.birdsong.cfg");
        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.UNCONFIGURED);

        test.configure("org.parvis.network.birdsong", Map.of("client.id", "a"));
        assertThat(status().state()).isEqualTo(NetworkState.MISCONFIGURED);
        assertThat(status().reason()).contains("client.secret");

        test.configure("org.parvis.network.birdsong", Map.of("client.id", "a", "client.secret", "b"));
        assertThat(status().state()).isEqualTo(NetworkState.READY);

        registry.report(BIRDSONG, ErrorKind.MISCONFIGURED, "The network does not know this application");
        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.MISCONFIGURED);
        registry.resume(BIRDSONG);
        assertThat(status().state()).isEqualTo(NetworkState.READY);
    }

    @Test
    void aRetiredPartOfTheApiDegradesTheNetworkAndSaysSince() {
        host("1.0.0");
        Instant ready = status().since();
        clock.step(Duration.ofHours(1));

        registry.report(BIRDSONG, ErrorKind.API_RETIRED, "v1 is gone");

        assertThat(status().state()).isEqualTo(NetworkState.DEGRADED);
        assertThat(status().reason()).contains("v1 is gone");
        assertThat(status().since()).isEqualTo(ready.plus(Duration.ofHours(1)));
        assertThat(registry.callable(BIRDSONG)).isNotNull();
    }

    @Test
    void theHighestVersionThatFitsIsCalledAndTheSameTwiceIsRefused() {
        HostedNetwork old = host("1.0.0");
        HostedNetwork fresh = host("1.10.0");
        assertThat(registry.callable(BIRDSONG)).isSameAs(fresh);
        assertThat(host("1.10.0")).isNull();
        test.host(
                "birdsong",
                "2.0.0",
                json(UnaryOperator.identity()),
                FakeNetworkPlugin.builder().build());
        assertThat(registry.callable(BIRDSONG)).as("2.0.0 does not fit").isSameAs(fresh);

        test.remove(fresh);
        assertThat(registry.callable(BIRDSONG)).isSameAs(old);
    }

    @Test
    void removingDrainsTheRunningCallBeforeItReturns() throws Exception {
        HostedNetwork hosted = host("1.0.0");
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("removing"));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Future<String> call = threads.submit(() -> hosted.guarded()
                .<String>run(Lane.READ, Deadline.after(Duration.ofSeconds(10)), CallControl.PURE, plugin -> {
                    running.countDown();
                    try {
                        finish.await();
                    } catch (InterruptedException e) {
                        throw new CallRevokedException();
                    }
                    return "finished";
                }));
        running.await();
        Future<?> removal = threads.submit(() -> test.remove(hosted));

        Awaitility.await().until(() -> status().state() == NetworkState.DRAINING);
        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.DRAINING);
        assertThat(removal.isDone()).isFalse();
        finish.countDown();

        assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo("finished");
        removal.get(5, TimeUnit.SECONDS);
        assertThat(registry.networks()).isEmpty();
        assertThat(absent(() -> registry.callable(BIRDSONG))).isEqualTo(NetworkState.ABSENT);
        threads.shutdownNow();
    }

    @Test
    void whoWaitsForAVersionIsToldWhenItComesAndWhenItIsSetUp() throws Exception {
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> comes = waiting.submit(() -> registry.await(
                    () -> registry.versions(BIRDSONG).stream().anyMatch(v -> v.state().state() == NetworkState.READY),
                    Duration.ofSeconds(15)));
            host("1.0.0");
            assertThat(comes.get(5, TimeUnit.SECONDS)).isTrue();
            Future<Boolean> rests =
                    waiting.submit(() -> registry.await(() -> registry.isResting(BIRDSONG), Duration.ofSeconds(15)));
            registry.rest(BIRDSONG, true);
            assertThat(rests.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(registry.await(() -> false, Duration.ofMillis(20))).isFalse();
        } finally {
            waiting.shutdownNow();
        }
    }

    @Test
    void limitsLieOverTheDescriptorBelowTheOperatorsAndWhatDoesNotFitChangesNothing() {
        host("1.0.0");
        long shipped = limit();
        assertThat(registry.limits(BIRDSONG, Map.of("quotas/posts/limit", "50"))).isEmpty();
        assertThat(limit()).isEqualTo(50).isNotEqualTo(shipped);
        assertThat(registry.laidOver(BIRDSONG))
                .containsExactly(new LaidOver("quotas/posts/limit", "50", Long.toString(shipped), false));
        assertThat(registry.limits(BIRDSONG, Map.of("quotas/none/limit", "1")))
                .hasValueSatisfying(reason -> assertThat(reason).contains("none"));
        assertThat(limit()).isEqualTo(50);

        test.configure("org.parvis.limits~birdsong", Map.of("quotas/posts/limit", "70"));
        assertThat(limit()).isEqualTo(70);
        assertThat(registry.laidOver(BIRDSONG)).allMatch(LaidOver::byOperator);
        test.configure("org.parvis.limits~birdsong", Map.of());
        assertThat(limit()).isEqualTo(50);
        assertThat(registry.limits(BIRDSONG, Map.of())).isEmpty();
        assertThat(limit()).isEqualTo(shipped);
    }

    private long limit() {
        return registry.descriptor(BIRDSONG).quotas().get(0).limit();
    }

    private HostedNetwork host(String version) {
        return test.host("birdsong", version, json(UnaryOperator.identity()), timeline());
    }

    private NetworkStatus status() {
        return registry.network(BIRDSONG).orElseThrow();
    }

    private static NetworkPlugin timeline() {
        return FakeNetworkPlugin.builder()
                .timeline((call, window) -> {
                    throw new UnsupportedOperationException();
                })
                .build();
    }

    private static byte[] json(UnaryOperator<String> change) {
        String text = new String(
                TestDescriptors.json("birdsong", QUOTAS, Capability.TIMELINE), java.nio.charset.StandardCharsets.UTF_8);
        return change.apply(text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static NetworkState absent(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        NetworkAbsentException absent = catchThrowableOfType(NetworkAbsentException.class, work);
        assertThat(absent).isNotNull();
        return absent.state();
    }
}
