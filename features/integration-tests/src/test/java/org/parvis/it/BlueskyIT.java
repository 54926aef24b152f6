package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.store.TestDatabase;

/**
 * A network that somebody else wrote ({@code docs/examples/plugin-bluesky}) is put into a running platform and talks with the
 * real Bluesky: what a stranger writes arrives, what is answered reaches them, what is scheduled appears once although the
 * platform was killed while it was sent, and what people think of it comes back as figures. In the middle of it, with an answer
 * under way, the network is exchanged for its next release. All by the doors that operators use. One story, told in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BlueskyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String OWNER = "owner@parvis.example";
    private static final String POST = "app.bsky.feed.post";

    @RegisterExtension
    static final TestDatabase database = TestDatabase.with();

    @TempDir
    static Path folder;

    private static Path key;
    private static RealBluesky network;
    private static HeldAnswers between;
    private static Demo platform;
    private static String password;
    private static RealBluesky.Person bakery;
    private static RealBluesky.Person jo;
    private static String account;
    private static String brand;
    private static String publication;
    private static JsonNode published;

    @BeforeAll
    static void start() throws Exception {
        network = RealBluesky.start(database.dataSource());
        between = new HeldAnswers(network.server());
        bakery = network.join("bakery.test");
        jo = network.join("jo-the-stranger.test");
        Path home = Demo.freshHome();
        Path etc = Files.createDirectories(home.resolve("etc"));
        Files.writeString(etc.resolve("org.parvis.outbox.cfg"), "lease = PT10S\n");
        Files.writeString(etc.resolve("org.parvis.http.cfg"), "endpoint.trusted = " + between.address() + "\n");
        Files.writeString(etc.resolve("org.parvis.network.bluesky.cfg"), "base.address = " + between.address() + "\n");
        Files.writeString(etc.resolve("org.parvis.network.mastodon.cfg"), "client.id = me\nclient.secret = mine\n");
        key = NetworkRelease.keys(folder, "somebody");
        Files.copy(
                folder.resolve("somebody.pub"),
                Files.createDirectories(etc.resolve("network-keys")).resolve("somebody.pub"));
        platform = Demo.over(home, "");
        platform.start();
        password = platform.clientJson("social:workspace-create --json --name Bakeries --owner " + OWNER)
                .path("password")
                .asText();
    }

    @AfterAll
    static void stop() throws Exception {
        List<AutoCloseable> all = new ArrayList<>();
        all.add(platform);
        all.add(between);
        all.add(network);
        for (AutoCloseable each : all) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static Api owner() throws Exception {
        return Api.login(platform.address(), OWNER, password);
    }

    private static JsonNode made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
        return answer.body();
    }

    @Test
    @Order(1)
    void aNetworkOfSomebodyElseIsInstalledAndAnAccountSignsIn() throws Exception {
        platform.client("social:network-install " + bluesky("0.1.0"));
        Api owner = owner();
        await().atMost(PATIENCE)
                .until(() -> network(owner, "bluesky").path("state").asText().equals("READY"));
        assertThat(network(owner, "bluesky")
                        .path("signIn")
                        .path("secret")
                        .path("en")
                        .asText())
                .isEqualTo("App password");
        brand = made(owner.call(
                        "POST", "/v1/brands", Api.JSON.createObjectNode().put("name", "Bakery")))
                .path("id")
                .asText();
        ObjectNode signIn = Api.JSON
                .createObjectNode()
                .put("brand", brand)
                .put("network", "bluesky")
                .put("identifier", bakery.handle());
        Api.Answer refused = owner.call(
                "POST", "/v1/accounts/sign-ins", signIn.deepCopy().put("secret", "the password of " + bakery.handle()));
        assertThat(refused.text()).contains("account's own password");
        JsonNode linked = made(owner.call(
                        "POST", "/v1/accounts/sign-ins", signIn.put("secret", network.appPassword(bakery))))
                .path("linked");
        assertThat(linked).hasSize(1);
        assertThat(linked.get(0).path("remoteId").asText()).isEqualTo(bakery.did());
        account = linked.get(0).path("id").asText();
    }

    /** A release of the example, signed by somebody whom the operator trusts. */
    private static Path bluesky(String version) throws Exception {
        Path bundle = Path.of(System.getProperty("parvis.bluesky.bundle")).toRealPath();
        return NetworkRelease.of(bundle, folder, version).signed(key);
    }

    /** As a careful operator does: copied beside, and named when it is whole. */
    private static void drop(Path file) throws Exception {
        Path target = platform.home().resolve("deploy").resolve(file.getFileName());
        Path part = Files.copy(file, target.resolveSibling(target.getFileName() + ".part"));
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonNode network(Api owner, String id) throws Exception {
        JsonNode networks = owner.get("/v1/networks").body();
        for (JsonNode each : networks.isArray() ? networks : networks.path("items")) {
            if (each.path("id").asText().equals(id)) {
                return each;
            }
        }
        return Api.JSON.missingNode();
    }

    @Test
    @Order(2)
    void whatIsScheduledAppearsOnceAlthoughThePlatformIsKilledWhileSending() throws Exception {
        Api owner = owner();
        String picture = made(owner.send(
                        "POST", "/v1/brands/" + brand + "/media?name=bread.png", picture(), "image/png", Map.of()))
                .path("id")
                .asText();
        ObjectNode post = Api.JSON
                .createObjectNode()
                .put("brand", brand)
                .put("text", "Fresh bread, https://bakery.example #bread");
        ObjectNode target =
                post.putArray("targets").addObject().put("account", account).put("format", "image");
        target.putArray("media").addObject().put("media", picture).put("alternativeText", "A loaf");
        Api.Answer draft = owner.call("POST", "/v1/posts", post);
        String address = "/v1/posts/" + made(draft).path("id").asText();
        between.hold("com.atproto.repo.createRecord");
        JsonNode scheduled = made(owner.call(
                "POST",
                address + "/schedule",
                Api.JSON
                        .createObjectNode()
                        .put("dueAt", Instant.now().plusSeconds(2).toString()),
                Map.of("If-Match", draft.entityTag())));
        publication = scheduled.path("publications").path(0).path("id").asText();
        assertThat(between.awaitDone(PATIENCE)).as("the record was made").isTrue();
        platform.killPlatform();
        platform.startPlatform();
        Api again = owner();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(again.get("/v1/publications/" + publication)
                                .body()
                                .path("state")
                                .asText())
                        .isEqualTo("PUBLISHED"));
        JsonNode records = network.read(
                        bakery, "com.atproto.repo.listRecords?collection=" + POST + "&repo=" + bakery.did())
                .path("records");
        assertThat(records).hasSize(1);
        published = records.get(0);
        assertThat(published.at("/value/embed/images/0/alt").asText()).isEqualTo("A loaf");
        assertThat(published.at("/value/facets")).hasSize(2);
        assertThat(again.get("/v1/publications/" + publication)
                        .body()
                        .path("remoteId")
                        .asText())
                .isEqualTo(published.path("uri").asText());
    }

    private static byte[] picture() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    @Order(3)
    void aStrangersReplyArrivesAndTheAnswerReachesThemAlthoughTheNetworkIsExchangedMeanwhile() throws Exception {
        ObjectNode reply = Api.JSON.createObjectNode().put("text", "Is there any left?");
        ObjectNode place = reply.putObject("reply");
        ObjectNode above = place.putObject("parent")
                .put("uri", published.path("uri").asText())
                .put("cid", published.path("cid").asText());
        place.set("root", above.deepCopy());
        String question = network.write(jo, POST, reply).path("uri").asText();
        network.settle();
        Api owner = owner();
        made202(owner.call("POST", "/v1/synchronisations", Api.JSON.createObjectNode()));
        List<String> item = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            item.addAll(items(owner, question));
            return !item.isEmpty();
        });
        between.hold("com.atproto.repo.createRecord");
        Api.Answer answered = owner.call(
                "POST",
                "/v1/items/" + item.get(0) + "/replies",
                Api.JSON.createObjectNode().put("text", "Two loaves, until six."));
        assertThat(answered.status()).as(answered.toString()).isBetween(200, 202);
        assertThat(between.awaitDone(PATIENCE)).as("the answer is written").isTrue();
        drop(bluesky("0.2.0"));
        await().atMost(PATIENCE)
                .until(() -> network(owner, "bluesky").path("version").asText().equals("0.2.0"));
        between.letGo();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            network.settle();
            return told("Two loaves, until six.", question);
        });
        await("nothing of the release before is left")
                .atMost(PATIENCE)
                .until(() ->
                        blueskyBundles().size() == 1 && blueskyBundles().get(0).contains("0.2.0"));
        assertThat(network.read(bakery, "com.atproto.repo.listRecords?collection=" + POST + "&repo=" + bakery.did())
                        .path("records"))
                .as("the post and one answer")
                .hasSize(2);
    }

    /** Whether the stranger was told of this text as the answer to theirs. */
    private static boolean told(String text, String question) throws Exception {
        JsonNode told = network.read(jo, "app.bsky.notification.listNotifications?limit=10")
                .path("notifications");
        for (JsonNode each : told) {
            if (each.at("/record/text").asText().equals(text)) {
                return each.at("/record/reply/parent/uri").asText().equals(question);
            }
        }
        return false;
    }

    private static List<String> blueskyBundles() throws Exception {
        return platform.client("bundle:list -t 0 -s --no-ellipsis --no-format")
                .lines()
                .filter(line -> line.contains("plugin-bluesky"))
                .toList();
    }

    private static void made202(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(200, 202);
    }

    /** The platform's id of the message that has this id on the network. */
    private static List<String> items(Api owner, String remoteId) throws Exception {
        List<String> found = new ArrayList<>();
        for (JsonNode conversation :
                owner.get("/v1/conversations?account=" + account).body().path("items")) {
            for (JsonNode item : owner.get(
                            "/v1/conversations/" + conversation.path("id").asText() + "/items")
                    .body()
                    .path("items")) {
                if (item.path("remoteId").asText().equals(remoteId)) {
                    found.add(item.path("id").asText());
                }
            }
        }
        return found;
    }

    @Test
    @Order(4)
    void itsLikesComeBackAsFigures() throws Exception {
        ObjectNode like = Api.JSON.createObjectNode();
        like.putObject("subject")
                .put("uri", published.path("uri").asText())
                .put("cid", published.path("cid").asText());
        assertThat(network.write(jo, "app.bsky.feed.like", like).path("uri").asText())
                .isNotEmpty();
        network.settle();
        String seen = "app.bsky.feed.getPosts?uris="
                + URLEncoder.encode(published.path("uri").asText(), StandardCharsets.UTF_8);
        assertThat(network.read(jo, seen).at("/posts/0/likeCount").asInt()).isEqualTo(1);
        try (DatabaseDoor door = new DatabaseDoor(platform)) {
            // A young post's figures are collected after an hour; the hour is over.
            door.execute("update analytics.publication set collect_at = now()");
            door.execute("update engine.obligation set due = now() where kind = 'analytics.collect'");
        }
        Api owner = owner();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(owner.get("/v1/analytics/publications/" + publication + "/metrics")
                                .body())
                        .anySatisfy(figure -> {
                            assertThat(figure.path("metric").asText()).isEqualTo("reactions");
                            assertThat(figure.path("value").asInt()).isEqualTo(1);
                        }));
    }

    @Test
    @Order(5)
    void aNetworkFreshFromTheArchetypeIsTakenFromTheDeployFolder() throws Exception {
        Path bundle = Path.of(System.getProperty("parvis.generated.bundle"));
        assumeTrue(Files.exists(bundle), "ArchetypeIT did not run in this build: there is no " + bundle);
        drop(NetworkRelease.of(bundle, folder, "0.1.0").signed(key));
        Api owner = owner();
        await().atMost(PATIENCE)
                .until(() -> network(owner, "mastodon").path("state").asText().equals("READY"));
    }
}
