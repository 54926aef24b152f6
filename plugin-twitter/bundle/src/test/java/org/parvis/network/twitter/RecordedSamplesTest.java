package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.TimelineSource.TimelinePage;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** Answers that others have recorded from X, and X's own examples, read where they lie. */
class RecordedSamplesTest {
    private static final FetchWindow ALL = new FetchWindow(null, null, 100);
    private static final ReplyTarget TARGET = new ReplyTarget(
            new RemoteId("1"), ItemKind.COMMENT, new RemoteId("1"), new RemoteId("2"), "jo", FakeCall.NOW);

    private record Recorded(String method, String path, HttpResponse response) {}

    /** The exchanges of a cassette, with their bodies unpacked. */
    private static List<Recorded> cassette(String name) throws IOException {
        Path file = Shared.path("networks/fixtures/twitter/tweepy/cassettes/" + name);
        List<Recorded> exchanges = new ArrayList<>();
        for (JsonNode exchange : new YAMLMapper().readTree(file.toFile()).get("interactions")) {
            JsonNode request = exchange.get("request");
            JsonNode response = exchange.get("response");
            Map<String, List<String>> headers = new HashMap<>();
            response.get("headers").properties().forEach(header -> {
                List<String> values = new ArrayList<>();
                header.getValue().forEach(value -> values.add(value.asText()));
                headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), values);
            });
            exchanges.add(new Recorded(
                    request.get("method").asText(),
                    java.net.URI.create(request.get("uri").asText()).getPath(),
                    new HttpResponse(
                            response.get("status").get("code").asInt(),
                            headers,
                            body(response.get("body").get("string")))));
        }
        return exchanges;
    }

    private static byte[] body(JsonNode body) throws IOException {
        byte[] bytes = body.isBinary() ? body.binaryValue() : body.asText().getBytes(StandardCharsets.UTF_8);
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unpacked.readAllBytes();
        } catch (ZipException plain) {
            return bytes;
        }
    }

    private static FakeCall replaying(String cassette) throws IOException {
        List<Recorded> exchanges = cassette(cassette);
        return FakeCall.answering((HttpRequest request) -> exchanges.stream()
                .filter(e -> e.method.equals(request.method()))
                .findFirst()
                .orElseThrow()
                .response);
    }

    @Test
    void aRecordedTimelineIsRead() throws Exception {
        FakeCall call = replaying("test_client_get_users_tweets.yaml");
        TimelinePage page = new TwitterTimeline().fetch(call, ALL);
        int recorded = Json.list(
                        Json.parse(call.http().send(call.last()).body()).orElseThrow(), "data")
                .size();
        assertThat(recorded).isPositive();
        assertThat(page.posts().size() + page.answers().size()).isPositive().isLessThanOrEqualTo(recorded);
    }

    @Test
    void recordedTextsReadAsTheirAuthorsWroteThem() throws Exception {
        TimelinePage page = new TwitterTimeline().fetch(replaying("test_asyncclient_get_home_timeline.yaml"), ALL);
        List<RemotePost> escaped = page.posts().stream()
                .filter(post -> new String(post.raw(), StandardCharsets.UTF_8).contains("&amp;"))
                .toList();
        assertThat(escaped).as("posts with an ampersand in the recording").isNotEmpty();
        assertThat(escaped)
                .allSatisfy(post -> assertThat(post.text()).contains("&").doesNotContain("&amp;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_client_get_users_mentions.yaml", "test_client_search_recent_tweets.yaml"})
    void recordedListsWithoutAuthorsEndWithoutHarm(String cassette) throws Exception {
        InboxPage page = new TwitterInbox().fetch(replaying(cassette), InboxFeed.MENTIONS, ALL);
        assertThat(page.items()).as("the recording asked for no authors").isEmpty();
        assertThat(page.nextCursor()).isNotNull();
    }

    @Test
    void recordedAnswersToChangesAreUnderstood() throws Exception {
        TwitterResponder responder = new TwitterResponder();
        FakeCall posting = replaying("test_client_create_and_delete_tweet.yaml");
        PublishOutcome outcome = new TwitterPublisher().publish(posting, Variant.ofText("Tweepy Test"));
        assertThat(((PublishOutcome.Published) outcome).id().value()).matches("\\d{19}");
        new TwitterPublisher().retract(posting, ((PublishOutcome.Published) outcome).id());
        FakeCall hiding = replaying("test_client_hide_and_unhide_reply.yaml");
        responder.hide(hiding, TARGET, true);
        FakeCall liking = replaying("test_client_like_and_unlike.yaml");
        responder.like(liking, TARGET, true);
        responder.like(liking, TARGET, false);
        FakeCall direct = replaying("test_manage_and_lookup_direct_messages.yaml");
        ReplyTarget message = new ReplyTarget(
                new RemoteId("1"),
                ItemKind.DIRECT_MESSAGE,
                new RemoteId("2-2244994945"),
                new RemoteId("2"),
                "jo",
                FakeCall.NOW);
        assertThat(responder
                        .reply(direct, message, OutboundMessage.ofText("Testing 1"))
                        .id()
                        .value())
                .isEqualTo("1585800613253812228");
    }

    @Test
    void theRecordedBudgetIsRead() throws Exception {
        Recorded exchange =
                cassette("test_manage_and_lookup_direct_messages.yaml").get(0);
        assertThat(new TwitterQuotas().read(Operations.DIRECT_CREATE, exchange.response))
                .singleElement()
                .satisfies(o -> assertThat(o.remaining()).isEqualTo(199));
    }

    @Test
    void recordedDirectMessagesAreRead() throws Exception {
        List<Recorded> exchanges = cassette("test_manage_and_lookup_direct_messages.yaml").stream()
                .filter(e -> e.method.equals("GET"))
                .toList();
        assertThat(exchanges).isNotEmpty();
        for (Recorded exchange : exchanges) {
            FakeCall call = FakeCall.answering((HttpRequest r) -> exchange.response);
            new TwitterInbox().fetch(call, InboxFeed.DIRECT_MESSAGES, ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"users_id_mentions.json", "tweets_search_recent.json"})
    void XsOwnExamplesBecomeItemsWithEverythingTheyHold(String name) throws Exception {
        Path file = Shared.path("networks/fixtures/twitter/x-playground-examples/" + name);
        JsonNode example =
                Json.parse(Files.readAllBytes(file)).orElseThrow().get(0).get("response");
        FakeCall call = FakeCall.answering((HttpRequest r) -> new HttpResponse(200, Map.of(), Json.bytes(example)));
        call.account = new org.parvis.spi.AccountRef(FakeCall.ACME.id(), new RemoteId("9"), "acme", "default");
        InboxPage page = new TwitterInbox().fetch(call, InboxFeed.MENTIONS, ALL);
        assertThat(page.items().size() + page.context().size()).isPositive();
        for (InboxItem item : page.items()) {
            assertThat(item.text()).isNotBlank();
            assertThat(item.author().id().value()).matches("\\d+");
        }
    }

    @Test
    void everySampleOfWhateverShapeIsSurvived() throws Exception {
        int tried = 0;
        for (String folder : List.of("x-playground-examples", "python-twitter/testdata")) {
            try (var files = Files.walk(Shared.path("networks/fixtures/twitter/" + folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    byte[] body = Files.readAllBytes(file);
                    JsonNode list =
                            Json.parse(body).orElse(Json.object()).path(0).path("response");
                    survive(list.isMissingNode() ? body : Json.bytes(list), file);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(150);
    }

    private static void survive(byte[] body, Path file) {
        FakeCall call = FakeCall.answering((HttpRequest r) -> new HttpResponse(200, Map.of(), body));
        for (InboxFeed feed : new TwitterInbox().feeds()) {
            try {
                new TwitterInbox().fetch(call, feed, ALL);
                new TwitterTimeline().fetch(call, ALL);
                new TwitterInbox().recheck(call, List.of(new RemoteId("1")));
            } catch (NetworkException refused) {
                assertThat(refused).as("%s", file).hasMessageContaining("X ");
            }
        }
    }
}
