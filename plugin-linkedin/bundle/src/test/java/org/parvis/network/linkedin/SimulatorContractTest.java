package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.MediaRef;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.TimelineSource.TimelinePage;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.WebhookSubscription;
import org.parvis.toolkit.json.Json;

/** The bundle against a server that speaks LinkedIn's protocol and knows nothing of the bundle. */
class SimulatorContractTest {
    private static final String POST = "urn:li:share:1000";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:linkedin:user:2414183","preferredUsername":"acme","name":"Acme Ltd","followers":{"totalItems":4000}}
            {"type":"Organization","id":"urn:parvis:linkedin:user:99","preferredUsername":"other","name":"Other"}
            {"type":"Person","id":"urn:parvis:linkedin:user:jo","preferredUsername":"jo","name":"Jo"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1000","attributedTo":"urn:parvis:linkedin:user:2414183","published":"2026-11-20T09:00:00Z","content":"We are open (finally) & happy <3 #news","likes":{"totalItems":3}}
            {"type":"Note","id":"urn:parvis:linkedin:item:1001","attributedTo":"urn:parvis:linkedin:user:jo","published":"2026-11-20T09:05:00Z","content":"is it *back*?","inReplyTo":"urn:parvis:linkedin:item:1000"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1002","attributedTo":"urn:parvis:linkedin:user:2414183","published":"2026-11-20T09:10:00Z","content":"yes!","inReplyTo":"urn:parvis:linkedin:item:1001"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1003","attributedTo":"urn:parvis:linkedin:user:jo","published":"2026-11-20T09:15:00Z","content":"thanks","inReplyTo":"urn:parvis:linkedin:item:1002"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1004","attributedTo":"urn:parvis:linkedin:user:99","published":"2026-11-20T09:16:00Z","content":"congratulations","inReplyTo":"urn:parvis:linkedin:item:1000"}
            {"type":"Note","id":"urn:parvis:linkedin:item:1005","attributedTo":"urn:parvis:linkedin:user:2414183","published":"2026-11-20T09:20:00Z","content":"A second post"}
            """;

    private final LinkedinNetwork network = new LinkedinNetwork();
    private final Publisher publisher = network.publisher().orElseThrow();
    private final Responder responder = network.responder().orElseThrow();

    @TempDir
    Path home;

    private SimulatedLinkedin linkedin;

    @BeforeEach
    void start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        linkedin = SimulatedLinkedin.start(
                SimulatedLinkedin.options(home.resolve("state"), archive).shift("none"));
        linkedin.at("2026-11-20T10:00:00Z");
    }

    @AfterEach
    void stop() throws Exception {
        linkedin.close();
    }

    private record Round(
            Map<String, InboxItem> items,
            Map<String, InboxItem> answers,
            Map<String, InboxItem> context,
            String cursor) {}

    private Round read(FakeCall call, String from, int limit) throws NetworkException {
        Map<String, InboxItem> items = new HashMap<>();
        Map<String, InboxItem> answers = new HashMap<>();
        Map<String, InboxItem> context = new HashMap<>();
        String cursor = from;
        InboxPage page;
        do {
            page = network.inboxSource()
                    .orElseThrow()
                    .fetch(call, InboxFeed.COMMENTS, new FetchWindow(cursor, null, limit));
            assertThat(page.items().size() + page.answers().size()).isLessThanOrEqualTo(limit);
            page.items().forEach(item -> items.put(item.id().value(), item));
            page.answers().forEach(item -> answers.put(item.id().value(), item));
            page.context().forEach(item -> context.put(item.id().value(), item));
            cursor = page.nextCursor();
            assertThat(cursor).hasSizeLessThanOrEqualTo(2048);
        } while (!page.complete());
        return new Round(items, answers, context, cursor);
    }

    private static String comment(long post, long id) {
        return "urn:li:comment:(urn:li:activity:" + (post + 1024) + "," + id + ")";
    }

    @Test
    void thePagesOfWhoAuthorisedAreListed() throws Exception {
        var accounts = network.accountLinker().listAccounts(linkedin.linking("acme"));
        assertThat(accounts).singleElement().satisfies(account -> {
            assertThat(account.id().value()).isEqualTo("urn:li:organization:2414183");
            assertThat(account.handle()).isEqualTo("acme");
            assertThat(account.displayName()).isEqualTo("Acme Ltd");
            assertThat(account.kind()).isEqualTo("organization");
        });
        assertThat(network.accountLinker().listAccounts(linkedin.linking("all")))
                .hasSize(2);
        assertThat(network.accountLinker().listAccounts(linkedin.linking("all").with("batch", "off")))
                .extracting(account -> account.displayName())
                .containsExactly("Acme Ltd", "Other");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2, 1})
    void everythingUnderThePostsIsReadInPagesOfAnySize(int limit) throws Exception {
        FakeCall call = linkedin.callAs("acme");
        Round round = read(call, null, limit);
        assertThat(round.items().keySet())
                .containsExactlyInAnyOrder(comment(1000, 1001), comment(1000, 1003), comment(1000, 1004));
        InboxItem first = round.items().get(comment(1000, 1001));
        assertThat(first.text()).isEqualTo("is it *back*?");
        assertThat(first.kind()).isEqualTo(ItemKind.COMMENT);
        assertThat(first.conversation().value()).isEqualTo(POST);
        assertThat(first.author().id().value()).isEqualTo("urn:li:person:jo");
        assertThat(first.author().displayName()).isEqualTo("LinkedIn member");
        assertThat(round.items().get(comment(1000, 1003)).inReplyTo()).isEqualTo(first.id());
        assertThat(round.items().get(comment(1000, 1004)).author().displayName())
                .isEqualTo("LinkedIn page");
        assertThat(round.answers().keySet()).containsExactly(comment(1000, 1002));
        assertThat(round.context().get(POST).text()).isEqualTo("We are open (finally) & happy <3 #news");
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void aRoundWithoutNewsAsksForPostsAndCountsOnlyAndNewsComeByTheCount(String batch) throws Exception {
        FakeCall call = linkedin.callAs("acme").with("batch", batch);
        String cursor = read(call, null, 100).cursor();
        linkedin.at("2026-11-20T10:10:00Z");
        FakeCall quiet = linkedin.callAs("acme").with("batch", batch);
        Round nothing = read(quiet, cursor, 100);
        assertThat(nothing.items()).isEmpty();
        assertThat(quiet.requests).extracting(r -> r.operation()).containsOnly("posts.list", "social.counts");
        RemoteId fresh = linkedin.stranger("mara", "one more", comment(1000, 1001));
        linkedin.at("2026-11-20T10:20:00Z");
        Round news = read(linkedin.callAs("acme").with("batch", batch), nothing.cursor(), 100);
        assertThat(news.items()).containsKey(fresh.value());
    }

    @Test
    void aCommentThatIsCountedBeforeItIsListedComesLater() throws Exception {
        String cursor = read(linkedin.callAs("acme"), null, 100).cursor();
        linkedin.control("settings", "{'consistency-millis':'30000'}");
        RemoteId fresh = linkedin.stranger("mara", "patience", POST);
        linkedin.step(Duration.ofSeconds(1));
        Round early = read(linkedin.callAs("acme"), cursor, 100);
        assertThat(early.items()).doesNotContainKey(fresh.value());
        linkedin.step(Duration.ofSeconds(40));
        assertThat(read(linkedin.callAs("acme"), early.cursor(), 100).items()).containsKey(fresh.value());
    }

    @Test
    void whatIsOlderThanAskedForIsLeftOut() throws Exception {
        InboxPage page = network.inboxSource()
                .orElseThrow()
                .fetch(
                        linkedin.callAs("acme"),
                        InboxFeed.COMMENTS,
                        new FetchWindow(null, Instant.parse("2026-11-20T08:00:00Z"), 100));
        assertThat(page.items()).hasSize(3);
        page = network.inboxSource()
                .orElseThrow()
                .fetch(
                        linkedin.callAs("acme"),
                        InboxFeed.COMMENTS,
                        new FetchWindow(null, Instant.parse("2026-11-20T09:18:00Z"), 100));
        assertThat(page.items()).isEmpty();
    }

    @Test
    void whatIsChangedOrTakenBackIsNoticed() throws Exception {
        linkedin.control("strangers/edit", "{'id':'" + comment(1000, 1001) + "','text':'changed'}");
        linkedin.control("strangers/delete", "{'id':'" + comment(1000, 1004) + "'}");
        var recheck = network.inboxSource()
                .orElseThrow()
                .recheck(
                        linkedin.callAs("acme"),
                        List.of(new RemoteId(comment(1000, 1001)), new RemoteId(comment(1000, 1004))));
        assertThat(recheck.changed()).extracting(InboxItem::text).containsExactly("changed");
        assertThat(recheck.removed()).containsExactly(new RemoteId(comment(1000, 1004)));
    }

    @Test
    void theTimelineHoldsPostsOwnAnswersAndWhatTheyAnswer() throws Exception {
        TimelinePage page =
                network.timelineSource().orElseThrow().fetch(linkedin.callAs("acme"), new FetchWindow(null, null, 100));
        assertThat(page.posts())
                .extracting(post -> post.id().value())
                .containsExactlyInAnyOrder(POST, "urn:li:share:1005");
        assertThat(page.posts().stream()
                        .filter(post -> post.id().value().equals(POST))
                        .findFirst()
                        .orElseThrow()
                        .counts())
                .containsEntry("reactions", 3L)
                .containsEntry("comments", 4L);
        assertThat(page.answers()).extracting(item -> item.id().value()).containsExactly(comment(1000, 1002));
        assertThat(page.context()).extracting(item -> item.id().value()).containsExactly(comment(1000, 1001));
        assertThat(page.complete()).isTrue();
    }

    @Test
    void mentionsComeFromNotifications() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        var inbox = network.inboxSource().orElseThrow();
        String cursor = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 100))
                .nextCursor();
        linkedin.step(Duration.ofMinutes(5));
        linkedin.control("strangers/post", "{'author':'mara','text':'look at','mentions':['acme']}");
        linkedin.step(Duration.ofMinutes(5));
        InboxPage page = inbox.fetch(linkedin.callAs("acme"), InboxFeed.MENTIONS, new FetchWindow(cursor, null, 100));
        assertThat(page.items()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(ItemKind.MENTION);
            assertThat(item.text()).isEqualTo("look at Acme Ltd");
            assertThat(item.author().id().value()).isEqualTo("urn:li:person:xmara");
        });
        assertThat(page.complete()).isTrue();
    }

    @Test
    void aPostIsPublishedFoundAgainChangedAndTakenBack() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        Variant variant =
                Variant.ofText("R&D (now) <here> a_b *c* #launch by @[Other](urn:li:organization:99) \uD83D\uDE00");
        var published = (PublishOutcome.Published) publisher.publish(call, variant);
        assertThat(published.permalink())
                .isEqualTo(URI.create("https://www.linkedin.com/feed/update/" + published.id() + "/"));
        linkedin.step(Duration.ofMinutes(5));
        FakeCall later = linkedin.callAs("acme");
        assertThat(publisher.reconcile(later, variant, null, call.now))
                .isInstanceOfSatisfying(
                        Reconciliation.Found.class,
                        f -> assertThat(f.publication().id()).isEqualTo(published.id()));
        publisher.edit(later, published.id(), Variant.ofText("Changed (twice)"));
        assertThat(network.timelineSource()
                        .orElseThrow()
                        .fetch(later, new FetchWindow(null, null, 100))
                        .posts())
                .anySatisfy(post -> {
                    assertThat(post.id()).isEqualTo(published.id());
                    assertThat(post.text()).isEqualTo("Changed (twice)");
                });
        publisher.retract(later, published.id());
        publisher.retract(later, published.id());
        assertThat(publisher.reconcile(later, variant, null, call.now)).isInstanceOf(Reconciliation.NotFound.class);
    }

    private static String json(String text) {
        return new String(
                Json.bytes(com.fasterxml.jackson.databind.node.TextNode.valueOf(text)), StandardCharsets.UTF_8);
    }

    @Test
    void articlesAndPollsArePublishedAndFound() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        MediaRef thumbnail = call.file("image/png", 5000, null);
        Variant article = new Variant(
                "article",
                "read this",
                List.of(thumbnail),
                Map.of("link", json("https://acme.example/a?b=1"), "title", json("T"), "description", json("D")),
                null);
        var first = (PublishOutcome.Published) publisher.publish(call, article);
        Variant poll = new Variant(
                "poll",
                "vote",
                List.of(),
                Map.of("pollQuestion", json("Which?"), "pollOptions", "[\"a\",\"b\"]", "pollDuration", json("ONE_DAY")),
                null);
        var second = (PublishOutcome.Published) publisher.publish(call, poll);
        linkedin.step(Duration.ofMinutes(5));
        FakeCall later = linkedin.callAs("acme");
        assertThat(found(publisher.reconcile(later, article, null, call.now))).isEqualTo(first.id());
        assertThat(found(publisher.reconcile(later, poll, null, call.now))).isEqualTo(second.id());
        assertThat(publisher.reconcile(later, Variant.ofText("vote"), null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    private static RemoteId found(Reconciliation reconciliation) {
        return ((Reconciliation.Found) reconciliation).publication().id();
    }

    @Test
    void oneAndSeveralPicturesGoOut() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        Variant one = new Variant("image", "one", List.of(call.file("image/jpeg", 70_000, "a cat")), Map.of(), null);
        assertThat(publisher.publish(call, one)).isInstanceOf(PublishOutcome.Published.class);
        List<MediaRef> files = List.of(
                call.file("image/jpeg", 70_001, "x".repeat(100)),
                call.file("image/png", 70_002, null),
                call.file("image/png", 70_003, "z"));
        Variant several = new Variant("images", "several", files, Map.of(), null);
        var published = (PublishOutcome.Published) publisher.publish(call, several);
        linkedin.step(Duration.ofMinutes(5));
        assertThat(found(publisher.reconcile(linkedin.callAs("acme"), several, null, call.now)))
                .isEqualTo(published.id());
    }

    /** Each step is taken by a new network and a new call, as after a restart. */
    @Test
    void aFilmGoesOutInPartsAndWaitsUntilLinkedinIsDoneWithIt() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        MediaRef film = call.file("video/mp4", 22 * 1024 * 1024 + 17, null);
        Variant variant = new Variant("video", "our film", List.of(film), Map.of("title", json("Film")), null);
        PublishOutcome outcome = publisher.publish(call, variant);
        Set<String> pauses = new LinkedHashSet<>();
        int steps = 0;
        while (outcome instanceof PublishOutcome.Pending pending && steps++ < 10) {
            assertThat(pending.token().value()).hasSizeLessThanOrEqualTo(8192);
            pauses.add(pending.pollAfter().toString());
            linkedin.step(pending.pollAfter());
            FakeCall next = linkedin.callAs("acme");
            next.files.putAll(call.files);
            outcome = new LinkedinNetwork().publisher().orElseThrow().resume(next, variant, pending.token());
        }
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PublishOutcome.Published.class,
                        published -> assertThat(published.id().value()).startsWith("urn:li:ugcPost:"));
        assertThat(pauses).containsExactly("PT0S", "PT5S");
        linkedin.step(Duration.ofMinutes(5));
        assertThat(publisher.reconcile(linkedin.callAs("acme"), variant, null, call.now))
                .isInstanceOf(Reconciliation.Found.class);
    }

    @Test
    void aDocumentIsPendingUntilItIsProcessedAndABrokenOneIsRefused() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        Variant variant = new Variant(
                "document",
                "slides",
                List.of(call.file("application/pdf", 9000, null)),
                Map.of("title", json("S")),
                null);
        var pending = (PublishOutcome.Pending) publisher.publish(call, variant);
        linkedin.step(Duration.ofSeconds(5));
        assertThat(publisher.resume(linkedin.callAs("acme"), variant, pending.token()))
                .isInstanceOf(PublishOutcome.Published.class);
        linkedin.control("settings", "{'fail-processing':'on'}");
        FakeCall again = linkedin.callAs("acme");
        Variant broken = new Variant("image", "broken", List.of(again.file("image/png", 9001, null)), Map.of(), null);
        NetworkException refused = catchThrowableOfType(NetworkException.class, () -> publisher.publish(again, broken));
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(refused.violations().get(0).field()).isEqualTo("media[0]");
    }

    @Test
    void anUploadWhoseAnswerIsLostIsTakenAgain() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        MediaRef film = call.file("video/mp4", 5 * 1024 * 1024, null);
        Variant variant = new Variant("video", "again", List.of(film), Map.of(), null);
        fault("POST /rest/videos", "do-without-answering", 1);
        NetworkException lost = catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, variant));
        assertThat(lost.kind()).isEqualTo(ErrorKind.TRANSIENT);
        var pending = (PublishOutcome.Pending) publisher.publish(call, variant);
        linkedin.step(pending.pollAfter());
        assertThat(publisher.resume(linkedin.callAs("acme"), variant, pending.token()))
                .isInstanceOf(PublishOutcome.Published.class);
    }

    private void fault(String route, String kind, int skip) throws Exception {
        linkedin.fault(
                "{'network':'linkedin','route':'" + route + "','kind':'" + kind + "','count':1,'skip':" + skip + "}");
    }

    private ErrorKind publishFails(FakeCall call, String text) {
        return catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, Variant.ofText(text)))
                .kind();
    }

    @Test
    void aPostWhoseAnswerWasLostIsFoundAndOneThatNeverArrivedIsNot() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        fault("POST /rest/posts", "do-without-answering", 0);
        assertThat(publishFails(call, "arrived")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        fault("POST /rest/posts", "refuse", 0);
        assertThat(publishFails(call, "never arrived")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        linkedin.step(Duration.ofMinutes(5));
        FakeCall later = linkedin.callAs("acme");
        assertThat(publisher.reconcile(later, Variant.ofText("arrived"), null, call.now))
                .isInstanceOf(Reconciliation.Found.class);
        assertThat(publisher.reconcile(later, Variant.ofText("never arrived"), null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void theSameTextTwiceIsADuplicateAndAnEndedVersionIsSaid() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        publisher.publish(call, Variant.ofText("once"));
        assertThat(publishFails(call, "once")).isEqualTo(ErrorKind.DUPLICATE);
        linkedin.control("retire", "{'version':'202609'}");
        assertThat(publishFails(call, "other")).isEqualTo(ErrorKind.API_RETIRED);
    }

    private static ReplyTarget target(String comment) {
        return new ReplyTarget(
                new RemoteId(comment),
                ItemKind.COMMENT,
                new RemoteId(POST),
                new RemoteId("urn:li:person:jo"),
                "jo",
                FakeCall.NOW);
    }

    @Test
    void answersStandInTheirThreadAndAreSeenInTheTimeline() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        RemoteId top = responder
                .reply(call, target(comment(1000, 1004)), OutboundMessage.ofText("thank you (all)"))
                .id();
        RemoteId nested = responder
                .reply(call, target(comment(1000, 1003)), OutboundMessage.ofText("you are welcome"))
                .id();
        RemoteId first = publisher
                .comment(call, new RemoteId("urn:li:share:1005"), "first!")
                .id();
        linkedin.step(Duration.ofMinutes(5));
        FakeCall later = linkedin.callAs("acme");
        TimelinePage page = network.timelineSource().orElseThrow().fetch(later, new FetchWindow(null, null, 100));
        Map<RemoteId, InboxItem> answers = new HashMap<>();
        page.answers().forEach(answer -> answers.put(answer.id(), answer));
        assertThat(answers).containsKeys(top, nested, first);
        assertThat(answers.get(top).inReplyTo().value()).isEqualTo(comment(1000, 1004));
        assertThat(answers.get(nested).inReplyTo().value()).isEqualTo(comment(1000, 1001));
        responder.remove(later, target(top.value()));
        assertThat(network.inboxSource()
                        .orElseThrow()
                        .recheck(later, List.of(top, nested))
                        .removed())
                .containsExactly(top);
    }

    @Test
    void likesComeAndGoAndStrangersCommentsAreDeleted() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        responder.like(call, target(comment(1000, 1001)), true);
        responder.like(call, target(comment(1000, 1001)), true);
        responder.like(call, target(comment(1000, 1001)), false);
        responder.like(call, target(comment(1000, 1001)), false);
        responder.remove(call, target(comment(1000, 1001)));
        linkedin.step(Duration.ofMinutes(1));
        assertThat(read(linkedin.callAs("acme"), null, 100).items().keySet()).containsExactly(comment(1000, 1004));
        NetworkException hidden = catchThrowableOfType(
                NetworkException.class, () -> responder.hide(call, target(comment(1000, 1004)), true));
        assertThat(hidden.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    }

    @Test
    void figuresAreReadAndOneRetiredReportDoesNotLoseTheOthers() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        var analytics = network.analyticsSource().orElseThrow();
        MetricQuery lately = new MetricQuery(List.of(), call.now.minus(Duration.ofDays(2)), call.now);
        assertThat(names(analytics.collect(call, lately)))
                .contains("followers", "impressions", "linkedin:followers-gained", "linkedin:page-views");
        linkedin.control("retire", "{'operation':'statistics.followers'}");
        linkedin.control("retire", "{'metric':'clickCount'}");
        assertThat(names(analytics.collect(call, lately)))
                .contains("followers", "impressions", "linkedin:page-views")
                .doesNotContain("linkedin:followers-gained", "clicks");
        List<RemoteId> posts = List.of(new RemoteId(POST), new RemoteId("urn:li:share:1005"));
        List<MetricSample> samples = analytics.collect(call, new MetricQuery(posts, call.now, call.now));
        assertThat(samples)
                .anySatisfy(s -> assertThat(s.metric() + " " + s.value()).isEqualTo("reactions 3.0"));
        assertThat(samples).allMatch(s -> new RemoteId(POST).equals(s.subject()));
    }

    private static Set<String> names(List<MetricSample> samples) {
        Set<String> names = new LinkedHashSet<>();
        samples.forEach(sample -> names.add(sample.metric()));
        return names;
    }

    /** A hundred names are too long for an address: they travel in the body. */
    @Test
    void manyPostsAreAskedForByTunnelling() throws Exception {
        List<RemoteId> posts = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            posts.add(new RemoteId("urn:li:share:" + (7_400_000_000_000_000_000L + i)));
        }
        posts.add(new RemoteId(POST));
        FakeCall call = linkedin.callAs("acme");
        List<MetricSample> samples =
                network.analyticsSource().orElseThrow().collect(call, new MetricQuery(posts, call.now, call.now));
        assertThat(call.last().headers()).containsEntry("X-HTTP-Method-Override", "GET");
        assertThat(samples).isNotEmpty();
    }

    @Test
    void withdrawnAccessAndRolesAreTold() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        linkedin.control("role", "{'account':'acme','on':false}");
        assertThat(catchThrowableOfType(NetworkException.class, () -> read(call, null, 100))
                        .kind())
                .isEqualTo(ErrorKind.PERMISSION_MISSING);
        linkedin.control("revoke", "{'account':'acme'}");
        assertThat(catchThrowableOfType(NetworkException.class, () -> read(call, null, 100))
                        .kind())
                .isEqualTo(ErrorKind.TOKEN_EXPIRED);
    }

    @Test
    void spentCallsOfTheDayComeBackAtMidnightAndCommentsAfterAMinute() throws Exception {
        FakeCall call = linkedin.callAs("acme");
        linkedin.control("limits", "{'rates':{'comments-per-minute':1}}");
        responder.reply(call, target(comment(1000, 1004)), OutboundMessage.ofText("one"));
        NetworkException limited = catchThrowableOfType(
                NetworkException.class,
                () -> responder.reply(call, target(comment(1000, 1004)), OutboundMessage.ofText("two")));
        assertThat(limited.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(limited.retryAt()).contains(call.now.plusSeconds(60));
        linkedin.control("limits", "{'rates':{'calls-member':1}}");
        NetworkException spent = catchThrowableOfType(NetworkException.class, () -> read(call, null, 100));
        assertThat(spent.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(spent.bucket()).contains("calls.member");
        assertThat(spent.retryAt()).contains(Instant.parse("2026-11-21T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void notificationsAreSubscribedSignedAndUnderstood(String prefixed) throws Exception {
        linkedin.control("settings", "{'prefixed-signature':'" + prefixed + "'}");
        var receiver = network.webhookReceiver().orElseThrow();
        var subscriber = network.webhookSubscriber().orElseThrow();
        BlockingQueue<WebhookRequest> deliveries = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, List<String>> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
            String query = exchange.getRequestURI().getQuery();
            Map<String, List<String>> parameters =
                    query == null ? Map.of() : Map.of(query.split("=")[0], List.of(query.split("=")[1]));
            WebhookRequest request = new WebhookRequest(
                    exchange.getRequestMethod(),
                    headers,
                    parameters,
                    exchange.getRequestBody().readAllBytes(),
                    FakeCall.NOW);
            byte[] body = receiver.handshake(request, "parvis-demo-secret")
                    .map(WebhookReply::body)
                    .orElse(new byte[0]);
            if (request.method().equals("POST")) {
                deliveries.add(request);
            }
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            FakeCall call = linkedin.callAs("acme").with("application.id", "4711");
            WebhookSubscription wanted = new WebhookSubscription(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"), "v", "s");
            assertThat(subscriber.describe(call, wanted).active()).isFalse();
            subscriber.subscribe(call, wanted);
            assertThat(subscriber.describe(call, wanted).active()).isTrue();
            linkedin.step(Duration.ofSeconds(1));
            linkedin.stranger("mara", "ping", POST);
            linkedin.step(Duration.ofSeconds(1));
            WebhookRequest delivered = deliveries.poll(10, TimeUnit.SECONDS);
            assertThat(receiver.verify(delivered, "parvis-demo-secret")).isTrue();
            assertThat(receiver.verify(delivered, "another-secret")).isFalse();
            assertThat(receiver.parse(delivered))
                    .containsExactly(new WebhookSignal.Resync(call.account.remoteId(), InboxFeed.COMMENTS));
            subscriber.unsubscribe(call, wanted);
            subscriber.unsubscribe(call, wanted);
            assertThat(subscriber.describe(call, wanted).active()).isFalse();
        } finally {
            server.stop(0);
        }
    }

    /** A refresh token ends a year after the first consent, however often it is used; other scopes end all tokens. */
    @Test
    void tokensLiveAsLinkedinSays() throws Exception {
        var granted = linkedin.exchange(linkedin.code("acme", SimulatedLinkedin.SCOPES));
        assertThat(granted.path("expires_in").asLong()).isEqualTo(5_184_000);
        assertThat(granted.path("refresh_token_expires_in").asLong()).isEqualTo(31_536_000);
        linkedin.step(Duration.ofDays(300));
        String refresh = granted.path("refresh_token").asText();
        var renewed = linkedin.grant("grant_type", "refresh_token", "refresh_token", refresh);
        assertThat(renewed.path("refresh_token_expires_in").asLong()).isEqualTo(65L * 86_400);
        linkedin.step(Duration.ofDays(66));
        assertThat(linkedin.grant("grant_type", "refresh_token", "refresh_token", refresh)
                        .path("error")
                        .asText())
                .isEqualTo("invalid_request");
        assertThat(SimulatedLinkedin.parameter(linkedin.authorise("acme", SimulatedLinkedin.SCOPES, "deny"), "error"))
                .isEqualTo("user_cancelled_authorize");
    }
}
