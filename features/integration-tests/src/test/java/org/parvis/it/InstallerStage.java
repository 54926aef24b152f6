package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.parvis.it.invariant.Asked;
import org.parvis.it.invariant.Finding;
import org.parvis.it.invariant.InvariantChecker;
import org.parvis.it.invariant.NetworkRecord;
import org.parvis.it.invariant.PlatformRecord;

/**
 * A platform whose networks are exchanged: accounts of X in its simulator, whose journal tells what reached it, releases that
 * are made here, and the doors through which they come. Remembers what was asked for, so that both sides can be compared.
 */
final class InstallerStage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCOUNTS = 6;
    private static final Map<String, String> CONFIGURATION = Map.of(
            "org.parvis.installer",
            "update.timeout = PT5S\nprobation.calls = 3\nprobation.margin = 30\ndrain = PT10S\n",
            "org.parvis.outbox",
            "lease = PT10S\npoll = PT0.5S\n");

    private final Demo demo;
    private final DatabaseDoor door;
    private final Path folder;
    private final Path key;
    private final String token;
    private final List<JsonNode> accounts;
    private final Asked asked = new Asked();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger releases = new AtomicInteger();

    private InstallerStage(Demo demo, Path folder) throws IOException, InterruptedException {
        this.demo = demo;
        this.door = new DatabaseDoor(demo);
        this.folder = folder;
        this.key = NetworkRelease.keys(folder, "acme");
        Files.copy(folder.resolve("acme.pub"), trusted().resolve("acme.pub"));
        this.token = demo.client("social:token-create --scope READ --scope DRAFT --scope PUBLISH --scope MANAGE_ACCOUNTS")
                .strip();
        this.accounts = new ArrayList<>();
        demo.api(token, "accounts?limit=200", null).path("items").forEach(accounts::add);
        assertThat(accounts).hasSize(ACCOUNTS);
        demo.control("twitter/settings", "{\"duplicate-rule\":\"off\"}");
    }

    /** @param folder for keys and releases */
    static InstallerStage start(Path folder) throws IOException, InterruptedException {
        Map<String, String> configuration = new HashMap<>(CONFIGURATION);
        configuration.putAll(BadNetworks.guards());
        Demo demo = Demo.start(archive(folder), configuration, "--no-limits");
        try {
            return new InstallerStage(demo, folder);
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            demo.close();
            throw failure;
        }
    }

    /** Accounts that nobody has written to yet. */
    private static Path archive(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ACCOUNTS; i++) {
            ObjectNode actor = JSON.createObjectNode()
                    .put("@context", "https://www.w3.org/ns/activitystreams")
                    .put("type", "Organization")
                    .put("id", "urn:parvis:twitter:user:" + (9_000_002_000L + i))
                    .put("preferredUsername", "Changes" + i)
                    .put("name", "Changes " + i)
                    .put("network", "twitter");
            lines.append(actor).append('\n');
        }
        return Files.writeString(folder.resolve("accounts.jsonl"), lines);
    }

    Demo demo() {
        return demo;
    }

    DatabaseDoor door() {
        return door;
    }

    String token() {
        return token;
    }

    Path key() {
        return key;
    }

    Path folder() {
        return folder;
    }

    /** Whom the platform trusts. */
    Path trusted() throws IOException {
        return Files.createDirectories(demo.home().resolve("etc/network-keys"));
    }

    Path deploy() {
        return demo.home().resolve("deploy");
    }

    /** The file of a bundle that came with the platform. */
    Path shipped(String artifact) throws IOException {
        JsonNode state = JSON.readTree(demo.home().resolve("run/platform.json").toFile());
        Path system = Path.of(state.path("platform").asText(), "system/org/parvis/" + artifact);
        try (var files = Files.walk(system)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String nextVersion() {
        return "0.2." + releases.incrementAndGet();
    }

    NetworkRelease release(String version) throws IOException {
        return NetworkRelease.of(shipped("network-twitter"), folder, version);
    }

    /** Copies beside, and gives it its name when it is whole: what a careful operator does. */
    Path drop(Path file) {
        try {
            Path target = deploy().resolve(file.getFileName());
            Path part = Files.copy(file, target.resolveSibling(target.getFileName() + ".part"));
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The version that serves X, as the REST interface tells. */
    String version() throws IOException, InterruptedException {
        return demo.api(token, "networks/twitter", null).path("version").asText();
    }

    void awaitVersion(String version) {
        await(version)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> version().equals(version));
    }

    /** What was dropped is taken, and the version before is gone: the next update may come. */
    void awaitSettled() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            try (var files = Files.list(deploy())) {
                return files.noneMatch(file -> file.toString().endsWith(".kar"));
            }
        });
    }

    /** The platform's bundles with their ids and states, as the console shows them. */
    List<String> bundles() throws Exception {
        return demo.client("bundle:list -t 0 -s --no-ellipsis --no-format")
                .lines()
                .toList();
    }

    /** What a console command that must fail says. */
    String failing(String command) throws InterruptedException {
        try {
            return "it did not fail: " + demo.client(command);
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    /** Plans a post that is due now for one of the accounts of X; its marker. */
    String publish() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString().replace("-", "");
        JsonNode account = accounts.get(Math.floorMod(marker.hashCode(), accounts.size()));
        JsonNode unused = publish(account.path("brand").asText(), account.path("id").asText(), marker);
        asked.post(marker, account.path("handle").asText());
        return marker;
    }

    /** Plans a post that is due now; the post as it is planned. */
    JsonNode publish(String brand, String account, String marker) throws IOException, InterruptedException {
        ObjectNode post = JSON.createObjectNode()
                .put("brand", brand)
                .put("text", "While things change, marker-" + marker);
        post.putArray("targets").addObject().put("account", account);
        JsonNode draft = demo.api(token, "posts", post, "Idempotency-Key", marker);
        return demo.api(
                token,
                "posts/" + draft.path("id").asText() + "/schedule",
                JSON.createObjectNode(),
                "If-Match",
                "\"" + draft.path("version").asLong() + "\"");
    }

    String brand() {
        return accounts.get(0).path("brand").asText();
    }

    /** Somebody mentions an account, and X pushes it; returns when the platform has said that it has it. */
    void mention() throws IOException, InterruptedException, GeneralSecurityException {
        String marker = UUID.randomUUID().toString().replace("-", "");
        JsonNode account = accounts.get(Math.floorMod(marker.hashCode(), accounts.size()));
        String text = "@" + account.path("handle").asText() + " did you see? marker-" + marker;
        JsonNode written = demo.control(
                "twitter/strangers/post",
                JSON.createObjectNode()
                        .put("author", "stranger" + Math.floorMod(marker.hashCode(), 7))
                        .put("text", text)
                        .toString());
        ObjectNode event = JSON.createObjectNode().put("event_type", "post.mention.create");
        event.putObject("filter").put("user_id", account.path("remoteId").asText());
        event.putObject("payload")
                .put("id", written.path("id").asText())
                .put("text", text)
                .put("author_id", written.path("authorId").asText())
                .put("conversation_id", written.path("conversationId").asText())
                .put("created_at", written.path("createdAt").asText());
        ObjectNode body = JSON.createObjectNode();
        body.putArray("data").add(event);
        if (pushed(body.toString().getBytes(StandardCharsets.UTF_8)) == 200) {
            asked.webhook(marker);
        }
    }

    private int pushed(byte[] body) throws IOException, InterruptedException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("parvis-demo-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.address() + "/api/v1/webhooks/twitter"))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .header(
                        "x-twitter-webhooks-signature",
                        "sha256=" + Base64.getEncoder().encodeToString(mac.doFinal(body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** What the network's journal and the platform do not agree on, once nothing is under way any more. */
    List<Finding> findings() throws IOException, InterruptedException, SQLException {
        Instant from = Instant.parse(demo.controlState("clock").path("now").asText());
        demo.api(token, "synchronisations", JSON.createObjectNode(), "Idempotency-Key", "rest-" + System.nanoTime());
        String behind = "select from inbox.feed where covered_until is null or covered_until < '" + from + "'";
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptions()
                    .until(() -> {
                        demo.control("clock/step", "{\"by\":\"PT15S\"}");
                        return !door.exists(behind)
                                && PlatformRecord.read(door.connection()).atRest();
                    });
        } catch (org.awaitility.core.ConditionTimeoutException restless) {
            // the checker says what is still under way
        }
        NetworkRecord network = NetworkRecord.of(demo.controlState("journal?since=0&origin=all"));
        return InvariantChecker.check(network, PlatformRecord.read(door.connection()), asked);
    }

    /** Everything that was asked for is there once: neither lost nor doubled. */
    void assertNothingLostNothingDoubled() throws IOException, InterruptedException, SQLException {
        assertThat(findings()).isEmpty();
    }

    /** How many posts were asked for. */
    int askedPosts() {
        return asked.outgoing().size();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        door.close();
        demo.close();
    }
}
