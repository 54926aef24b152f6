package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two agencies on one platform: one with accounts, conversations, posts and people, filled over a simulator's wire, and one
 * that must see nothing of it. Made once for the suite.
 */
final class World implements AutoCloseable {
    private static final String VIEWER = "viewer@parvis.example";
    private static final String STRANGER = "stranger@parvis.example";
    /** A picture of one pixel. */
    private static final String DOT =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static final String PASSWORD = "quiet lanterns over the quay";

    private final Demo demo;
    private final Map<String, String> ids = new TreeMap<>();
    private String strangerPassword = "";

    private World(Demo demo) {
        this.demo = demo;
    }

    static World make() throws Exception {
        Path archive = Path.of("src/test/archives/gateway.jsonl").toAbsolutePath();
        World world = new World(Demo.start(archive, "--no-limits"));
        try {
            world.fill();
            return world;
        } catch (Exception | AssertionError failure) {
            world.demo.close();
            throw failure;
        }
    }

    private void fill() throws Exception {
        strangerPassword = demo.clientJson("social:workspace-create --json --name Elsewhere --owner " + STRANGER
                        + " --owner-name Stranger")
                .path("password")
                .asText();
        Api owner = owner();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> isSynchronised(owner));
        note(owner);
    }

    private static boolean isSynchronised(Api owner) throws Exception {
        JsonNode states = owner.get("/v1/synchronisations").body();
        for (JsonNode state : states) {
            if (!state.path("complete").asBoolean()) {
                return false;
            }
        }
        return states.size() == 2
                && !owner.get("/v1/conversations").body().path("items").isEmpty();
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
        JsonNode conversation = owner.get("/v1/conversations?awaiting=true&account=" + ids.get("account"))
                .body()
                .path("items")
                .get(0);
        ids.put("conversation", conversation.path("id").asText());
        for (JsonNode item : owner.get("/v1/conversations/" + ids.get("conversation") + "/items")
                .body()
                .path("items")) {
            if (item.path("role").asText().equals("RECEIVED")) {
                ids.put("item", item.path("id").asText());
            }
        }
        ObjectNode post =
                Api.JSON.createObjectNode().put("brand", ids.get("brand")).put("text", "A quiet morning.");
        post.putArray("targets").addObject().put("account", ids.get("account"));
        Api.Answer draft = created(owner.call("POST", "/v1/posts", post));
        ids.put("post", draft.body().path("id").asText());
        String post1 = "/v1/posts/" + ids.get("post");
        Api.Answer scheduled = owner.call(
                "POST",
                post1 + "/schedule",
                Api.JSON
                        .createObjectNode()
                        .put("dueAt", Instant.now().plus(Duration.ofDays(30)).toString()),
                Map.of("If-Match", draft.entityTag()));
        assertThat(scheduled.status()).as(scheduled.toString()).isEqualTo(200);
        ids.put(
                "publication",
                scheduled.body().path("publications").get(0).path("id").asText());
        ObjectNode member = Api.JSON
                .createObjectNode()
                .put("email", VIEWER)
                .put("name", "Viewer")
                .put("password", PASSWORD)
                .put("workspaceRole", "VIEWER");
        ids.put(
                "user",
                created(owner.call("POST", "/v1/members", member))
                        .body()
                        .path("user")
                        .asText());
        byte[] dot = Base64.getDecoder().decode(DOT);
        String library = "/v1/brands/" + ids.get("brand") + "/media?name=dot.png";
        ids.put(
                "media",
                created(owner.send("POST", library, dot, "image/png", Map.of()))
                        .body()
                        .path("id")
                        .asText());
        ObjectNode token = Api.JSON.createObjectNode().put("name", "world");
        token.putArray("scopes").add("READ");
        ids.put(
                "token",
                created(owner.call("POST", "/v1/tokens", token))
                        .body()
                        .path("id")
                        .asText());
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
        return Api.login(demo.address(), "demo@parvis.example", ownerPassword());
    }

    String ownerPassword() throws IOException {
        return Files.readString(demo.home().resolve("demo.password")).trim();
    }

    /** Somebody of that agency who may only read. */
    Api viewer() throws IOException, InterruptedException {
        return Api.login(demo.address(), VIEWER, PASSWORD);
    }

    /** The owner of the other agency. */
    Api stranger() throws IOException, InterruptedException {
        return Api.login(demo.address(), STRANGER, strangerPassword);
    }

    /** Where page and API are. */
    URI address() {
        return demo.address();
    }

    Demo demo() {
        return demo;
    }

    Api nobody() throws IOException, InterruptedException {
        return Api.nobody(demo.address());
    }

    @Override
    public void close() throws Exception {
        List<String> complaints = demo.complaints();
        demo.close();
        assertThat(complaints).as("what the platform's log complains about").isEmpty();
    }
}
