package org.parvis.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.NamedThreads;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;

@Timeout(30)
class GuardedNetworkTest {
    private static final NetworkDescriptor DESCRIPTOR = TestDescriptors.descriptor("birdsong", Capability.TIMELINE);
    private static final Clock CLOCK = Clock.systemUTC();

    private final List<GuardedNetwork> owned = new ArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool(NamedThreads.factory("caller"));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        owned.forEach(GuardedNetwork::drain);
        callers.shutdownNow();
    }

    @Test
    void aResultComesBackFromAThreadOfTheNetwork() throws Exception {
        assertThat(text(guarded("birdsong"), plugin -> Thread.currentThread().getName()))
                .startsWith("parvis-birdsong-read-");
    }

    @Test
    void aPluginThatStartsThreadsIsQuarantinedAndTheThreadIsNamed() throws Exception {
        ClassLoader own = new ClassLoader(NetworkPlugin.class.getClassLoader()) {};
        NetworkPlugin plugin = (NetworkPlugin)
                Proxy.newProxyInstance(own, new Class<?>[] {NetworkPlugin.class}, (proxy, method, arguments) -> {
                    for (int i = 0; i < 20; i++) {
                        Thread leaked = new Thread(
                                () -> {
                                    try {
                                        end.await();
                                    } catch (InterruptedException stopped) {
                                        Thread.currentThread().interrupt();
                                    }
                                },
                                "leaked-" + i);
                        leaked.setDaemon(true);
                        leaked.start();
                    }
                    return Optional.empty();
                });
        GuardedNetwork network = new GuardedNetwork(
                new NetworkId("birdsong"), plugin, () -> DESCRIPTOR, GuardSettings.defaults(), CLOCK);
        owned.add(network);
        boolean publishes = network.run(
                Lane.READ,
                Deadline.after(Duration.ofSeconds(5)),
                new Control(false),
                guarded -> guarded.publisher().isPresent());
        assertThat(publishes).isFalse();
        assertThat(network.health().state()).isEqualTo(NetworkState.QUARANTINED);
        assertThat(network.health().reason()).contains("the thread leaked-");
    }

    @Test
    void aHangingCallIsInterruptedAtItsDeadline() {
        GuardedNetwork network = guarded("birdsong");
        AtomicBoolean interrupted = new AtomicBoolean();
        long begin = System.nanoTime();

        NetworkException failure = fails(network, Lane.READ, new Control(false), plugin -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            throw new CallRevokedException();
        });

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(interrupted).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(network.abandoned()).isZero();
    }

    @Test
    void aCallThatIgnoresItsInterruptionIsAbandonedReplacedAndTakenBack() throws Exception {
        GuardedNetwork network = guarded("birdsong", Map.of("threads", "2", "breaker.failures", "1000"));
        for (int i = 0; i < 2; i++) {
            fails(network, Lane.READ, new Control(false), plugin -> stubborn());
        }
        assertThat(network.abandoned()).isEqualTo(2);
        assertThat(network.health().state()).isEqualTo(NetworkState.DEGRADED);

        assertThat(text(network, plugin -> "still there")).isEqualTo("still there");
        end.countDown();

        Awaitility.await().until(() -> network.abandoned() == 0);
        assertThat(text(network, plugin -> "and on")).isEqualTo("and on");
    }

    @Test
    void aChangeThatMayHaveLeftMakesTheOutcomeUnknownHoweverTheCallEnds() {
        GuardedNetwork network = guarded("birdsong");

        assertThat(fails(network, Lane.WRITE, new Control(true), plugin -> stubborn())
                        .kind())
                .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(network, Lane.WRITE, new Control(true), plugin -> {
                            throw new NetworkException(ErrorKind.DEFECT, "null pointer after the answer");
                        })
                        .kind())
                .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(fails(network, Lane.WRITE, new Control(true), plugin -> {
                            throw new NetworkException(ErrorKind.CONTENT_REJECTED, "too long");
                        })
                        .kind())
                .as("what the network said stands")
                .isEqualTo(ErrorKind.CONTENT_REJECTED);
    }

    @Test
    void theBreakerOpensTriesOneCallAfterThePauseAndCloses() throws Exception {
        AtomicLong nanos = new AtomicLong();
        GuardedNetwork network = guarded("birdsong", Map.of("breaker.failures", "3", "breaker.pause", "PT30S"), nanos);
        Instant before = CLOCK.instant();
        for (int i = 0; i < 3; i++) {
            fails(network, Lane.READ, new Control(false), plugin -> {
                throw new NetworkException(ErrorKind.TRANSIENT, "down");
            });
        }
        AtomicBoolean asked = new AtomicBoolean();

        NetworkException refused = fails(network, Lane.READ, new Control(false), plugin -> {
            asked.set(true);
            return "";
        });

        assertThat(asked).isFalse();
        assertThat(refused.retryAt().orElseThrow())
                .isBetween(before.plusSeconds(29), CLOCK.instant().plusSeconds(31));
        assertThat(network.health().state()).isEqualTo(NetworkState.DEGRADED);
        assertThat(network.<String>run(Lane.PURE, soon(), CallControl.PURE, plugin -> "pure"))
                .isEqualTo("pure");

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));
        fails(network, Lane.READ, new Control(false), plugin -> {
            throw new NetworkException(ErrorKind.TRANSIENT, "still down");
        });
        assertThat(network.health().state()).as("the trial failed").isEqualTo(NetworkState.DEGRADED);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));

        assertThat(text(network, plugin -> "up")).isEqualTo("up");
        assertThat(network.health().state()).isEqualTo(NetworkState.READY);
    }

    @Test
    void someFailuresAmongManySuccessesLeaveTheBreakerClosed() throws Exception {
        GuardedNetwork network = guarded("birdsong", Map.of("breaker.failures", "5"));
        for (int i = 0; i < 20; i++) {
            run(network, plugin -> "fine");
            run(network, plugin -> "fine");
            fails(network, Lane.READ, new Control(false), plugin -> {
                throw new NetworkException(ErrorKind.TRANSIENT, "now and then");
            });
        }
        assertThat(network.health().state()).isEqualTo(NetworkState.READY);
    }

    @Test
    void defectsLeadToQuarantineUntilSomebodyResumes() throws Exception {
        NetworkPlugin throwing = FakeNetworkPlugin.builder()
                .timeline((call, window) -> {
                    throw new IllegalStateException("a bug");
                })
                .build();
        GuardedNetwork network =
                guarded("birdsong", throwing, Map.of("quarantine.defects", "4", "breaker.failures", "1000"), null);
        Control control = new Control(false);
        for (int i = 0; i < 4; i++) {
            assertThat(fails(
                                    network,
                                    Lane.READ,
                                    control,
                                    plugin -> plugin.timelineSource().get().fetch(null, null))
                            .kind())
                    .isEqualTo(ErrorKind.DEFECT);
            assertThat(network.health().state()).isEqualTo(i == 3 ? NetworkState.QUARANTINED : NetworkState.DEGRADED);
        }

        NetworkAbsentException absent =
                catchThrowableOfType(NetworkAbsentException.class, () -> run(network, plugin -> "no"));
        assertThat(absent.state()).isEqualTo(NetworkState.QUARANTINED);
        assertThat(network.health().reason()).contains("timeline fetch").contains("network-resume birdsong");

        network.resume();
        assertThat(text(network, plugin -> "again")).isEqualTo("again");
    }

    @Test
    void drainingRefusesNewCallsRevokesRunningOnesAndWaitsForThem() throws Exception {
        GuardedNetwork network = guarded("birdsong", Map.of("threads", "1"));
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Control control = new Control(false);
        Future<String> result = callers.submit(() -> network.<String>run(Lane.READ, soon(), control, plugin -> {
            running.countDown();
            try {
                finish.await();
            } catch (InterruptedException e) {
                throw new CallRevokedException();
            }
            return "finished";
        }));
        running.await();
        Future<String> waiting = callers.submit(() -> run(network, plugin -> "never begun"));
        Future<?> drain = callers.submit(network::drain);

        Awaitility.await().until(control::isRevoked);
        assertThat(drain.isDone()).as("drain waits for the call").isFalse();
        NetworkAbsentException refused =
                catchThrowableOfType(NetworkAbsentException.class, () -> run(network, plugin -> "no"));
        assertThat(refused.state()).isEqualTo(NetworkState.DRAINING);
        finish.countDown();

        assertThat(result.get()).isEqualTo("finished");
        drain.get(5, TimeUnit.SECONDS);
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(NetworkAbsentException.class);
    }

    @Test
    void drainingInterruptsWhatDoesNotEnd() throws Exception {
        GuardedNetwork network = guarded("draining", Map.of("drain", "PT0.2S"));
        CountDownLatch running = new CountDownLatch(1);
        Future<String> result = callers.submit(() ->
                network.<String>run(Lane.WRITE, Deadline.after(Duration.ofSeconds(20)), new Control(true), plugin -> {
                    running.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new CallRevokedException();
                    }
                    return "";
                }));
        running.await();

        network.drain();

        assertThat(result)
                .failsWithin(Duration.ofSeconds(2))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN));
        Awaitility.await().untilAsserted(() -> assertThat(threadsOf("draining")).isEmpty());
    }

    @Test
    void theQueueIsBoundedAndLanesDoNotShare() throws Exception {
        GuardedNetwork network = guarded("birdsong", Map.of("threads", "1", "queue", "1", "timeout.read", "PT20S"));
        for (int i = 0; i < 2; i++) {
            callers.submit(() ->
                    network.run(Lane.READ, Deadline.after(Duration.ofSeconds(20)), new Control(false), p -> {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            throw new CallRevokedException();
                        }
                        return "";
                    }));
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(fails(network, Lane.READ, new Control(false), p -> ""))
                        .hasMessageContaining("Too many"));

        assertThat(network.<String>run(Lane.WRITE, soon(), new Control(false), p -> "writes go on"))
                .isEqualTo("writes go on");
    }

    @Test
    void exceptionsOfTheCoresOwnWorkPassUnchanged() {
        GuardedNetwork network = guarded("birdsong");
        IllegalArgumentException ours = new IllegalArgumentException("ours");

        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> run(network, plugin -> {
                            throw ours;
                        })))
                .isSameAs(ours);
        assertThat(network.health().state()).isEqualTo(NetworkState.READY);
    }

    @Test
    void whatAPluginThrowsIsRecreatedWithoutItsCauseAndErrorsAreDefects() {
        class PluginsOwn extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
        List<Throwable> thrown = List.of(new PluginsOwn(), new StackOverflowError(), new NoClassDefFoundError("gone"));
        AtomicReference<Throwable> next = new AtomicReference<>();
        NetworkPlugin plugin = FakeNetworkPlugin.builder()
                .timeline((call, window) -> {
                    if (next.get() instanceof NetworkException reported) {
                        throw reported;
                    }
                    if (next.get() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) next.get();
                })
                .build();
        GuardedNetwork network = guarded("birdsong", plugin, Map.of(), null);
        for (Throwable each : thrown) {
            next.set(each);
            NetworkException failure = fails(
                    network,
                    Lane.READ,
                    new Control(false),
                    p -> p.timelineSource().get().fetch(null, null));
            assertThat(failure.kind()).isEqualTo(ErrorKind.DEFECT);
            assertThat(failure.getCause()).isNull();
        }
        next.set(NetworkException.of(ErrorKind.RATE_LIMITED, "slow down")
                .cause(new PluginsOwn())
                .bucket("b")
                .remoteCode("88")
                .retryAt(Instant.EPOCH)
                .build());

        NetworkException reported = fails(
                network,
                Lane.READ,
                new Control(false),
                p -> p.timelineSource().get().fetch(null, null));

        assertThat(reported.getCause()).isNull();
        assertThat(reported.bucket()).contains("b");
        assertThat(reported.remoteCode()).contains("88");
        assertThat(reported.retryAt()).contains(Instant.EPOCH);
    }

    @Test
    void theContextClassLoaderIsThePluginsInsideAndRestoredOutside() throws Exception {
        AtomicReference<ClassLoader> inside = new AtomicReference<>();
        NetworkPlugin plugin = FakeNetworkPlugin.builder()
                .linker(call -> {
                    inside.set(Thread.currentThread().getContextClassLoader());
                    return List.of();
                })
                .build();
        GuardedNetwork network = guarded("birdsong", plugin, Map.of(), null);
        ClassLoader marker = new ClassLoader() {};

        ClassLoader after = run(network, p -> {
            Thread.currentThread().setContextClassLoader(marker);
            p.accountLinker().listAccounts(null);
            return Thread.currentThread().getContextClassLoader();
        });

        assertThat(inside.get()).isSameAs(FakeNetworkPlugin.class.getClassLoader());
        assertThat(after).isSameAs(marker);
    }

    @Test
    void aHealthyNetworkIsNotSlowedByHangingThrowingAndSlowNeighbours() throws Exception {
        GuardedNetwork healthy = guarded("healthy");
        double alone = p99(healthy);
        GuardedNetwork hanging =
                guarded("hanging", Map.of("breaker.failures", "100000", "quarantine.defects", "100000"));
        GuardedNetwork throwing = guarded("throwing", Map.of("breaker.failures", "100000"));
        GuardedNetwork slow = guarded("slow", Map.of("breaker.failures", "100000"));
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> neighbours = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            neighbours.add(callers.submit(() -> pester(stop, hanging, plugin -> stubborn())));
        }
        for (int i = 0; i < 4; i++) {
            neighbours.add(callers.submit(() -> pester(stop, slow, plugin -> {
                try {
                    end.await(50, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new CallRevokedException();
                }
                return "";
            })));
        }
        neighbours.add(callers.submit(() -> pester(stop, throwing, plugin -> {
            try {
                end.await(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new CallRevokedException();
            }
            throw new NetworkException(ErrorKind.TRANSIENT, "no");
        })));

        double beside = p99(healthy);
        stop.set(true);
        end.countDown();
        for (Future<?> neighbour : neighbours) {
            neighbour.get(10, TimeUnit.SECONDS);
        }

        assertThat(healthy.health().state()).isEqualTo(NetworkState.READY);
        assertThat(beside).as("p99 alone: %.2f ms", alone).isLessThan(Math.max(alone * 10, 50));
    }

    private static void pester(AtomicBoolean stop, GuardedNetwork network, GuardedNetwork.Work<String> work) {
        while (!stop.get()) {
            try {
                network.run(Lane.READ, Deadline.after(Duration.ofMillis(100)), new Control(false), work);
            } catch (NetworkException | NetworkAbsentException e) {
                // expected, over and over
            }
        }
    }

    private static double p99(GuardedNetwork network) throws NetworkException {
        double[] millis = new double[400];
        for (int i = 0; i < millis.length; i++) {
            long begin = System.nanoTime();
            run(network, plugin -> "");
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        return millis[(int) (millis.length * 0.99)];
    }

    private String stubborn() {
        boolean interrupted = false;
        while (true) {
            try {
                end.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted ? "was interrupted" : "";
    }

    private static List<String> threadsOf(String network) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("parvis-" + network + "-"))
                .toList();
    }

    private GuardedNetwork guarded(String id) {
        return guarded(id, Map.of());
    }

    private GuardedNetwork guarded(String id, Map<String, String> values) {
        return guarded(id, FakeNetworkPlugin.builder().build(), values, null);
    }

    private GuardedNetwork guarded(String id, Map<String, String> values, AtomicLong nanos) {
        return guarded(id, FakeNetworkPlugin.builder().build(), values, nanos);
    }

    private GuardedNetwork guarded(String id, NetworkPlugin plugin, Map<String, String> values, AtomicLong nanos) {
        GuardSettings settings = GuardSettings.of(List.of(values, Map.of("grace", "PT0.2S", "drain", "PT2S")));
        NetworkDescriptor descriptor =
                id.equals("birdsong") ? DESCRIPTOR : TestDescriptors.descriptor(id, Capability.TIMELINE);
        GuardedNetwork network = new GuardedNetwork(
                new NetworkId(id),
                plugin,
                () -> descriptor,
                settings,
                CLOCK,
                nanos == null ? System::nanoTime : nanos::get);
        owned.add(network);
        return network;
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(5));
    }

    private static String text(GuardedNetwork network, GuardedNetwork.Work<String> work) throws NetworkException {
        return run(network, work);
    }

    private static <T> T run(GuardedNetwork network, GuardedNetwork.Work<T> work) throws NetworkException {
        return network.run(Lane.READ, soon(), new Control(false), work);
    }

    private static NetworkException fails(
            GuardedNetwork network, Lane lane, CallControl control, GuardedNetwork.Work<?> work) {
        NetworkException failure = catchThrowableOfType(
                NetworkException.class, () -> network.run(lane, Deadline.after(Duration.ofMillis(150)), control, work));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static final class Control implements CallControl {
        private final boolean left;
        private volatile boolean revoked;

        Control(boolean left) {
            this.left = left;
        }

        boolean isRevoked() {
            return revoked;
        }

        @Override
        public void revoke() {
            revoked = true;
        }

        @Override
        public boolean changeMayHaveLeft() {
            return left;
        }

        @Override
        public void end() {}
    }
}
