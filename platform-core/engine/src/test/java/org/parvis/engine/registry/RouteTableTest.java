package org.parvis.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.guard.CallControl;
import org.parvis.engine.guard.Lane;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.NamedThreads;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.engine.version.Route;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

/** Which version serves whom, over the real table. */
@Timeout(60)
class RouteTableTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private final NetworkId network =
            new NetworkId("n" + UUID.randomUUID().toString().substring(0, 8));
    private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    private final TestRegistry test = new TestRegistry(new SteppedClock(Instant.parse("2026-01-01T00:00:00Z")));
    private final NetworkRegistry registry = test.registry();
    private final NetworkVersions versions = new RouteTable(DATABASE.database(), registry);

    @Test
    void aVersionThatIsPutBesideServesNobodyBeforeItIsRoutedTo() {
        HostedNetwork old = host("1.0.0");
        versions.route(network, Route.to("1.0.0"));
        HostedNetwork fresh = host("2.0.0");
        assertThat(registry.callable(account())).isSameAs(old);
        assertThat(registry.callable(network)).isSameAs(old);

        versions.route(network, Route.to("2.0.0"));
        assertThat(registry.callable(account())).isSameAs(fresh);
        assertThat(registry.network(network).orElseThrow().version()).isEqualTo("2.0.0");
    }

    @Test
    void aTrialServesItsShareAndItsWorkspaceAndAnAccountAlwaysMeetsTheSame() {
        HostedNetwork old = host("1.0.0");
        HostedNetwork fresh = host("2.0.0");
        WorkspaceId chosen = new WorkspaceId(UUID.randomUUID());
        versions.route(network, new Route("1.0.0", "2.0.0", 20, chosen));
        int served = 0;
        for (int i = 0; i < 1_000; i++) {
            LinkedAccount account = account(workspace);
            HostedNetwork first = registry.callable(account);
            assertThat(registry.callable(account)).isSameAs(first);
            served += first == fresh ? 1 : 0;
            assertThat(registry.callable(account(chosen))).isSameAs(fresh);
        }
        assertThat(served).isBetween(130, 270);
        assertThat(registry.callable(network)).as("what concerns no account").isSameAs(old);
    }

    @Test
    void routesAndRestsSurviveARestart() {
        versions.route(network, new Route("1.0.0", "2.0.0", 5, workspace));
        versions.rest(network, true);

        TestRegistry restarted = new TestRegistry(new SteppedClock(Instant.parse("2026-01-01T00:00:00Z")));
        NetworkVersions again = new RouteTable(DATABASE.database(), restarted.registry());
        assertThat(again.route(network)).contains(new Route("1.0.0", "2.0.0", 5, workspace));
        assertThat(again.isResting(network)).isTrue();

        again.forget(network);
        assertThat(new RouteTable(DATABASE.database(), new TestRegistry(new SteppedClock(Instant.EPOCH)).registry())
                        .route(network))
                .isEmpty();
    }

    @Test
    void aRouteToAVersionThatIsGoneIsStoodInForByOneThatIsThere() {
        HostedNetwork old = host("1.0.0");
        versions.route(network, Route.to("3.0.0"));
        assertThat(registry.callable(account())).isSameAs(old);
    }

    @Test
    void aNetworkAtRestIsNotCalledAndSaysHowToEndThat() {
        host("1.0.0");
        versions.rest(network, true);
        NetworkAbsentException absent =
                catchThrowableOfType(NetworkAbsentException.class, () -> registry.callable(account()));
        assertThat(absent.state()).isEqualTo(NetworkState.DRAINING);
        assertThat(registry.network(network).orElseThrow().reason()).contains("social:network-resume " + network);
        assertThat(host("1.1.0").state().state())
                .as("a version that comes meanwhile")
                .isEqualTo(NetworkState.DRAINING);

        versions.rest(network, false);
        assertThat(registry.callable(account())).isNotNull();
    }

    @Test
    void settlingWaitsForTheCallsThatRun() throws Exception {
        HostedNetwork hosted = host("1.0.0");
        ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("settling"));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Future<Boolean> call = threads.submit(() -> hosted.guarded()
                .<Boolean>run(Lane.READ, Deadline.after(Duration.ofSeconds(30)), CallControl.PURE, plugin -> {
                    running.countDown();
                    try {
                        return finish.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                }));
        running.await();
        assertThat(versions.settle(network, "1.0.0", Duration.ofMillis(50))).isFalse();
        Future<Boolean> settled = threads.submit(() -> versions.settle(network, "1.0.0", Duration.ofSeconds(20)));
        finish.countDown();
        assertThat(settled.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(call.get(5, TimeUnit.SECONDS)).as("it was not disturbed").isTrue();
        threads.shutdownNow();
    }

    @Test
    void whatContentOrRightsForbidIsNoFailureOfAVersion() {
        HostedNetwork hosted = host("1.0.0");
        hosted.count(null);
        hosted.count(ErrorKind.CONTENT_REJECTED);
        hosted.count(ErrorKind.RATE_LIMITED);
        hosted.count(ErrorKind.DEFECT);
        assertThat(versions.versions(network)).singleElement().satisfies(version -> {
            assertThat(version.calls()).isEqualTo(4);
            assertThat(version.failures()).isEqualTo(1);
            assertThat(version.failureRate()).isEqualTo(0.25);
        });
    }

    private HostedNetwork host(String version) {
        return test.host(
                network.value(),
                version,
                TestDescriptors.json(network.value(), "[]", Capability.TIMELINE),
                FakeNetworkPlugin.builder()
                        .timeline((call, window) -> {
                            throw new UnsupportedOperationException();
                        })
                        .build());
    }

    private LinkedAccount account() {
        return account(workspace);
    }

    private LinkedAccount account(WorkspaceId of) {
        return new LinkedAccount(
                of,
                new BrandId(UUID.randomUUID()),
                new AccountId(UUID.randomUUID()),
                network,
                new RemoteId("42"),
                "jo",
                "Jo",
                "default",
                null,
                AccountState.OK);
    }
}
