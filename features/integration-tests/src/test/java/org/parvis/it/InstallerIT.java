package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.installer.admission.TrustedKeys;

/**
 * Networks come, are changed and go while the platform works, through the three doors that operators use. The network is X in
 * its simulator, whose journal tells what reached it; the releases are made here. In an order: each goes on from the version
 * that the one before left. What takes long is in {@link LongInstallerIT}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = InstallerStage.PATIENCE;
    private static final String FAILING =
            "if (true) throw new org.parvis.spi.NetworkException(org.parvis.model.ErrorKind.TRANSIENT, \"broken\");";

    @TempDir
    static Path folder;

    private static InstallerStage stage;
    private static Api operator;

    @BeforeAll
    static void start() throws Exception {
        stage = InstallerStage.start(folder);
        Demo demo = stage.demo();
        operator = Api.login(
                demo.address(),
                "demo@parvis.example",
                Files.readString(demo.home().resolve("demo.password")).strip());
        String person = operator.get("/v1/session").body().path("user").asText();
        assertThat(operator.get("/v1/installations").status()).isEqualTo(403);
        Files.writeString(
                demo.home().resolve("etc/org.parvis.installer.cfg"),
                "operators = " + person + "\n",
                StandardOpenOption.APPEND);
        // the service comes anew with its new configuration, and its routes with it
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(operator.get("/v1/installations").status()).isEqualTo(200));
    }

    @AfterAll
    static void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void whatIsNotRightIsRefusedWithAReasonAndWhatRunsRunsOn() throws Exception {
        List<String> before = stage.bundles();
        Path key = stage.key();
        Path mallory = NetworkRelease.keys(folder, "mallory");
        Path old = NetworkRelease.keys(folder, "old");
        Files.copy(folder.resolve("old.pub"), stage.trusted().resolve("old.pub"));
        Files.writeString(stage.trusted().resolve("revoked"), fingerprint(old) + " given up\n");
        Map<String, Path> files = new TreeMap<>();
        // looked at again when the time that it is given to become whole is over
        stage.drop(Files.writeString(folder.resolve("broken.kar"), "not an archive"));
        files.put("is not signed", stage.release("0.9.1").unsigned());
        files.put("is not trusted", stage.release("0.9.2").signed(mallory));
        files.put("was revoked", stage.release("0.9.3").signed(old));
        files.put("is older than", stage.release("0.0.9").signed(key));
        files.put("is installed already", stage.release("0.1.0").signed(key));
        files.put("not what was signed", stage.release("0.9.7").tampered(key));
        files.put(
                "built for org.parvis.spi",
                stage.release("0.9.4")
                        .header("Import-Package", InstallerIT::ofTheFuture)
                        .signed(key));
        files.put(
                "carries a copy",
                stage.release("0.9.5")
                        .entry("org/parvis/spi/NetworkPlugin.class", new byte[8])
                        .signed(key));
        files.put("lacks what", stage.release("0.9.6").without("RETRACT").signed(key));
        files.values().forEach(stage::drop);
        for (Map.Entry<String, Path> each : files.entrySet()) {
            Path said = stage.deploy().resolve(each.getValue().getFileName() + ".refused.txt");
            await(each.getKey())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Files.exists(said) && Files.size(said) > 0);
            assertThat(said).content().contains(each.getKey());
        }
        assertThat(stage.bundles()).isEqualTo(before);
        assertThat(stage.version()).isEqualTo("0.1.0");
    }

    private static String ofTheFuture(String imports) {
        return imports.replaceAll("org.parvis.spi;version=\"[^\"]*\"", "org.parvis.spi;version=\"[7.0,8)\"");
    }

    @Test
    @Order(2)
    void aHalfCopiedFileWaitsUntilItIsWhole() throws Exception {
        String version = stage.nextVersion();
        byte[] whole = Files.readAllBytes(stage.release(version).signed(stage.key()));
        Path copied = stage.deploy().resolve("growing.kar");
        Files.write(copied, Arrays.copyOf(whole, whole.length / 2));
        // two turns of the watcher, in which nothing may happen
        TimeUnit.MILLISECONDS.sleep(1_200);
        assertThat(stage.version()).isEqualTo("0.1.0");
        assertThat(copied).exists();
        Files.write(copied, whole);
        stage.awaitVersion(version);
        stage.awaitSettled();
        JsonNode installed = listed("twitter");
        assertThat(installed.path("origin").asText()).isEqualTo("SIGNED");
        assertThat(installed.path("signedBy").asText()).isEqualTo("acme");
    }

    @Test
    @Order(3)
    void updatesUnderLoadLoseNothingDoubleNothingAndNoOtherBundleNotices() throws Exception {
        List<String> before = stage.bundles();
        List<String> services = foreignServices();
        try (InstallerLoad load = new InstallerLoad(stage)) {
            for (int i = 0; i < 3; i++) {
                String version = stage.nextVersion();
                stage.drop(stage.release(version).signed(stage.key()));
                stage.awaitVersion(version);
                stage.awaitSettled();
                load.awaitMore(3);
            }
            long gap = load.end();
            assertThat(load.published()).isGreaterThan(9);
            assertThat(load.mentioned()).isPositive();
            assertThat(gap).as("milliseconds without a version that serves").isLessThan(1_000);
        }
        stage.assertNothingLostNothingDoubled();
        assertThat(without("network-twitter", stage.bundles())).isEqualTo(without("network-twitter", before));
        assertThat(of("network-twitter", stage.bundles())).hasSize(1);
        assertThat(foreignServices())
                .as("services of other bundles, by the numbers they got when they were registered")
                .containsAll(services);
    }

    @Test
    @Order(4)
    void theRestInterfaceUpdatesTellsTheProgressAndGoesBack() throws Exception {
        String present = stage.version();
        String next = stage.nextVersion();
        JsonNode done = install(stage.release(next).signed(stage.key()), "");
        assertThat(done.path("step").asText()).as(done.toString()).isEqualTo("DONE");
        assertThat(stage.version()).isEqualTo(next);
        Api.Answer begun = operator.call("POST", "/v1/networks/twitter/rollback", null);
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        assertThat(ended(begun).path("step").asText()).isEqualTo("DONE");
        assertThat(stage.version()).isEqualTo(present);
    }

    @Test
    @Order(5)
    void whatWouldBeLostIsNamedBeforeAndNeedsAConfirmation() throws Exception {
        String present = stage.version();
        String next = stage.nextVersion();
        Path lacking = stage.release(next).without("RETRACT").signed(stage.key());
        JsonNode proposal = operator.send(
                        "POST",
                        "/v1/installations/check",
                        Files.readAllBytes(lacking),
                        "application/octet-stream",
                        Map.of())
                .body();
        assertThat(proposal.path("lost")).extracting(JsonNode::asText).containsExactly("RETRACT");
        Api.Answer refused = operator.send(
                "POST", "/v1/installations", Files.readAllBytes(lacking), "application/octet-stream", Map.of());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.text()).contains("RETRACT").contains("confirm the loss");
        assertThat(stage.version()).isEqualTo(present);
        assertThat(install(lacking, "?acceptLoss=true").path("step").asText()).isEqualTo("DONE");
        assertThat(stage.version()).isEqualTo(next);
        assertThat(ended(operator.call("POST", "/v1/networks/twitter/rollback", null))
                        .path("step")
                        .asText())
                .isEqualTo("DONE");
    }

    @Test
    @Order(6)
    void whatDoesNotGetReadyIsTakenBackAndTheOldServesAllTheTime() throws Exception {
        String present = stage.version();
        Path silent = stage.release(stage.nextVersion())
                .header("Service-Component", h -> "OSGI-INF/nowhere/*.xml")
                .signed(stage.key());
        assertThat(stage.failing("social:network-update " + silent))
                .contains("ROLLED_BACK")
                .contains("registers no plugin");
        assertThat(stage.version()).isEqualTo(present);
        assertThat(of("network-twitter", stage.bundles())).hasSize(1);
        await("the broken file of the first test")
                .atMost(PATIENCE)
                .until(() -> Files.exists(stage.deploy().resolve("broken.kar.refused.txt")));
        assertThat(stage.deploy().resolve("broken.kar.refused.txt")).content().contains("not a whole archive");
    }

    @Test
    @Order(7)
    void anUpdateWhoseCallsFailGoesBackByItselfAndSaysWhy() throws Exception {
        String present = stage.version();
        stage.publish();
        stage.assertNothingLostNothingDoubled();
        JsonNode done =
                install(stage.release(stage.nextVersion()).publishing(FAILING).signed(stage.key()), "");
        assertThat(done.path("step").asText()).as(done.toString()).isEqualTo("DONE");
        for (int i = 0; i < 6; i++) {
            stage.publish();
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            stage.demo().control("clock/step", "{\"by\":\"PT1M\"}");
            return stage.version().equals(present);
        });
        stage.assertNothingLostNothingDoubled();
        assertThat(stage.demo().complaints())
                .anySatisfy(line -> assertThat(line).contains("is taken back").contains("failed"));
    }

    @Test
    @Order(8)
    void aTrialServesAWorkspaceBesideTheOldAndIsPromoted() throws Exception {
        String present = stage.version();
        String next = stage.nextVersion();
        String workspace =
                stage.demo().api(stage.token(), "workspace", null).path("id").asText();
        JsonNode done = install(stage.release(next).signed(stage.key()), "?workspace=" + workspace);
        assertThat(done.path("step").asText()).as(done.toString()).isEqualTo("DONE");
        assertThat(stage.version()).isEqualTo(present);
        stage.publish();
        stage.assertNothingLostNothingDoubled();
        JsonNode network = listed("twitter");
        assertThat(network.path("trial").asText()).isEqualTo(next);
        Map<String, Long> calls = new TreeMap<>();
        network.path("versions")
                .forEach(v ->
                        calls.put(v.path("version").asText(), v.path("calls").asLong()));
        assertThat(calls).hasSize(2);
        assertThat(calls.get(next)).isPositive();
        assertThat(ended(operator.call("POST", "/v1/networks/twitter/promote", null))
                        .path("step")
                        .asText())
                .isEqualTo("DONE");
        assertThat(stage.version()).isEqualTo(next);
    }

    @Test
    @Order(9)
    void workOfARemovedNetworkWaitsAndGoesOutWhenItIsBack() throws Exception {
        String present = stage.version();
        stage.demo().client("social:network-uninstall twitter");
        String marker = stage.publish();
        await("it says what it waits for")
                .atMost(PATIENCE)
                .until(() -> stage.door()
                        .exists(
                                "select from publishing.publication where state = 'WAITING_FOR_NETWORK' and text like '%"
                                        + marker + "'"));
        assertThat(of("network-twitter", stage.bundles())).isEmpty();
        String next = stage.nextVersion();
        stage.demo().client("social:network-install " + stage.release(next).signed(stage.key()));
        assertThat(stage.version()).isEqualTo(next).isNotEqualTo(present);
        stage.assertNothingLostNothingDoubled();
    }

    @Test
    @Order(10)
    void limitsComeAsASignedFileWithoutTheCodeBeingTouchedAndWhatIsStaleIsSaid() throws Exception {
        String present = stage.version();
        Path lines = Files.writeString(
                folder.resolve("twitter-limits"),
                "network: twitter\ndated: 2020-01-01\nset: formats/text/text/maximum = 270\n");
        stage.drop(NetworkRelease.limits(stage.key(), lines));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> textMaximum() == 270);
        assertThat(stage.version()).isEqualTo(present);
        JsonNode replaced = operator.get("/v1/networks/twitter/limits").body();
        assertThat(replaced).hasSize(1);
        assertThat(replaced.at("/0/before").asText()).isEqualTo("280");
        assertThat(replaced.at("/0/signedBy").asText()).isEqualTo("acme");
        assertThat(replaced.at("/0/stale").asBoolean()).isTrue();
        assertThat(stage.demo().client("social:limits-list")).contains("formats/text/text/maximum");
    }

    private static int textMaximum() throws Exception {
        for (JsonNode format :
                stage.demo().api(stage.token(), "networks/twitter", null).path("formats")) {
            if (format.path("id").asText().equals("text")) {
                return format.path("textMaximum").asInt();
            }
        }
        return 0;
    }

    @Test
    @Order(11)
    void badNetworksAreQuarantinedAndNamedAndTheHealthyOneBesideThemIsAsQuickAsBefore() throws Exception {
        try (BadNetworks networks = new BadNetworks(stage, operator)) {
            networks.install();
            long warm = networks.longestOfHealthy(3);
            long before = networks.longestOfHealthy(12);
            for (String bad : BadNetworks.BAD.keySet()) {
                networks.ask(bad, 5);
            }
            long beside = networks.longestOfHealthy(12);
            // What was measured belongs into the output of the run.
            System.out.println("the healthy one's longest of 12 posts: " + before + " ms, beside bad ones " + beside
                    + " ms (first ones " + warm + " ms)");
            assertThat(beside)
                    .as("milliseconds from a request to the network, before " + before)
                    .isLessThan(Math.max(4 * before, 1_000));
            // who is slow and stops when told breaks nothing: it is degraded, until nobody asks it any more
            Map<String, String> fates = new TreeMap<>();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                for (String bad : BadNetworks.BAD.keySet()) {
                    String state = networks.state(bad);
                    if (state.equals("QUARANTINED") || (bad.equals("slow") && state.equals("DEGRADED"))) {
                        fates.put(bad, state);
                    }
                }
                if (fates.size() < BadNetworks.BAD.size()) {
                    stage.demo().control("clock/step", "{\"by\":\"PT20S\"}");
                }
                return fates.keySet().equals(BadNetworks.BAD.keySet());
            });
            assertThat(networks.state(BadNetworks.HEALTHY)).isEqualTo("READY");
            assertThat(stage.version()).isNotEmpty();
            String doctor = stage.failing("social:doctor");
            assertThat(List.of("hanging", "throwing", "leaking", "lying"))
                    .allSatisfy(bad -> assertThat(fates).containsEntry(bad, "QUARANTINED"))
                    .allSatisfy(bad -> assertThat(doctor).contains("network-resume " + bad));
            assertThat(doctor).contains("limits of twitter").contains("were good until 2020-07-01");
            assertThat(stage.demo().client("social:limits-restore twitter")).contains("the plugin's own again");
            assertThat(textMaximum()).isEqualTo(280);
        }
    }

    /** What is to become of a file that comes over the REST interface, once it is over. */
    private static JsonNode install(Path file, String query) throws Exception {
        Api.Answer begun = operator.send(
                "POST", "/v1/installations" + query, Files.readAllBytes(file), "application/octet-stream", Map.of());
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        return ended(begun);
    }

    private static JsonNode ended(Api.Answer begun) {
        String id = begun.body().path("id").asText();
        List<JsonNode> last = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (JsonNode each : operator.get("/v1/installations").body()) {
                if (each.path("id").asText().equals(id) && each.hasNonNull("endedAt")) {
                    last.add(each);
                }
            }
            return !last.isEmpty();
        });
        return last.get(0);
    }

    private static String fingerprint(Path keyFile) throws Exception {
        return TrustedKeys.fingerprint(
                TrustedKeys.read(Path.of(keyFile.toString().replace(".key", ".pub"))));
    }

    private static JsonNode listed(String id) throws Exception {
        String output = stage.demo().client("social:network-list --json");
        for (JsonNode network : JSON.readTree(output.substring(output.indexOf('[')))) {
            if (network.path("network").asText().equals(id)) {
                return network;
            }
        }
        throw new AssertionError(output);
    }

    /** The numbers of services of other bundles: whoever was restarted has registered them anew, under others. */
    private static List<String> foreignServices() throws Exception {
        String listed = stage.demo().client("service:list org.parvis.engine.outbox.ObligationHandler")
                + stage.demo().client("service:list org.parvis.spi.NetworkPlugin");
        Pattern number = Pattern.compile("service\\.id = (\\d+)");
        List<String> numbers = new ArrayList<>();
        for (String service : listed.split("(?m)^\\[")) {
            Matcher found = number.matcher(service);
            if (!service.contains("network.id = twitter") && found.find()) {
                numbers.add(found.group(1));
            }
        }
        assertThat(numbers).hasSizeGreaterThan(5);
        return numbers;
    }

    private static List<String> without(String name, List<String> bundles) {
        return bundles.stream()
                .filter(Predicate.not(line -> line.contains(name)))
                .toList();
    }

    private static List<String> of(String name, List<String> bundles) {
        return bundles.stream().filter(line -> line.contains(name)).toList();
    }
}
