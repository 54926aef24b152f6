package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A hundred updates under load, two hundred networks that came and went, and a kill: what {@link InstallerIT} has no time for. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LongInstallerIT {
    private static final int UPDATES = Integer.getInteger("parvis.updates", 100);
    private static final int CYCLES = Integer.getInteger("parvis.cycles", 200);
    private static final int TOGETHER = 20;
    private static final String LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";

    @TempDir
    static Path folder;

    private static InstallerStage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = InstallerStage.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void aHundredUpdatesUnderLoadLoseNothingAndDoubleNothing() throws Exception {
        List<String> before = others();
        List<Path> releases = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < UPDATES; i++) {
            versions.add(stage.nextVersion());
            releases.add(stage.release(versions.get(i)).signed(stage.key()));
        }
        List<Long> served = new ArrayList<>();
        long gap;
        int posts;
        int mentions;
        try (InstallerLoad load = new InstallerLoad(stage)) {
            for (int i = 0; i < UPDATES; i++) {
                long begun = System.nanoTime();
                stage.drop(releases.get(i));
                stage.awaitVersion(versions.get(i));
                served.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                stage.awaitSettled();
                load.awaitMore(3);
            }
            gap = load.end();
            posts = load.published();
            mentions = load.mentioned();
        }
        Collections.sort(served);
        // What was measured belongs into the output of the run.
        System.out.printf(
                Locale.ROOT,
                "%d updates under load, %d posts and %d mentions: drop to service p50 %d ms, p99 %d ms, most %d ms;"
                        + " longest gap %d ms%n",
                UPDATES,
                posts,
                mentions,
                served.get(UPDATES / 2),
                served.get(Math.min(UPDATES - 1, UPDATES * 99 / 100)),
                served.get(UPDATES - 1),
                gap);
        stage.assertNothingLostNothingDoubled();
        assertThat(posts).isGreaterThanOrEqualTo(UPDATES * 3);
        assertThat(mentions).isGreaterThan(UPDATES);
        assertThat(gap).as("milliseconds without a version that serves (P14)").isLessThan(1_000);
        assertThat(others()).isEqualTo(before);
        assertThat(stage.bundles().stream().filter(line -> line.contains("network-twitter")))
                .hasSize(1);
    }

    @Test
    @Order(2)
    void twoHundredNetworksThatCameAndWentLeaveNothing() throws Exception {
        // the first ones load what is loaded once
        cycle(10);
        Left before = left();
        cycle(CYCLES);
        await("what the last one held is let go")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    Left now = left();
                    System.out.println(CYCLES + " cycles: before " + before + ", after " + now);
                    assertThat(now.loaders()).as("class loaders of bundles").isLessThanOrEqualTo(before.loaders());
                    assertThat(now.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 8);
                    assertThat(now.files()).as("open files").isLessThanOrEqualTo(before.files() + 8);
                });
    }

    /** A network of somebody else's comes and goes, so many times; some by one command line, since each costs a process. */
    private static void cycle(int times) throws Exception {
        Path file = NetworkRelease.loopback(stage.shipped("loopback"), folder, "passing", stage.nextVersion())
                .signed(stage.key());
        String once = "social:network-install " + file + "; social:network-uninstall passing";
        for (int done = 0; done < times; done += TOGETHER) {
            String said =
                    stage.demo().client(String.join("; ", Collections.nCopies(Math.min(TOGETHER, times - done), once)));
            assertThat(said).contains("is installed.").contains("is removed;");
        }
    }

    /** What the process holds on to, after a collection of garbage. */
    private record Left(long loaders, long threads, long files) {}

    private static Left left() throws Exception {
        long process = stage.demo().platformProcess();
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String histogram = "";
        // soft and weak references, and what their clearing sets free, need more than one
        for (int i = 0; i < 3; i++) {
            histogram = Demo.run(List.of(jcmd.toString(), Long.toString(process), "GC.class_histogram"));
        }
        Matcher loaders = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+" + Pattern.quote(LOADER) + "\\s")
                .matcher(histogram);
        assertThat(loaders.find()).as("the histogram names the loaders").isTrue();
        return new Left(
                Long.parseLong(loaders.group(1)),
                entries(Path.of("/proc/" + process + "/task")),
                entries(Path.of("/proc/" + process + "/fd")));
    }

    private static long entries(Path folder) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    @Order(3)
    void aRestartAfterAKillChangesNothing() throws Exception {
        String present = stage.version();
        stage.demo().killPlatform();
        stage.demo().startPlatform();
        await().atMost(InstallerStage.PATIENCE)
                .ignoreExceptions()
                .until(() -> stage.version().equals(present));
        stage.publish();
        stage.assertNothingLostNothingDoubled();
        assertThat(stage.bundles().stream().filter(line -> line.contains("network-twitter")))
                .hasSize(1);
    }

    private static List<String> others() throws Exception {
        return stage.bundles().stream()
                .filter(Predicate.not(line -> line.contains("network-twitter")))
                .toList();
    }
}
