package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks come, are changed and go while the platform works, through the doors that operators use. The network is X in its
 * simulator, whose journal tells what reached it; the releases are made here. In an order: each goes on from the version that
 * the one before left.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path WEEK =
            Path.of("../distribution/src/main/demo/week.jsonl").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FAILING =
            "if (true) throw new org.parvis.spi.NetworkException(org.parvis.model.ErrorKind.TRANSIENT, \"broken\");";

    @TempDir
    static Path folder;

    private static Demo demo;
    private static Path original;
    private static Path key;
    private static String token;
    private static List<JsonNode> accounts;
    private static final Set<String> MARKERS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger RELEASES = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        demo = Demo.start(
                WEEK,
                Map.of(
                        "org.parvis.installer",
                        "update.timeout = PT5S\nprobation.calls = 3\nprobation.margin = 30\ndrain = PT10S"),
                "--no-limits");
        original = shipped();
        key = NetworkRelease.keys(folder, "acme");
        Files.copy(folder.resolve("acme.pub"), trusted().resolve("acme.pub"));
        token = demo.client("social:token-create --scope READ --scope DRAFT --scope PUBLISH")
                .strip();
        accounts = new ArrayList<>();
        for (JsonNode account : demo.api(token, "accounts", null).path("items")) {
            if (account.path("network").asText().equals("twitter")) {
                accounts.add(account);
            }
        }
        assertThat(accounts).isNotEmpty();
    }

    @AfterAll
    static void stop() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    private static Path shipped() throws IOException {
        JsonNode state = JSON.readTree(demo.home().resolve("run/platform.json").toFile());
        Path system = Path.of(state.path("platform").asText(), "system/org/parvis/network-twitter");
        try (var files = Files.walk(system)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path trusted() throws IOException {
        return Files.createDirectories(demo.home().resolve("etc/network-keys"));
    }

    private static Path deploy() {
        return demo.home().resolve("deploy");
    }

    private static String nextVersion() {
        return "0.2." + RELEASES.incrementAndGet();
    }

    private static NetworkRelease release(String version) throws IOException {
        return NetworkRelease.of(original, folder, version);
    }

    @Test
    @Order(1)
    void whatIsNotRightIsRefusedWithAReasonAndWhatRunsRunsOn() throws Exception {
        List<String> before = bundles();
        Path mallory = NetworkRelease.keys(folder, "mallory");
        Path old = NetworkRelease.keys(folder, "old");
        Files.copy(folder.resolve("old.pub"), trusted().resolve("old.pub"));
        String fingerprint = fingerprint(old);
        Files.writeString(trusted().resolve("revoked"), fingerprint + " given up\n");
        Map<String, Path> files = new TreeMap<>();
        // Looked at again when the time that it is given to become whole is over.
        drop(Files.writeString(folder.resolve("broken.kar"), "not an archive"), deploy().resolve("broken.kar"));
        files.put("is not signed", release("0.9.1").unsigned());
        files.put("is not trusted", release("0.9.2").signed(mallory));
        files.put("was revoked", release("0.9.3").signed(old));
        files.put("is older than", release("0.0.9").signed(key));
        files.put("is installed already", release("0.1.0").signed(key));
        files.put(
                "built for org.parvis.spi",
                release("0.9.4")
                        .header(
                                "Import-Package",
                                h -> h.replaceAll(
                                        "org.parvis.spi;version=\"[^\"]*\"", "org.parvis.spi;version=\"[7.0,8)\""))
                        .signed(key));
        files.put(
                "carries a copy",
                release("0.9.5")
                        .entry("org/parvis/spi/NetworkPlugin.class", new byte[8])
                        .signed(key));
        files.put("lacks what", release("0.9.6").without("RETRACT").signed(key));
        files.forEach((reason, file) -> drop(file, deploy().resolve(file.getFileName())));
        for (Map.Entry<String, Path> each : files.entrySet()) {
            Path said = deploy().resolve(each.getValue().getFileName() + ".refused.txt");
            await(each.getKey()).atMost(PATIENCE).until(() -> Files.exists(said));
            assertThat(said).content().contains(each.getKey());
        }
        assertThat(bundles()).isEqualTo(before);
        assertThat(version()).isEqualTo("0.1.0");
    }

    @Test
    @Order(2)
    void aHalfCopiedFileWaitsUntilItIsWhole() throws Exception {
        String version = nextVersion();
        byte[] whole = Files.readAllBytes(release(version).signed(key));
        Path copied = deploy().resolve("growing.kar");
        Files.write(copied, Arrays.copyOf(whole, whole.length / 2));
        // two turns of the watcher
        TimeUnit.MILLISECONDS.sleep(1_200);
        assertThat(version()).isEqualTo("0.1.0");
        assertThat(copied).exists();
        Files.write(copied, whole);
        awaitVersion(version);
        await().atMost(PATIENCE).until(() -> !Files.exists(copied));
        assertThat(listed().path("origin").asText()).isEqualTo("SIGNED");
        assertThat(listed().path("signedBy").asText()).isEqualTo("acme");
    }

    @Test
    @Order(3)
    void updatesUnderLoadLoseNothingDoubleNothingAndLeaveNoGap() throws Exception {
        updates(4);
    }

    @Test
    @Order(4)
    @Tag("long")
    void aHundredUpdatesUnderLoad() throws Exception {
        updates(100);
    }

    private void updates(int count) throws Exception {
        List<String> before = bundles();
        List<Path> releases = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            versions.add(nextVersion());
            releases.add(release(versions.get(i)).signed(key));
        }
        try (Load load = new Load()) {
            List<Long> served = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long begun = System.nanoTime();
                drop(releases.get(i), deploy().resolve(releases.get(i).getFileName()));
                awaitVersion(versions.get(i));
                served.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                awaitSettled();
                load.awaitMore(3);
            }
            load.end();
            System.out.printf(
                    Locale.ROOT,
                    "%d updates under load: %d posts, drop to service %s ms, longest gap %d ms%n",
                    count,
                    load.published.get(),
                    served,
                    load.gap());
            assertThat(load.published.get()).isGreaterThan(count * 2);
            assertThat(load.gap())
                    .as("milliseconds without a version that serves")
                    .isLessThan(1_000);
        }
        assertPublishedOnce();
        assertThat(withoutTwitter(bundles())).isEqualTo(withoutTwitter(before));
        assertThat(bundles().stream().filter(line -> line.contains("network-twitter")))
                .hasSize(1);
    }

    @Test
    @Order(5)
    void theVersionBeforeComesBackOnRequest() throws Exception {
        String present = version();
        String next = nextVersion();
        demo.client("social:network-update " + release(next).signed(key));
        assertThat(version()).isEqualTo(next);
        demo.client("social:network-rollback twitter");
        assertThat(version()).isEqualTo(present);
        publish();
        assertPublishedOnce();
    }

    @Test
    @Order(6)
    void anUpdateWhoseCallsFailGoesBackByItselfAndSaysWhy() throws Exception {
        String present = version();
        publish();
        assertPublishedOnce();
        demo.client("social:network-update "
                + release(nextVersion()).publishing(FAILING).signed(key));
        for (int i = 0; i < 6; i++) {
            publish();
        }
        await().atMost(PATIENCE).until(() -> {
            demo.control("clock/step", "{\"by\":\"PT1M\"}");
            return version().equals(present);
        });
        assertPublishedOnce();
        assertThat(demo.complaints())
                .anySatisfy(line -> assertThat(line).contains("is taken back").contains("failed"));
    }

    @Test
    @Order(7)
    void whatDoesNotGetReadyIsTakenBackAndTheOldServesAllTheTime() throws Exception {
        String present = version();
        Path silent = release(nextVersion())
                .header("Service-Component", h -> "OSGI-INF/nowhere/*.xml")
                .signed(key);
        assertThat(failing("social:network-update " + silent))
                .contains("ROLLED_BACK")
                .contains("registers no plugin");
        assertThat(version()).isEqualTo(present);
        assertThat(bundles().stream().filter(line -> line.contains("network-twitter")))
                .hasSize(1);
        await("the broken file of the first test")
                .atMost(PATIENCE)
                .until(() -> Files.exists(deploy().resolve("broken.kar.refused")));
        assertThat(deploy().resolve("broken.kar.refused.txt")).content().contains("not a whole archive");
    }

    @Test
    @Order(8)
    void aTrialServesAWorkspaceBesideTheOldAndIsPromoted() throws Exception {
        String present = version();
        String next = nextVersion();
        String workspace = demo.api(token, "workspace", null).path("id").asText();
        demo.client("social:network-update --workspace " + workspace + " "
                + release(next).signed(key));
        assertThat(version()).isEqualTo(present);
        publish();
        assertPublishedOnce();
        JsonNode network = listed();
        assertThat(network.path("trial").asText()).isEqualTo(next);
        Map<String, Long> calls = new TreeMap<>();
        network.path("versions")
                .forEach(v ->
                        calls.put(v.path("version").asText(), v.path("calls").asLong()));
        assertThat(calls).hasSize(2);
        assertThat(calls.get(next)).isPositive();
        demo.client("social:network-promote twitter");
        assertThat(version()).isEqualTo(next);
    }

    @Test
    @Order(9)
    void workOfARemovedNetworkWaitsAndGoesOutWhenItIsBack() throws Exception {
        String present = version();
        String marker = draftedNow(() -> demo.client("social:network-drain twitter"));
        demo.client("social:network-uninstall twitter");
        assertThat(bundles().stream().filter(line -> line.contains("network-twitter")))
                .isEmpty();
        assertThat(accepted().get(marker)).isNull();
        demo.client("social:network-install " + release(nextVersion()).signed(key));
        assertThat(version()).isNotEqualTo(present);
        assertPublishedOnce();
    }

    @Test
    @Order(10)
    void aRestartAfterAKillChangesNothing() throws Exception {
        String present = version();
        demo.killPlatform();
        demo.startPlatform();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> version().equals(present));
        publish();
        assertPublishedOnce();
        assertThat(bundles().stream().filter(line -> line.contains("network-twitter")))
                .hasSize(1);
    }

    private interface Action {
        void run() throws Exception;
    }

    /** A post that is asked for after the action. */
    private static String draftedNow(Action action) throws Exception {
        action.run();
        return publish();
    }

    /** Copies beside, and gives it its name when it is whole: what a careful operator does. */
    private static void drop(Path file, Path target) {
        try {
            Path part = Files.copy(file, target.resolveSibling(target.getFileName() + ".part"));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static String fingerprint(Path keyFile) throws Exception {
        return org.parvis.installer.admission.TrustedKeys.fingerprint(org.parvis.installer.admission.TrustedKeys.read(
                Path.of(keyFile.toString().replace(".key", ".pub"))));
    }

    private static JsonNode listed() throws Exception {
        String output = demo.client("social:network-list --json");
        for (JsonNode network : JSON.readTree(output.substring(output.indexOf('[')))) {
            if (network.path("network").asText().equals("twitter")) {
                return network;
            }
        }
        throw new AssertionError(output);
    }

    private static String version() throws IOException, InterruptedException {
        return demo.api(token, "networks/twitter", null).path("version").asText();
    }

    private static void awaitVersion(String version) {
        await(version)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> version().equals(version));
    }

    /** The version before is gone: the next update may come. */
    private static void awaitSettled() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            try (var files = Files.list(deploy())) {
                return files.noneMatch(file -> file.toString().endsWith(".kar"));
            }
        });
    }

    private static String failing(String command) throws InterruptedException {
        try {
            return "it did not fail: " + demo.client(command);
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private static List<String> bundles() throws Exception {
        return demo.client("bundle:list -t 0 -s --no-ellipsis --no-format")
                .lines()
                .toList();
    }

    private static List<String> withoutTwitter(List<String> bundles) {
        return bundles.stream()
                .filter(Predicate.not(line -> line.contains("network-twitter")))
                .toList();
    }

    private static String publish() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString().replace("-", "");
        JsonNode account = accounts.get(Math.floorMod(marker.hashCode(), accounts.size()));
        ObjectNode post = JSON.createObjectNode()
                .put("brand", account.path("brand").asText())
                .put("text", "While things change, marker-" + marker);
        post.putArray("targets").addObject().put("account", account.path("id").asText());
        JsonNode draft = demo.api(token, "posts", post, "Idempotency-Key", marker);
        demo.api(
                token,
                "posts/" + draft.path("id").asText() + "/schedule",
                JSON.createObjectNode(),
                "If-Match",
                "\"" + draft.path("version").asLong() + "\"");
        MARKERS.add(marker);
        return marker;
    }

    /** Everything that was ever promised stands in the network's own journal, once. */
    private static void assertPublishedOnce() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    demo.control("clock/step", "{\"by\":\"PT30S\"}");
                    Map<String, Integer> accepted = accepted();
                    List<String> wrong = MARKERS.stream()
                            .filter(marker -> accepted.getOrDefault(marker, 0) != 1)
                            .map(marker -> marker + " " + accepted.getOrDefault(marker, 0))
                            .toList();
                    assertThat(wrong).as("lost (0) or doubled (2)").isEmpty();
                });
    }

    private static Map<String, Integer> accepted() throws IOException, InterruptedException {
        JsonNode journal = demo.controlState("journal?since=0");
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode entry : journal.isArray() ? journal : journal.path("entries")) {
            counts.merge(entry.path("marker").asText(), 1, Integer::sum);
        }
        return counts;
    }

    /** Posts all the time, and watches how long no version serves. */
    private static final class Load implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(2);
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger published = new AtomicInteger();
        private final Future<?> publisher;
        private final Future<Long> watcher;
        private long gap;

        Load() {
            publisher = threads.submit(() -> {
                while (!over.get()) {
                    publish();
                    published.incrementAndGet();
                }
                return published;
            });
            watcher = threads.submit(() -> {
                long longest = 0;
                long servedAt = System.nanoTime();
                while (!over.get()) {
                    String state = demo.api(token, "networks/twitter", null)
                            .path("state")
                            .asText();
                    if (state.equals("READY") || state.equals("DEGRADED")) {
                        servedAt = System.nanoTime();
                    } else {
                        longest = Math.max(longest, System.nanoTime() - servedAt);
                    }
                }
                return longest;
            });
        }

        /** Waits until so much more was asked for. */
        void awaitMore(int posts) {
            int before = published.get();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> published.get() >= before + posts);
        }

        void end() throws Exception {
            over.set(true);
            publisher.get(1, TimeUnit.MINUTES);
            gap = TimeUnit.NANOSECONDS.toMillis(watcher.get(1, TimeUnit.MINUTES));
        }

        long gap() {
            return gap;
        }

        @Override
        public void close() {
            over.set(true);
            threads.shutdownNow();
        }
    }
}
