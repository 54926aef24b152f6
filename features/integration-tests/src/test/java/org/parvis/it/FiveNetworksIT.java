package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * One workspace with accounts of all five networks, over the distribution and the simulators: what comes in, what goes out in
 * each network's own form, what is done to comments, what figures come back, and that everything asked of the networks is as
 * they describe it. The tests are one story in this order.
 */
@ExtendWith(FiveNetworksExtension.class)
@ResourceLock(FiveNetworksExtension.WORLD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FiveNetworksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofSeconds(20);

    /** The pages on which people allow, and what only the test asks. */
    private static final Set<String> FOR_PEOPLE = Set.of("dialog", "authorize", "oauth2Authorize");

    /** Each network's own form of a post with a picture: on YouTube, a picture goes with a film. */
    private static final Map<Network, String> WITH_PICTURE = Map.of(
            Network.FACEBOOK, "image",
            Network.INSTAGRAM, "image",
            Network.TWITTER, "image",
            Network.YOUTUBE, "video",
            Network.LINKEDIN, "image");

    private static final Map<Network, String> WITH_FILM = Map.of(
            Network.FACEBOOK, "reel",
            Network.INSTAGRAM, "reel",
            Network.TWITTER, "video",
            Network.YOUTUBE, "short",
            Network.LINKEDIN, "video");

    /** What the networks call it when an account likes or hides a comment. */
    private static final Set<String> LIKING = Set.of("post.likes", "likePost", "reactions.create");

    private static final Set<String> HIDING = Set.of("post.node", "hidePostsReply", "comments.setModerationStatus");

    private static final Map<Network, String> COMMENTS = new EnumMap<>(Network.class);
    private static final Map<String, Network> PUBLISHED = new HashMap<>();
    private static final Map<Long, JsonNode> EXCHANGES = new TreeMap<>();
    private static Api person;

    @BeforeAll
    static void begin(FiveNetworks five) throws Exception {
        person = five.owner();
        keepExchanges(five);
    }

    /** The simulators remember the latest only. */
    @AfterEach
    void keep(FiveNetworks five) throws Exception {
        keepExchanges(five);
    }

    private static void keepExchanges(FiveNetworks five) throws IOException, InterruptedException {
        long last = EXCHANGES.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        for (JsonNode exchange : five.demo().controlState("exchanges?since=" + last)) {
            EXCHANGES.put(exchange.path("number").asLong(), exchange);
        }
    }

    private static FiveNetworks.Account ours(FiveNetworks five, Network network) {
        return five.account(network, 0);
    }

    private static List<FiveNetworks.Account> ours(FiveNetworks five) {
        return Stream.of(Network.values()).map(network -> ours(five, network)).toList();
    }

    @Test
    @Order(1)
    void allFiveNetworksAreReadyAndTheirAccountsLinked(FiveNetworks five) throws Exception {
        for (Network network : Network.values()) {
            assertThat(person.get("/v1/networks/" + network)
                            .body()
                            .path("state")
                            .asText())
                    .as("%s", network)
                    .isEqualTo("READY");
            JsonNode account =
                    person.get("/v1/accounts/" + ours(five, network).id()).body();
            assertThat(account.path("state").asText()).isEqualTo("OK");
            assertThat(account.path("network").asText()).isEqualTo(network.id());
        }
    }

    @Test
    @Order(2)
    void commentsArriveOnAllFive(FiveNetworks five) throws Exception {
        for (FiveNetworks.Account account : ours(five)) {
            five.stranger(account, "@" + account.handle() + " do you bake rye? marker-five-" + account.network());
        }
        five.synchronise(person, ours(five));
        for (FiveNetworks.Account account : ours(five)) {
            COMMENTS.put(account.network(), item(account, "marker-five-" + account.network()));
        }
        assertThat(COMMENTS).containsOnlyKeys(Network.values());
    }

    /** The id of the message with these words. */
    private static String item(FiveNetworks.Account account, String words) {
        List<String> found = new ArrayList<>();
        await("a message on " + account.network())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    for (JsonNode item : person.get("/v1/items?account=" + account.id())
                            .body()
                            .path("items")) {
                        if (item.path("text").asText().endsWith(words)) {
                            found.add(item.path("id").asText());
                        }
                    }
                    return !found.isEmpty();
                });
        return found.get(0);
    }

    @Test
    @Order(3)
    void answersAreSeenOnEachNetwork(FiveNetworks five) throws Exception {
        for (FiveNetworks.Account account : ours(five)) {
            String marker = "answer-" + account.network();
            ObjectNode reply = Api.JSON.createObjectNode().put("text", "Every morning. marker-" + marker);
            Api.Answer answer = person.call("POST", "/v1/items/" + COMMENTS.get(account.network()) + "/replies", reply);
            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
            five.asked().reply(marker, account.handle());
            String item = answer.body().path("id").asText();
            await("an answer on " + account.network())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> person.get("/v1/items/" + item)
                            .body()
                            .path("state")
                            .asText()
                            .equals("SENT"));
            assertThat(journal(five, account.network()))
                    .as("what %s witnessed", account.network())
                    .filteredOn(entry -> entry.path("marker").asText().equals(marker))
                    .singleElement()
                    .satisfies(
                            entry -> assertThat(entry.path("account").asText()).isEqualTo(account.handle()));
        }
    }

    private static List<JsonNode> journal(FiveNetworks five, Network network) throws IOException, InterruptedException {
        List<JsonNode> entries = new ArrayList<>();
        for (JsonNode entry : five.demo().controlState("journal?since=0")) {
            if (entry.path("network").asText().equals(network.id())) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Test
    @Order(4)
    void onePostWithAPictureGoesOutToAllFive(FiveNetworks five) throws Exception {
        publish(five, "picture", WITH_PICTURE);
        boolean pulled = EXCHANGES.values().stream()
                .anyMatch(exchange -> exchange.path("operation").asText().equals("post.media")
                        && exchange.path("network").asText().equals("instagram")
                        && exchange.path("request").asText().contains("%2Fmedia%2F"));
        assertThat(pulled)
                .as("Instagram is told where the picture is, and fetches it")
                .isTrue();
    }

    @Test
    @Order(5)
    void onePostWithAFilmGoesOutToAllFive(FiveNetworks five) throws Exception {
        publish(five, "film", WITH_FILM);
    }

    private static void publish(FiveNetworks five, String what, Map<Network, String> formats) throws Exception {
        String picture = five.filesFor("image")[0];
        String film = five.filesFor("video")[0];
        List<ObjectNode> targets = new ArrayList<>();
        for (FiveNetworks.Account account : ours(five)) {
            String format = formats.get(account.network());
            boolean both = account.network() == Network.YOUTUBE && what.equals("picture");
            String[] files =
                    both ? new String[] {film, picture} : new String[] {format.equals("image") ? picture : film};
            String marker = what + "-" + account.network();
            targets.add(FiveNetworks.target(account, format, files).put("text", "From our oven, marker-" + marker));
            five.asked().post(marker, account.handle());
        }
        String post = five.publish(person, "From our oven", targets).path("id").asText();
        await("a post with a " + what + " on all five")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    // Networks work on films; the business clock brings the next look.
                    five.step(STEP);
                    List<String> open = new ArrayList<>();
                    for (JsonNode publication :
                            person.get("/v1/posts/" + post).body().path("publications")) {
                        if (!publication.path("state").asText().equals("PUBLISHED")) {
                            open.add(publication.path("text").asText() + " is "
                                    + publication.path("state").asText() + ": "
                                    + publication.path("reason").asText());
                        }
                    }
                    assertThat(open).isEmpty();
                });
        for (JsonNode publication : person.get("/v1/posts/" + post).body().path("publications")) {
            for (FiveNetworks.Account account : ours(five)) {
                if (account.id().equals(publication.path("account").asText())) {
                    PUBLISHED.put(publication.path("id").asText(), account.network());
                    assertThat(journal(five, account.network()))
                            .filteredOn(entry -> entry.path("marker").asText().equals(what + "-" + account.network()))
                            .singleElement()
                            .satisfies(entry -> assertThat(
                                            entry.path("remoteId").asText())
                                    .isEqualTo(publication.path("remoteId").asText()));
                }
            }
        }
        keepExchanges(five);
    }

    @Test
    @Order(6)
    void whatIsDeclaredIsDoneToCommentsAndTheRestRefusedWithTheReason(FiveNetworks five) throws Exception {
        // Likes are for its greater plans; a reply can be hidden below a post of the account alone.
        five.demo().control("twitter/settings", "{\"enterprise\":\"on\"}");
        String post = five.door()
                .text("select remote_id from publishing.publication where text like '%marker-picture-twitter'");
        ObjectNode below = Network.TWITTER
                .stranger("jo", "@" + ours(five, Network.TWITTER).handle() + " yum marker-below", "")
                .put("inReplyTo", post);
        five.demo().control("twitter/strangers/post", below.toString());
        five.synchronise(person, List.of(ours(five, Network.TWITTER)));
        COMMENTS.put(Network.TWITTER, item(ours(five, Network.TWITTER), "marker-below"));
        for (FiveNetworks.Account account : ours(five)) {
            does(five, account, "REACT", "liked", LIKING);
            does(five, account, "HIDE_COMMENT", "hidden", HIDING);
        }
    }

    private static void does(
            FiveNetworks five, FiveNetworks.Account account, String capability, String what, Set<String> operations)
            throws Exception {
        Network network = account.network();
        JsonNode described = person.get("/v1/networks/" + network).body();
        boolean declared = false;
        for (JsonNode offered : described.path("capabilities")) {
            declared |= offered.asText().equals(capability);
        }
        String address = "/v1/items/" + COMMENTS.get(network);
        Api.Answer answer = person.call(
                "PUT", address + "/" + what, Api.JSON.createObjectNode().put("value", true));
        if (!declared) {
            assertThat(answer.status()).as("%s %s: %s", network, what, answer).isBetween(400, 499);
            assertThat(answer.text())
                    .contains(described
                            .path("unavailable")
                            .path(capability)
                            .path("en")
                            .asText());
            return;
        }
        assertThat(answer.status()).as("%s %s: %s", network, what, answer).isEqualTo(200);
        String remoteId = answer.body().path("remoteId").asText();
        await(network + " has it " + what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> journal(five, network).stream()
                        .anyMatch(entry -> operations.contains(
                                        entry.path("operation").asText())
                                && (remoteId.equals(entry.path("remoteId").asText())
                                        || remoteId.endsWith(
                                                "," + entry.path("remoteId").asText() + ")"))));
        await().atMost(PATIENCE)
                .until(() -> person.get(address).body().path(what).asBoolean());
    }

    @Test
    @Order(7)
    void theirFiguresComeBack(FiveNetworks five) throws Exception {
        for (Map.Entry<String, Network> publication : PUBLISHED.entrySet()) {
            String remoteId = person.get("/v1/publications/" + publication.getKey())
                    .body()
                    .path("remoteId")
                    .asText();
            Network network = publication.getValue();
            if (network == Network.YOUTUBE) {
                five.demo()
                        .control("youtube/videos/figures", "{\"video\":\"" + remoteId + "\",\"views\":90,\"likes\":3}");
            } else {
                ObjectNode like =
                        Api.JSON.createObjectNode().put("author", "jo").put("id", remoteId);
                five.demo().control(network + "/strangers/like", like.toString());
            }
        }
        Map<String, Double> reactions = new HashMap<>();
        await("figures of all five")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    five.step(Duration.ofMinutes(15));
                    for (String publication : PUBLISHED.keySet()) {
                        for (JsonNode metric : person.get("/v1/analytics/publications/" + publication + "/metrics")
                                .body()) {
                            if (metric.path("metric").asText().equals("reactions")) {
                                reactions.put(publication, metric.path("value").asDouble());
                            }
                        }
                    }
                    assertThat(PUBLISHED.keySet())
                            .allSatisfy(publication -> assertThat(reactions.getOrDefault(publication, 0.0))
                                    .as("reactions on %s", PUBLISHED.get(publication))
                                    .isPositive());
                });
    }

    @Test
    @Order(8)
    void theirAuthorisationsAreAlive(FiveNetworks five) throws Exception {
        for (FiveNetworks.Account account : ours(five)) {
            Api.Answer answer =
                    person.call("POST", "/v1/accounts/" + account.id() + "/check", Api.JSON.createObjectNode());
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.body().path("verdict").asText())
                    .as("%s: %s", account.network(), answer)
                    .isEqualTo("ALIVE");
        }
        String account = ours(five, Network.TWITTER).id();
        JsonNode checked = five.demo().clientJson("social:account-check --json " + account);
        assertThat(checked.path("verdict").asText()).as("%s", checked).isEqualTo("ALIVE");
    }

    @Test
    @Order(8)
    void anAddressFromTheConsoleLeadsOnceToLinkingTheSameAccountAgain(FiveNetworks five) throws Exception {
        FiveNetworks.Account account = ours(five, Network.LINKEDIN);
        String address = five.demo()
                .clientJson("social:account-relink-url --json " + account.id())
                .path("address")
                .asText();
        ObjectNode token = Api.JSON.createObjectNode().put("token", address.replaceFirst(".*#/relink/", ""));
        Api.Answer begun = person.call("POST", "/v1/accounts/relinks", token);
        assertThat(begun.status()).as("%s", begun).isEqualTo(201);
        assertThat(five.authorise(person, begun, account.handle()).path("id").asText())
                .isEqualTo(account.id());
        assertThat(person.call("POST", "/v1/accounts/relinks", token).status())
                .as("it serves once")
                .isEqualTo(403);
    }

    @Test
    @Order(9)
    void nothingIsLostOrDoubled(FiveNetworks five) throws Exception {
        five.synchronise(person, ours(five));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            five.step(STEP);
            assertThat(five.findings()).isEmpty();
        });
    }

    @Test
    @Order(10)
    void everyRequestWasAsItsNetworkDescribesIt(FiveNetworks five) throws Exception {
        DescribedRun run = new DescribedRun(five);
        assertThat(run.complaints(EXCHANGES.values(), FOR_PEOPLE::contains)).isEmpty();
        assertThat(run.listedForNothing()).isEmpty();
        assertThat(run.tooLong()).as("files within JSON").isSubsetOf("appendMediaUpload");
        assertThat(run.asked().keySet()).as("what was asked of the networks").hasSizeGreaterThan(50);
    }
}
