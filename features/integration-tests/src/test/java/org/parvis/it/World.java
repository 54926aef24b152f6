package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two agencies on one platform: one with accounts, conversations, posts and people, filled over a simulator's wire, and one
 * that must see nothing of it. Made once for the suite.
 */
final class World implements ExtensionContext.Store.CloseableResource {
    private static final String VIEWER = "viewer@parvis.example";
    private static final String STRANGER = "stranger@parvis.example";
    private static final String PASSWORD = "quiet lanterns over the quay";

    private final Platform platform;
    private final Process simulator;
    private final Map<String, String> ids = new TreeMap<>();
    private String strangerPassword = "";

    private World(Platform platform, Process simulator) {
        this.platform = platform;
        this.simulator = simulator;
    }

    static World make(Platform platform) throws Exception {
        Path folder = Path.of("target/world").toAbsolutePath();
        Files.createDirectories(folder);
        Path state = folder.resolve("simulation.json");
        Files.deleteIfExists(state);
        World world = new World(platform, startSimulator(folder));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(state) && Files.size(state) > 0);
            JsonNode addresses = Api.JSON.readTree(state.toFile());
            world.connect(addresses.path("twitter").asText());
            world.fill(addresses.path("control").asText());
            return world;
        } catch (Exception | AssertionError failure) {
            world.close();
            throw failure;
        }
    }

    private static Process startSimulator(Path folder) throws IOException {
        return new ProcessBuilder(List.of(
                        java(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("parvis.simulators") + "/*",
                        "org.parvis.simulation.SimulationMain",
                        "--home",
                        folder.toString(),
                        "--port",
                        "0",
                        "--network",
                        "twitter:0",
                        "--set",
                        "any-loopback-redirect=on",
                        "--archive",
                        Path.of("src/test/archives/gateway.jsonl").toAbsolutePath().toString(),
                        "--shift",
                        "end-now",
                        "--no-limits"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("simulator.log").toFile())
                .start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void connect(String twitter) throws IOException {
        Path etc = platform.home().resolve("etc");
        Files.writeString(etc.resolve("org.parvis.http.cfg"), "endpoint.trusted = " + twitter + "\n");
        Files.writeString(
                etc.resolve("org.parvis.network.twitter.cfg"),
                String.join(
                        "\n",
                        "enabled = true",
                        "base.address = " + twitter,
                        "authorize.endpoint = " + twitter + "/i/oauth2/authorize",
                        "token.endpoint = " + twitter + "/2/oauth2/token",
                        "revoke.endpoint = " + twitter + "/2/oauth2/revoke",
                        "client.id = parvis-demo",
                        "client.secret = parvis-demo-secret",
                        ""));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> platform.client("social:network-list --json").output().contains("READY"));
    }

    private void fill(String control) throws Exception {
        demo(control);
        Platform.CommandResult created = platform.client(
                "social:workspace-create --json --name Elsewhere --owner " + STRANGER + " --owner-name Stranger");
        assertThat(created.exitCode()).as(created.output()).isZero();
        strangerPassword = Api.JSON.readTree(created.output()).path("password").asText();
        Api owner = owner();
        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1)).until(() -> isSynchronised(owner));
        note(owner);
    }

    private void demo(String control) throws Exception {
        Process demo = new ProcessBuilder(List.of(
                        java(),
                        "-cp",
                        platform.distribution() + "/lib/parvis/*",
                        "org.parvis.launcher.LauncherMain",
                        "demo",
                        platform.home().toString(),
                        Integer.toString(platform.sshPort()),
                        // The name under which the platform knows itself.
                        "http://localhost:" + platform.httpPort(),
                        URI.create(control).toString()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(printed).isZero();
    }

    private static boolean isSynchronised(Api owner) throws Exception {
        JsonNode states = owner.get("/v1/synchronisations").body();
        for (JsonNode state : states) {
            if (!state.path("complete").asBoolean()) {
                return false;
            }
        }
        return states.size() == 2 && !owner.get("/v1/conversations").body().path("items").isEmpty();
    }

    /** The ids of one thing of each kind, by the name that paths and bodies give it. */
    private void note(Api owner) throws Exception {
        JsonNode account = null;
        for (JsonNode candidate : owner.get("/v1/accounts").body().path("items")) {
            if (candidate.path("handle").asText().equals("NordlichtCafe")) {
                account = candidate;
            }
        }
        assertThat(account).isNotNull();
        ids.put("account", account.path("id").asText());
        ids.put("brand", account.path("brand").asText());
        ids.put("network", account.path("network").asText());
        ids.put("workspace", owner.get("/v1/workspace").body().path("id").asText());
        JsonNode conversation =
                owner.get("/v1/conversations?awaiting=true&account=" + ids.get("account")).body().path("items").get(0);
        ids.put("conversation", conversation.path("id").asText());
        for (JsonNode item : owner.get("/v1/conversations/" + ids.get("conversation") + "/items")
                .body()
                .path("items")) {
            if (item.path("role").asText().equals("RECEIVED")) {
                ids.put("item", item.path("id").asText());
            }
        }
        ObjectNode post = Api.JSON.createObjectNode().put("brand", ids.get("brand")).put("text", "A quiet morning.");
        post.putArray("targets").addObject().put("account", ids.get("account"));
        Api.Answer draft = created(owner.call("POST", "/v1/posts", post));
        ids.put("post", draft.body().path("id").asText());
        String post1 = "/v1/posts/" + ids.get("post");
        Api.Answer scheduled = owner.call(
                "POST",
                post1 + "/schedule",
                Api.JSON.createObjectNode()
                        .put("dueAt", Instant.now().plus(Duration.ofDays(30)).toString()),
                Map.of("If-Match", draft.entityTag()));
        assertThat(scheduled.status()).as(scheduled.toString()).isEqualTo(200);
        ids.put("publication", scheduled.body().path("publications").get(0).path("id").asText());
        ObjectNode member = Api.JSON.createObjectNode()
                .put("email", VIEWER)
                .put("name", "Viewer")
                .put("password", PASSWORD)
                .put("workspaceRole", "VIEWER");
        ids.put("user", created(owner.call("POST", "/v1/members", member)).body().path("user").asText());
        ObjectNode token = Api.JSON.createObjectNode().put("name", "world");
        token.putArray("scopes").add("READ");
        ids.put("token", created(owner.call("POST", "/v1/tokens", token)).body().path("id").asText());
        ids.put("session", owner.get("/v1/sessions").body().get(0).path("id").asText());
    }

    private static Api.Answer created(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer;
    }

    Map<String, String> ids() {
        return ids;
    }

    /** The owner of the agency that has everything, logged in anew. */
    Api owner() throws IOException, InterruptedException {
        return Api.login(platform, "demo@parvis.example", ownerPassword());
    }

    String ownerPassword() throws IOException {
        return Files.readString(platform.home().resolve("demo.password")).trim();
    }

    /** Somebody of that agency who may only read. */
    Api viewer() throws IOException, InterruptedException {
        return Api.login(platform, VIEWER, PASSWORD);
    }

    /** The owner of the other agency. */
    Api stranger() throws IOException, InterruptedException {
        return Api.login(platform, STRANGER, strangerPassword);
    }

    @Override
    public void close() throws Exception {
        simulator.destroy();
        if (!simulator.waitFor(20, TimeUnit.SECONDS)) {
            simulator.destroyForcibly();
        }
    }
}
