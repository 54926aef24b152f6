package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** Pictures, films, polls, threads and subscriptions, against a server that speaks X's protocol. */
class PublishedFilesTest {
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:twitter:user:9000000001","preferredUsername":"Acme","name":"Acme Ltd"}
            {"type":"Person","id":"urn:parvis:twitter:user:77","preferredUsername":"jo","name":"Jo"}
            {"type":"Note","id":"urn:parvis:twitter:item:1000","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open"}
            """;

    private final Publisher publisher = new TwitterPublisher();

    @TempDir
    Path home;

    private SimulatedX x;

    @BeforeEach
    void start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        x = SimulatedX.start(SimulatedX.options(home.resolve("state"), archive).shift("none"));
        x.at("2026-11-20T10:00:00Z");
    }

    @AfterEach
    void stop() throws Exception {
        x.close();
    }

    private static Variant variant(String format, String text, MediaRef... media) {
        return new Variant(format, text, List.of(media), Map.of(), null);
    }

    private RemotePost newest(FakeCall call) throws NetworkException {
        return new TwitterTimeline()
                .fetch(call, new FetchWindow(null, null, 100)).posts().stream()
                        .max(java.util.Comparator.comparing(RemotePost::publishedAt))
                        .orElseThrow();
    }

    @Test
    void picturesGoOutWithTheirDescriptionsInOneCall() throws Exception {
        FakeCall call = x.callAs("Acme");
        Variant two =
                variant("image", "Look", call.file("image/png", 70_000, "a cat"), call.file("image/jpeg", 5, null));
        PublishOutcome outcome = publisher.publish(call, two);
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        x.at("2026-11-20T10:05:00Z");
        RemotePost post = newest(x.callAs("Acme"));
        assertThat(post.text()).isEqualTo("Look");
        assertThat(post.attachments())
                .extracting(attachment -> attachment.alternativeText())
                .containsExactly("a cat", null);
    }

    @Test
    void filmGoesUpInPartsAndWaitsForItsProcessing() throws Exception {
        FakeCall call = x.callAs("Acme");
        Variant film = variant("video", "A film", call.file("video/mp4", 2 * TwitterMedia.PART + 10, null));
        PublishOutcome first = publisher.publish(call, film);
        assertThat(first).isInstanceOfSatisfying(PublishOutcome.Pending.class, pending -> {
            assertThat(pending.pollAfter()).isPositive();
            assertThat(pending.expiresAt()).isEqualTo(call.now.plus(Duration.ofHours(23)));
        });
        assertThat(call.requests.stream().filter(r -> r.address().getPath().endsWith("/append")))
                .hasSize(3);
        x.at("2026-11-20T10:01:00Z");
        PublishOutcome second = publisher.resume(x.callAs("Acme"), film, ((PublishOutcome.Pending) first).token());
        assertThat(second).isInstanceOf(PublishOutcome.Published.class);
    }

    @Test
    void uploadGoesOnWhereTheLastCallHadToStop() throws Exception {
        FakeCall call = x.callAs("Acme");
        call.left = Duration.ZERO;
        Variant film = variant("video", "Later", call.file("video/mp4", TwitterMedia.PART + 1, null));
        PublishOutcome.Pending stopped = (PublishOutcome.Pending) publisher.publish(call, film);
        assertThat(stopped.pollAfter()).isZero();
        assertThat(call.requests)
                .as("one step, however little time is left; with none it would begin for ever")
                .hasSize(1);
        FakeCall next = x.callAs("Acme");
        next.files.putAll(call.files);
        ResumeToken token = new ResumeToken(new String(stopped.token().value().toCharArray()));
        assertThat(publisher.resume(next, film, token)).isInstanceOf(PublishOutcome.Pending.class);
        assertThat(next.requests).noneMatch(request -> request.changing());
    }

    @Test
    void lostAnswerToTheEndOfAnUploadLosesNothing() throws Exception {
        FakeCall call = x.callAs("Acme");
        x.fault("{\"network\":\"twitter\",\"route\":\"POST /2/media/upload/[0-9]+/finalize\","
                + "\"kind\":\"do-without-answering\",\"count\":1}");
        Variant picture = variant("image", "Once", call.file("image/png", 500, null));
        NetworkException lost = catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, picture));
        assertThat(lost.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(publisher.publish(call, picture)).isInstanceOf(PublishOutcome.Published.class);
    }

    @Test
    void endOfAnUploadThatXHeardBeforeIsNoFailure() throws Exception {
        FakeCall call = x.callAs("Acme");
        TwitterMedia media = new TwitterMedia(call);
        Draft.File whole = new Draft.File(call.file("image/png", 500, null), null, 0, Draft.Stage.NEW);
        whole = media.step(media.step(whole).file()).file();
        assertThat(media.step(whole).file().stage()).isEqualTo(Draft.Stage.SENT);
        assertThat(media.step(whole).file().stage()).isEqualTo(Draft.Stage.SENT);
    }

    @Test
    void postWithFilesIsFoundAgainAndOneWithoutIsNotMistakenForIt() throws Exception {
        FakeCall call = x.callAs("Acme");
        Variant picture = variant("image", "Same words", call.file("image/png", 500, null));
        publisher.publish(call, Variant.ofText("Same words"));
        x.at("2026-11-20T10:05:00Z");
        assertThat(publisher.reconcile(x.callAs("Acme"), picture, null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
        x.fault("{\"network\":\"twitter\",\"route\":\"POST /2/tweets\",\"kind\":\"do-without-answering\",\"count\":1}");
        NetworkException lost = catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, picture));
        assertThat(lost.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        x.at("2026-11-20T10:10:00Z");
        assertThat(publisher.reconcile(x.callAs("Acme"), picture, null, call.now))
                .isInstanceOf(Reconciliation.Found.class);
    }

    @Test
    void pollHasItsChoices() throws Exception {
        FakeCall call = x.callAs("Acme");
        Map<String, String> options = Map.of("pollChoices", "[\"tea\",\"coffee\"]", "pollMinutes", "60");
        Variant poll = new Variant("poll", "Which?", List.of(), options, null);
        assertThat(publisher.publish(call, poll)).isInstanceOf(PublishOutcome.Published.class);
        assertThat(Json.parse(call.last().body()).orElseThrow().path("poll"))
                .hasToString("{\"options\":[\"tea\",\"coffee\"],\"duration_minutes\":60}");
    }

    @Test
    void optionsThatExcludeEachOtherAreRefused() {
        Map<String, String> one = Map.of("pollChoices", "[\"tea\"]");
        assertThat(publisher.validate(new Variant("poll", "Which?", List.of(), one, null)))
                .extracting("rule")
                .containsExactly("poll.choices");
        Map<String, String> two = Map.of("pollChoices", "[\"tea\",\"" + "c".repeat(26) + "\"]");
        assertThat(publisher.validate(new Variant("text", "Which?", List.of(), two, null)))
                .extracting("rule")
                .containsExactly("poll.format", "poll.choice");
        FakeCall call = FakeCall.answering(200, "{}");
        Variant quoting =
                new Variant("image", "x", List.of(call.file("image/png", 5, null)), Map.of("quote", "\"1\""), null);
        assertThat(publisher.validate(quoting)).extracting("rule").containsExactly("quote.exclusive");
    }

    @Test
    void threadAndFirstCommentHangBelow() throws Exception {
        FakeCall call = x.callAs("Acme");
        RemoteId first = ((PublishOutcome.Published) publisher.publish(call, Variant.ofText("one"))).id();
        publisher.publish(call, new Variant("text", "two", List.of(), Map.of(), first));
        assertThat(call.lastBody()).contains("\"in_reply_to_tweet_id\":\"" + first.value() + "\"");
        assertThat(publisher.comment(call, first, "by the way").id()).isNotEqualTo(first);
    }

    @Test
    void tokenNobodyWroteIsRefused() {
        FakeCall call = FakeCall.answering(200, "{}");
        for (String token : List.of("", "{", "{\"version\":9}", "{\"version\":1,\"body\":{},\"files\":[{}]}")) {
            NetworkException refused = catchThrowableOfType(
                    NetworkException.class, () -> publisher.resume(call, Variant.ofText("x"), new ResumeToken(token)));
            assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        }
        assertThat(call.requests).isEmpty();
    }

    @Test
    void addressesThatXAddsToTheTextAreNoPartOfIt() {
        Map<String, String> links = Map.of("https://t.co/abc", "https://x.com/acme/status/1/photo/1");
        assertThat(TwitterText.compare("Look", "Look https://t.co/abc", links)).isEqualTo(TwitterText.Likeness.SAME);
        assertThat(TwitterText.compare("Look", "Look https://t.co/def", links)).isNotEqualTo(TwitterText.Likeness.SAME);
    }

    @Test
    void subscriptionsAreMadeMendedAndEnded() throws Exception {
        WebhookSubscriber subscriber = new TwitterSubscriber();
        WebhookSubscription wanted = new WebhookSubscription(URI.create("https://social.example/x"), "token", "secret");
        Map<String, ObjectNode> there = new TreeMap<>();
        FakeCall call = FakeCall.answering(request -> activity(there, request));
        NetworkException refused =
                catchThrowableOfType(NetworkException.class, () -> subscriber.subscribe(call, wanted));
        assertThat(refused).hasMessageContaining("x.webhook.id");
        assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);

        call.settings.put("webhook.id", "15");
        assertThat(subscriber.describe(call, wanted).active()).isFalse();
        subscriber.subscribe(call, wanted);
        assertThat(subscriber.describe(call, wanted).active()).isTrue();
        int all = there.size();
        there.remove(there.keySet().iterator().next());
        assertThat(subscriber.describe(call, wanted).active()).isFalse();
        subscriber.subscribe(call, wanted);
        assertThat(there).hasSize(all);
        there.put("99", Json.object().put("subscription_id", "99").put("event_type", "dm.sent"));
        subscriber.unsubscribe(call, wanted);
        assertThat(there).containsOnlyKeys("99");
    }

    /** A little of X's activity API. */
    private static HttpResponse activity(Map<String, ObjectNode> there, HttpRequest request) {
        ObjectNode answer = Json.object();
        switch (request.method()) {
            case "POST" -> {
                String id = String.valueOf(there.size() + 100 + there.hashCode() % 7919);
                ObjectNode made = (ObjectNode) Json.parse(request.body()).orElseThrow();
                there.put(id, made.put("subscription_id", id));
                answer.putObject("data");
            }
            case "DELETE" -> there.remove(request.address().getPath().replaceFirst(".*/", ""));
            default -> there.values().forEach(answer.putArray("data")::add);
        }
        return FakeCall.json(200, answer.toString());
    }
}
