package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.parvis.it.invariant.Asked;
import org.parvis.it.invariant.Finding;
import org.parvis.it.invariant.InvariantChecker;
import org.parvis.it.invariant.NetworkRecord;
import org.parvis.it.invariant.PlatformRecord;

/**
 * One running demo whose parts are killed while they stand still at chosen steps, brought up again and held against the
 * network's journal. Clients behave as clients do: what was not acknowledged is asked for again, with the same key; a webhook
 * that was not answered with 200 is delivered again. The network does not refuse repeated texts here, as X does for a day: it
 * must be the platform that does not repeat itself.
 */
final class Campaign implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCOUNTS = 24;
    private static final int MANY = 45;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Longer than the clients of the network wait for an answer would be long; the business clock goes on in steps. */
    private static final String STEP = "{\"by\":\"PT15S\"}";

    /** Room for many that stand still at once, pages small enough for five of them, and leases that end soon. */
    private static final Map<String, String> CONFIGURATION = Map.of(
            "org.parvis.outbox", "lease = PT10S\nthreads = 60\n",
            "org.parvis.store", "pool = 34\n",
            "org.parvis.inbox", "page.limit = 10\n");

    private final Demo demo;
    private final DatabaseDoor door;
    private final String token;
    private final ArrayNode accounts;
    private final Asked asked = new Asked();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ExecutorService clients = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "kills-client");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> open = new ArrayList<>();
    /** What was found before: it stays, and is told once. */
    private final Set<Finding> known = new HashSet<>();

    private int number;

    private Campaign(Demo demo) throws IOException, InterruptedException {
        this.demo = demo;
        this.door = new DatabaseDoor(demo);
        token = demo.client("social:token-create --scope READ --scope DRAFT --scope PUBLISH --scope ANSWER"
                        + " --scope MANAGE_ACCOUNTS")
                .strip();
        accounts = (ArrayNode) demo.api(token, "accounts?limit=200", null).path("items");
    }

    /** A demo of accounts that nobody has written to yet. */
    static Campaign start() throws IOException, InterruptedException {
        return start(CONFIGURATION);
    }

    /** The same, where transactions of a node that stands still do not keep the others waiting for long. */
    static Campaign startForTwo(int pool, String statement) throws IOException, InterruptedException {
        Map<String, String> configuration = new HashMap<>(CONFIGURATION);
        configuration.put("org.parvis.store", "pool = " + pool + "\nstatement.timeout = " + statement + "\n");
        return start(configuration);
    }

    private static Campaign start(Map<String, String> configuration) throws IOException, InterruptedException {
        Demo demo = Demo.start(archive(), configuration, "--no-limits");
        Campaign campaign = new Campaign(demo);
        demo.control("twitter/settings", "{\"duplicate-rule\":\"off\"}");
        return campaign;
    }

    private static Path archive() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ACCOUNTS; i++) {
            ObjectNode actor = JSON.createObjectNode()
                    .put("@context", "https://www.w3.org/ns/activitystreams")
                    .put("type", "Organization")
                    .put("id", "urn:parvis:twitter:user:" + (9_000_001_000L + i))
                    .put("preferredUsername", "Kills" + i)
                    .put("name", "Kills " + i)
                    .put("network", "twitter");
            lines.append(actor).append('\n');
        }
        Path folder = Files.createDirectories(Path.of("target")).toAbsolutePath();
        return Files.writeString(Files.createTempFile(folder, "kills", ".jsonl"), lines);
    }

    Demo demo() {
        return demo;
    }

    DatabaseDoor door() {
        return door;
    }

    /** What a run came to. */
    record Result(List<Scene> scenes, List<Finding> findings) {
        /** What was found about one scene. */
        List<Finding> about(Scene scene) {
            return findings.stream()
                    .filter(finding -> finding.subject().startsWith(scene.marker())
                            || finding.sentence().contains("@" + scene.handle()))
                    .toList();
        }
    }

    /** Stops the platform at all of these steps, kills, brings up what was killed, waits until all is at rest, and checks. */
    Result run(List<KillPoint> points, Victim victim) throws Exception {
        return run(points, () -> kill(victim), victim != Victim.DATABASE);
    }

    /** Has all of it happen without stopping anything, and kills after a while. */
    Result runAtAnyMoment(List<KillPoint> points, Duration moment, Victim victim) throws Exception {
        return run(
                points,
                () -> {
                    // Chance chose the moment: there is nothing to wait for.
                    TimeUnit.NANOSECONDS.sleep(moment.toNanos());
                    kill(victim);
                },
                victim != Victim.DATABASE,
                false);
    }

    /** What happens while everything stands still. */
    @FunctionalInterface
    interface Blow {
        void strike() throws Exception;
    }

    /** @param restart whether the platform is gone after the blow */
    Result run(List<KillPoint> points, Blow blow, boolean restart) throws Exception {
        return run(points, blow, restart, true);
    }

    private Result run(List<KillPoint> points, Blow blow, boolean restart, boolean stopping) throws Exception {
        List<Scene> scenes = scenes(points);
        List<Stop> stops = new ArrayList<>();
        removeStops();
        Stop.InDatabase.prepare(door);
        try {
            for (Scene scene : scenes) {
                stops.add(stopping ? scene.point().arming.arm(scene) : Stop.NOWHERE);
            }
            provoke(scenes, stops);
            blow.strike();
        } finally {
            letGo(stops);
        }
        if (restart) {
            demo.startPlatform();
        } else {
            demo.awaitReady(PATIENCE);
        }
        removeStops();
        comeToRest();
        List<Finding> findings = new ArrayList<>(findings());
        findings.removeIf(finding -> !known.add(finding));
        return new Result(scenes, List.copyOf(findings));
    }

    private static void letGo(List<Stop> stops) throws IOException, InterruptedException {
        for (Stop stop : stops) {
            stop.release();
        }
    }

    /** The database may only just be coming back. */
    private void removeStops() {
        await().ignoreExceptions().atMost(PATIENCE).until(() -> {
            Stop.InDatabase.remove(door);
            return true;
        });
    }

    private List<Scene> scenes(List<KillPoint> points) {
        List<Scene> scenes = new ArrayList<>();
        List<KillPoint> ordered =
                points.stream().sorted(Comparator.comparing(KillPoint::turn)).toList();
        for (KillPoint point : ordered) {
            JsonNode account = accounts.get(number++ % accounts.size());
            scenes.add(new Scene(
                    point,
                    number,
                    point.code() + "-" + number,
                    demo,
                    door,
                    account.path("id").asText(),
                    account.path("remoteId").asText(),
                    account.path("handle").asText(),
                    account.path("brand").asText()));
        }
        return scenes;
    }

    private void kill(Victim victim) throws IOException {
        if (victim != Victim.DATABASE) {
            demo.killPlatform();
        }
        if (victim != Victim.PLATFORM) {
            demo.killDatabase();
        }
    }

    /** Has everything happen and returns when the platform stands still at every step. */
    private void provoke(List<Scene> scenes, List<Stop> stops) throws Exception {
        List<String> questions = new ArrayList<>();
        for (Scene scene : scenes) {
            questions.add(scene.point().work == KillPoint.Work.REPLY ? question(scene) : "");
            write(scene);
        }
        // Old enough to move the marks of the feeds: what is younger is read again, which would forgive a lost page.
        demo.control("clock/step", "{\"by\":\"PT5M\"}");
        synchronise(scenes);
        for (int turn = 0; turn <= 2; turn++) {
            for (int i = 0; i < scenes.size(); i++) {
                if (scenes.get(i).point().turn() == turn) {
                    ask(scenes.get(i), questions.get(i));
                }
            }
            reach(scenes, stops, turn);
        }
    }

    private void reach(List<Scene> scenes, List<Stop> stops, int turn) throws Exception {
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            if (scene.point().turn() == turn) {
                if (scene.point().work == KillPoint.Work.UNKNOWN_POST && stops.get(i) != Stop.NOWHERE) {
                    // The first look at an unknown outcome is due after five seconds of business time.
                    await().pollInterval(Duration.ofMillis(50))
                            .ignoreExceptions()
                            .until(() -> door.exists("select from publishing.publication where state = 'UNKNOWN' and "
                                    + scene.in("text")));
                    demo.control("clock/step", "{\"by\":\"PT6S\"}");
                }
                stops.get(i).awaitReached(scene.toString());
            }
        }
    }

    /** What others write on the network. */
    private void write(Scene scene) throws Exception {
        switch (scene.point().work) {
            case MENTION -> stranger(scene.text("@" + scene.handle() + " where are you?"), "");
            case MESSAGE -> stranger(scene.text("@" + scene.handle() + " may I ask?"), scene.handle());
            case MANY_MESSAGES -> {
                for (int i = 0; i < MANY; i++) {
                    stranger(scene.text("@" + scene.handle() + " " + i + " of many") + "-" + i, scene.handle());
                }
            }
            case UNKNOWN_POST ->
                demo.control(
                        "faults",
                        JSON.createObjectNode()
                                .put("network", "twitter")
                                .put("operation", "createPosts")
                                .put("account", scene.handle())
                                .put("kind", "do-without-answering")
                                .toString());
            default -> {}
        }
    }

    /** @param to whom a direct message goes; empty for a post that everybody sees */
    private JsonNode stranger(String text, String to) throws IOException, InterruptedException {
        ObjectNode order =
                JSON.createObjectNode().put("author", "stranger" + number % 7).put("text", text);
        if (!to.isEmpty()) {
            order.put("kind", "direct-message").put("to", to);
        }
        return demo.control("twitter/strangers/post", order.toString());
    }

    /** Something to answer, which has come in; the id of the message. */
    private String question(Scene scene) throws Exception {
        String text = "@" + scene.handle() + " is this vegan? marker-q" + scene.marker();
        String remoteId = stranger(text, "").path("id").asText();
        synchronise(List.of(scene));
        String found = "select id from inbox.item where remote_id = '" + remoteId + "'";
        await().pollInterval(Duration.ofMillis(100)).until(() -> door.exists(found));
        return door.text(found);
    }

    private void synchronise(List<Scene> scenes) throws IOException, InterruptedException {
        ObjectNode which = JSON.createObjectNode();
        scenes.forEach(scene -> which.withArray("accounts").add(scene.account()));
        demo.api(token, "synchronisations", which, "Idempotency-Key", "sync-" + System.nanoTime());
    }

    private void ask(Scene scene, String question) throws Exception {
        switch (scene.point().work) {
            case POST, UNKNOWN_POST -> open.add(clients.submit(() -> publish(scene)));
            case REPLY -> open.add(clients.submit(() -> reply(scene, question)));
            case WEBHOOK -> {
                byte[] body = webhook(scene);
                open.add(clients.submit(() -> deliver(scene, body)));
            }
            default -> {}
        }
    }

    private Void publish(Scene scene) throws Exception {
        ObjectNode post =
                JSON.createObjectNode().put("brand", scene.brand()).put("text", scene.text("Fresh from the oven,"));
        post.putArray("targets").addObject().put("account", scene.account());
        JsonNode draft = insist(() -> demo.api(token, "posts", post, "Idempotency-Key", scene.marker()));
        String address = "posts/" + draft.path("id").asText();
        insist(() -> {
            JsonNode now = demo.api(token, address, null);
            String state = now.path("publications").path(0).path("state").asText();
            if (!state.equals("DRAFT")) {
                return now;
            }
            return demo.api(
                    token,
                    address + "/schedule",
                    JSON.createObjectNode(),
                    "If-Match",
                    "\"" + now.path("version").asLong() + "\"");
        });
        asked.post(scene.marker(), scene.handle());
        return null;
    }

    private Void reply(Scene scene, String question) throws Exception {
        ObjectNode reply = JSON.createObjectNode().put("text", scene.text("Yes, all of it,"));
        insist(() ->
                demo.api(token, "items/" + question + "/replies", reply, "Idempotency-Key", "reply-" + scene.marker()));
        asked.reply(scene.marker(), scene.handle());
        return null;
    }

    /** As clients do: asks again, with the same key, until it is acknowledged. */
    private static JsonNode insist(Callable<JsonNode> request) {
        List<JsonNode> answer = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> {
                    answer.add(request.call());
                    return true;
                });
        return answer.get(answer.size() - 1);
    }

    /** A mention that is there on the network too, as X pushes it. */
    private byte[] webhook(Scene scene) throws Exception {
        String text = scene.text("@" + scene.handle() + " pushed to you,");
        JsonNode written = stranger(text, "");
        ObjectNode event = JSON.createObjectNode().put("event_type", "post.mention.create");
        event.putObject("filter").put("user_id", scene.remoteId());
        event.putObject("payload")
                .put("id", written.path("id").asText())
                .put("text", text)
                .put("author_id", written.path("authorId").asText())
                .put("conversation_id", written.path("conversationId").asText())
                .put("created_at", written.path("createdAt").asText());
        ObjectNode body = JSON.createObjectNode();
        body.putArray("data").add(event);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Void deliver(Scene scene, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("parvis-demo-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = "sha256=" + Base64.getEncoder().encodeToString(mac.doFinal(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(demo.address() + "/api/v1/webhooks/twitter"))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .header("x-twitter-webhooks-signature", signature)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
        asked.webhook(scene.marker());
        return null;
    }

    /** Returns when every client was acknowledged, nothing is under way, and every feed was read to its end after that. */
    private void comeToRest() throws Exception {
        for (Future<?> client : open) {
            try {
                client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException refused) {
                throw new AssertionError("a client was never acknowledged", refused);
            }
        }
        open.clear();
        Instant from = Instant.parse(demo.controlState("clock").path("now").asText());
        insist(() -> demo.api(
                token, "synchronisations", JSON.createObjectNode(), "Idempotency-Key", "rest-" + System.nanoTime()));
        String behind = "select from inbox.feed where covered_until is null or covered_until < '" + from + "'";
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(400))
                    .ignoreExceptions()
                    .until(() -> {
                        demo.control("clock/step", STEP);
                        return !door.exists(behind)
                                && PlatformRecord.read(door.connection()).atRest();
                    });
        } catch (org.awaitility.core.ConditionTimeoutException restless) {
            // The checker says what is still under way.
        }
    }

    /** What the network witnessed against what the platform believes, now. */
    List<Finding> findings() throws IOException, InterruptedException, SQLException {
        NetworkRecord network = NetworkRecord.of(demo.controlState("journal?since=0&origin=all"));
        return InvariantChecker.check(network, PlatformRecord.read(door.connection()), asked);
    }

    /** Whether somebody who asks now for what is in the database is answered. */
    boolean isServed() throws InterruptedException {
        try {
            return demo.api(token, "accounts?limit=1", null).path("items").size() == 1;
        } catch (IOException unavailable) {
            return false;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        clients.shutdownNow();
        door.close();
        demo.close();
    }
}
