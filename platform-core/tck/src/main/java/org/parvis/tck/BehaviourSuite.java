package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.ItemKind;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.KnownItem;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** A plugin is a translator: it starts nothing, keeps nothing, waits for nothing and tells no secrets. */
final class BehaviourSuite extends Suite {
    private static final Duration PROMPT = Duration.ofMillis(200);
    private static final int ATTEMPTS = 3;
    private static final int TOGETHER = 8;

    private static final Set<String> THREADS = Set.of(
            "java/lang/Thread.<init>",
            "java/lang/Thread.start",
            "java/lang/Thread.sleep",
            "java/util/concurrent/Executors",
            "java/util/concurrent/ForkJoinPool",
            "java/util/concurrent/ThreadPoolExecutor",
            "java/util/concurrent/CompletableFuture.supplyAsync",
            "java/util/concurrent/CompletableFuture.runAsync",
            "java/util/concurrent/TimeUnit.sleep",
            "java/util/concurrent/locks/LockSupport.park",
            "java/util/Timer",
            "java/lang/Object.wait(");

    private static final Set<String> CLOCKS = Set.of(
            "java/time/Instant.now()",
            "java/time/ZonedDateTime.now()",
            "java/time/OffsetDateTime.now()",
            "java/time/LocalDateTime.now()",
            "java/time/LocalDate.now()",
            "java/time/Clock.system",
            "java/time/Clock.tick",
            "java/lang/System.currentTimeMillis",
            "java/lang/System.nanoTime",
            "java/util/Date.<init>()",
            "java/util/Calendar.getInstance");

    private static final Set<String> WIRES = Set.of(
            "java/net/http/",
            "java/net/Socket",
            "java/net/ServerSocket",
            "java/net/DatagramSocket",
            "java/net/URLConnection",
            "java/net/HttpURLConnection",
            "java/net/URL.open",
            "java/net/InetAddress",
            "java/nio/channels/",
            "org/eclipse/jetty/",
            "org/apache/http/",
            "okhttp3/");

    private static final Set<String> FILES = Set.of(
            "java/nio/file/Files",
            "java/io/FileInputStream",
            "java/io/FileOutputStream",
            "java/io/RandomAccessFile",
            "java/io/FileWriter",
            "java/io/FileReader",
            "java/lang/System.getenv",
            "java/lang/System.setProperty",
            "java/lang/ProcessBuilder",
            "java/lang/Runtime.exec");

    BehaviourSuite(Kit kit) {
        super("behaviour", kit);
        scan("startsNoThreadsAndNeverSleeps", THREADS);
        scan("readsNoClockButTheCalls", CLOCKS);
        scan("knowsNoWireButTheCalls", WIRES);
        scan("touchesNoFilesAndNoProcess", FILES);
        scan("leavesNothingInThreads", Set.of("java/lang/ThreadLocal", "java/lang/InheritableThreadLocal"));
        test("noThreadIsLeftAfterCalls", this::noThreads);
        test("onlyAllowedHostsAreCalled", this::hosts);
        reading();
        if (kit.descriptor().offers(Capability.PUBLISH)) {
            publishing();
        }
        test("quotaObservationsNameTheDescriptorsBudgets", this::quotas);
    }

    private void scan(String name, Set<String> forbidden) {
        test(name, s -> {
            ClassScan scan = ClassScan.of(s.plugin());
            assertThat(scan.classes())
                    .as("classes of the plugin that were read")
                    .isPositive();
            assertThat(scan.uses(forbidden)).isEmpty();
        });
    }

    /** Once through what the plugin offers. */
    private void tour(Subject s, List<TckCall> calls) throws Exception {
        TckCall reading = s.call();
        calls.add(reading);
        Reading.read(s, reading);
        if (kit.descriptor().offers(Capability.PUBLISH)) {
            TckCall publishing = s.call();
            calls.add(publishing);
            Variant variant = s.plain("On tour " + Subject.marker());
            s.publish(publishing, variant);
            TckCall looking = s.call(publishing.idempotencyKey());
            calls.add(looking);
            s.publisher()
                    .reconcile(
                            looking,
                            variant,
                            null,
                            s.simulator().clock().instant().minusSeconds(60));
        }
        if (kit.descriptor().offers(Capability.ANALYTICS_ACCOUNT)) {
            TckCall figures = s.call();
            calls.add(figures);
            Instant now = s.simulator().clock().instant();
            s.analytics().collect(figures, new org.parvis.spi.MetricQuery(List.of(), now, now));
        }
        if (kit.descriptor().offers(Capability.INBOX_COMMENTS)) {
            TckCall again = s.call();
            calls.add(again);
            KnownItem comment = new KnownItem(new RemoteId("1"), ItemKind.COMMENT, false);
            s.inbox().recheckItems(again, List.of(comment));
        }
    }

    private void noThreads(Subject s) throws Exception {
        Wire.warmUp();
        s.call();
        CallThreads threads = new CallThreads();
        threads.start(() -> {
                    tour(s, new ArrayList<>());
                    return "done";
                })
                .success();
        assertThat(threads.left())
                .as("threads that were started in calls and are still there")
                .isEmpty();
    }

    private void hosts(Subject s) throws Exception {
        List<TckCall> calls = new ArrayList<>();
        tour(s, calls);
        assertThat(calls.stream().flatMap(call -> call.channel().violations().stream()))
                .isEmpty();
        assertThat(calls.stream()
                        .mapToLong(call -> call.channel().exchanges().size())
                        .sum())
                .as("exchanges with the network")
                .isPositive();
    }

    private void reading() {
        test("aFailedReadIsNotTriedAgain", s -> {
            TckCall call = s.call().meeting((r, on) -> TckChannel.answer(503, Map.of(), new byte[0]));
            Failures.of(() -> Reading.read(s, call));
            List<String> asked = call.channel().exchanges().stream()
                    .map(exchange -> exchange.request())
                    .map(request -> request.method() + " " + request.address())
                    .toList();
            assertThat(asked).as("requests of one call").doesNotHaveDuplicates();
        });
        test("readingEndsAtItsDeadline", s -> promptly(s, false, false));
        test("readingEndsWhenInterrupted", s -> promptly(s, false, true));
        test("aRevokedCallIsPassedOn", s -> {
            TckCall call = s.call();
            call.revoke();
            CallThreads.Running running = new CallThreads().start(() -> Reading.read(s, call));
            assertThat(running.failure()).isInstanceOf(CallRevokedException.class);
        });
        test("secretsAreNotToldWhenReadingFails", s -> secrets(s, false));
        test("oneInstanceServesManyReadersAtOnce", this::readers);
    }

    private void publishing() {
        test("publishingEndsAtItsDeadline", s -> promptly(s, true, false));
        test("publishingEndsWhenInterrupted", s -> promptly(s, true, true));
        test("secretsAreNotToldWhenPublishingFails", s -> secrets(s, true));
        test("oneInstanceServesManyWritersAtOnce", this::writers);
    }

    /** The machine may be busy: the best of some attempts counts. */
    private void promptly(Subject s, boolean writing, boolean interrupted) throws Exception {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < ATTEMPTS && best.compareTo(PROMPT) > 0; i++) {
            Duration late = lateness(s, writing, interrupted);
            best = late.compareTo(best) < 0 ? late : best;
        }
        assertThat(best).as("how late the call ended").isLessThanOrEqualTo(PROMPT);
    }

    private static Duration lateness(Subject s, boolean writing, boolean interrupted) throws Exception {
        Duration time = interrupted ? Duration.ofSeconds(10) : Duration.ofMillis(300);
        Variant variant = writing ? s.plain("Slowly " + Subject.marker()) : Variant.ofText("");
        java.util.concurrent.CountDownLatch hanging = new java.util.concurrent.CountDownLatch(1);
        TckCall call = s.call().meeting((request, onward) -> {
            if (writing && !request.changing()) {
                return onward.send();
            }
            hanging.countDown();
            return onward.hang();
        });
        s.plugin();
        long end = System.nanoTime() + time.toNanos();
        call.within(time);
        CallThreads.Running running =
                new CallThreads().start(() -> writing ? s.publisher().publish(call, variant) : Reading.read(s, call));
        if (interrupted) {
            assertThat(hanging.await(10, java.util.concurrent.TimeUnit.SECONDS))
                    .as("a request left")
                    .isTrue();
            end = System.nanoTime();
            running.interrupt();
        }
        assertThat(running.failure()).isInstanceOf(NetworkException.class);
        return Duration.ofNanos(Math.max(0, running.ended() - end));
    }

    /** Networks like to repeat in an error what they were sent; what people read must not. */
    private static void secrets(Subject s, boolean writing) throws Exception {
        for (int status : new int[] {400, 401, 403, 500, 200}) {
            TckCall call = s.call();
            String token = call.accessToken().value();
            String secret = call.client().secret();
            String body = "The token " + token + " of the application with " + secret + " is bad: " + "x".repeat(20);
            byte[] answer = (status == 200
                            ? body
                            : "{\"title\":\"" + body + "\",\"detail\":\"" + body + "\",\"message\":\"" + body
                                    + "\",\"error\":{\"message\":\"" + body + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            call.meeting((request, onward) ->
                    writing && !request.changing() ? onward.send() : TckChannel.answer(status, Map.of(), answer));
            NetworkException failed = writing
                    ? Failures.of(() -> s.publisher().publish(call, s.plain("Secretly " + Subject.marker())))
                    : Failures.of(() -> Reading.read(s, call));
            assertThat(told(failed)).as("what the failure tells").doesNotContain(token);
        }
    }

    private static String told(Throwable failure) {
        StringBuilder told = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            told.append(t).append('\n');
        }
        return told.toString();
    }

    private void readers(Subject s) throws Exception {
        List<Failures.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            TckCall call = s.call();
            attempts.add(() -> Reading.read(s, call));
        }
        for (CallThreads.Running running : new CallThreads().together(attempts)) {
            running.success();
        }
    }

    private void writers(Subject s) throws Exception {
        List<String> markers = new ArrayList<>();
        List<Failures.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            String marker = Subject.marker();
            markers.add(marker);
            TckCall call = s.call();
            Variant variant = s.plain("At once " + marker);
            attempts.add(() -> s.publisher().publish(call, variant));
        }
        for (CallThreads.Running running : new CallThreads().together(attempts)) {
            running.success();
        }
        if (s.plainest().capability() == Capability.PUBLISH_TEXT) {
            for (String marker : markers) {
                assertThat(s.simulator().seen(marker)).isEqualTo(1);
            }
        }
    }

    private void quotas(Subject s) throws Exception {
        QuotaReader reader = s.plugin().quotaReader().orElse(null);
        if (reader == null) {
            assertThat(s.plugin().quotaReader()).isEmpty();
            return;
        }
        Set<String> declared = new HashSet<>();
        kit.descriptor().quotas().stream().map(QuotaRule::bucket).forEach(declared::add);
        TckCall call = s.call();
        Reading.read(s, call);
        for (TckChannel.Exchange exchange : call.channel().exchanges()) {
            HttpRequest request = exchange.request();
            HttpResponse real = exchange.response();
            if (real != null) {
                assertThat(reader.read(request.operation(), real))
                        .allSatisfy(observation -> assertThat(declared).contains(observation.bucket()));
            }
            assertThat(reader.read(request.operation(), TckChannel.answer(200, Map.of(), new byte[0])))
                    .as("what an answer without a word about budgets says")
                    .isEmpty();
        }
    }
}
