package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.MediaRef;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.KnownItem;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.TimelineSource.TimelinePage;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.WebhookSubscription;

/** The bundle against a server that speaks the Graph API's protocol and knows nothing of the bundle. */
class SimulatorContractTest {

    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:instagram:account:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Organization","id":"urn:parvis:instagram:account:9000000002","preferredUsername":"Other","name":"Other Ltd"}
            {"type":"Person","id":"urn:parvis:instagram:user:77","preferredUsername":"jo","name":"Jo Doe"}
            {"type":"Note","id":"urn:parvis:instagram:item:1000","attributedTo":"urn:parvis:instagram:account:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open","likes":{"totalItems":3}}
            {"type":"Note","id":"urn:parvis:instagram:item:1001","attributedTo":"urn:parvis:instagram:user:77","published":"2026-11-20T09:05:00Z","content":"is it back?","inReplyTo":"urn:parvis:instagram:item:1000"}
            {"type":"Note","id":"urn:parvis:instagram:item:1002","attributedTo":"urn:parvis:instagram:account:9000000001","published":"2026-11-20T09:10:00Z","content":"yes!","inReplyTo":"urn:parvis:instagram:item:1001"}
            {"type":"Note","id":"urn:parvis:instagram:item:1003","attributedTo":"urn:parvis:instagram:user:77","published":"2026-11-20T09:15:00Z","content":"thanks","inReplyTo":"urn:parvis:instagram:item:1002"}
            {"type":"Note","id":"urn:parvis:instagram:item:1006","attributedTo":"urn:parvis:instagram:user:78","published":"2026-11-20T09:25:00Z","content":"look at them","tag":[{"type":"Mention","name":"@Acme"}]}
            {"type":"Note","kind":"direct-message","id":"urn:parvis:instagram:item:2001","attributedTo":"urn:parvis:instagram:user:77","to":"urn:parvis:instagram:account:9000000001","published":"2026-11-20T09:30:00Z","content":"psst"}
            {"type":"Note","kind":"direct-message","id":"urn:parvis:instagram:item:2002","attributedTo":"urn:parvis:instagram:account:9000000001","to":"urn:parvis:instagram:user:77","published":"2026-11-20T09:31:00Z","content":"yes?"}
            """;

    private final InstagramNetwork network = new InstagramNetwork();
    private final Publisher publisher = network.publisher().orElseThrow();
    private final Responder responder = network.responder().orElseThrow();

    @TempDir
    Path home;

    private SimulatedInstagram instagram;
    private FileServer library;

    @BeforeEach
    void start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        instagram = SimulatedInstagram.start(SimulatedInstagram.options(home.resolve("state"), archive));
        instagram.at("2026-11-20T10:00:00Z");
        library = new FileServer();
    }

    @AfterEach
    void stop() throws Exception {
        library.close();
        instagram.close();
    }

    private FakeCall call() throws Exception {
        FakeCall call = instagram.callAs("Acme");
        call.served = library.address();
        return call;
    }

    private List<InboxPage> read(FakeCall call, InboxFeed feed, String from) throws NetworkException {
        List<InboxPage> pages = new ArrayList<>();
        String cursor = from;
        do {
            pages.add(network.inboxSource().orElseThrow().fetch(call, feed, new FetchWindow(cursor, null, 100)));
            cursor = pages.get(pages.size() - 1).nextCursor();
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    private static List<InboxItem> items(List<InboxPage> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    private static List<InboxItem> answers(List<InboxPage> pages) {
        return pages.stream().flatMap(page -> page.answers().stream()).toList();
    }

    private static List<String> ids(List<InboxItem> items) {
        return items.stream().map(item -> item.id().value()).toList();
    }

    private List<RemotePost> posts(FakeCall call) throws NetworkException {
        List<RemotePost> posts = new ArrayList<>();
        String cursor = null;
        TimelinePage page;
        do {
            page = network.timelineSource().orElseThrow().fetch(call, new FetchWindow(cursor, null, 100));
            posts.addAll(page.posts());
            cursor = page.nextCursor();
        } while (!page.complete());
        return posts;
    }

    private static ErrorKind kind(ThrowingCallable work) {
        NetworkException failure = catchThrowableOfType(NetworkException.class, work);
        assertThat(failure).isNotNull();
        return failure.kind();
    }

    // ---- inbox and answers

    @Test
    void commentsTagsAndMessagesAreReadAndOwnOnesAreAnswers() throws Exception {
        FakeCall call = call();
        List<InboxPage> comments = read(call, InboxFeed.COMMENTS, null);
        assertThat(ids(items(comments))).containsExactlyInAnyOrder("1001", "1003");
        assertThat(items(comments))
                .allSatisfy(item -> assertThat(item.conversation().value()).isEqualTo("1001"));
        assertThat(ids(answers(comments))).containsExactly("1002");
        assertThat(items(read(call, InboxFeed.MENTIONS, null))).singleElement().satisfies(item -> {
            assertThat(item.id().value()).isEqualTo("1006");
            assertThat(item.kind()).isEqualTo(ItemKind.MENTION);
        });
        List<InboxPage> messages = read(call, InboxFeed.DIRECT_MESSAGES, null);
        assertThat(items(messages)).extracting(InboxItem::text).containsExactly("psst");
        assertThat(answers(messages)).extracting(InboxItem::text).containsExactly("yes?");
        assertThat(items(messages).get(0).conversation()).isEqualTo(new RemoteId("77"));
    }

    @Test
    void aRoundGoesOnWhereTheOneBeforeBeganAndSeesAnswersToOldComments() throws Exception {
        List<InboxPage> first = read(call(), InboxFeed.COMMENTS, null);
        String cursor = first.get(first.size() - 1).nextCursor();
        instagram.at("2026-11-20T11:00:00Z");
        RemoteId answer = instagram.stranger("{'author':'jo','text':'one more','inReplyTo':'1001'}");

        assertThat(ids(items(read(call(), InboxFeed.COMMENTS, cursor)))).containsExactly(answer.value());
    }

    private static ReplyTarget comment(String id, String conversation) {
        return new ReplyTarget(
                new RemoteId(id),
                ItemKind.COMMENT,
                new RemoteId(conversation),
                new RemoteId("77"),
                "jo",
                Instant.parse("2026-11-20T09:05:00Z"));
    }

    @Test
    void anAnswerToAnAnswerStandsBelowTheTopCommentAndNamesWhomItAnswers() throws Exception {
        FakeCall call = call();
        responder.reply(call, comment("1001", "1001"), OutboundMessage.ofText("soon"));
        RemoteId deep = responder
                .reply(call, comment("1003", "1001"), OutboundMessage.ofText("welcome"))
                .id();

        assertThat(answers(read(call, InboxFeed.COMMENTS, null)))
                .filteredOn(item -> item.id().equals(deep))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.text()).isEqualTo("@jo welcome");
                    assertThat(item.conversation().value()).isEqualTo("1001");
                });
    }

    @Test
    void aCommentIsHiddenAndDeletedAndNoticedAsSuch() throws Exception {
        FakeCall call = call();
        responder.hide(call, comment("1001", "1001"), true);
        responder.remove(call, comment("1003", "1001"));
        var recheck = network.inboxSource()
                .orElseThrow()
                .recheckItems(
                        call,
                        List.of(
                                new KnownItem(new RemoteId("1001"), ItemKind.COMMENT, false),
                                new KnownItem(new RemoteId("1003"), ItemKind.COMMENT, false),
                                new KnownItem(new RemoteId("1006"), ItemKind.MENTION, false)));

        assertThat(recheck.removed()).containsExactly(new RemoteId("1003"));
        assertThat(recheck.changed())
                .singleElement()
                .satisfies(item -> assertThat(item.visibility()).hasToString("HIDDEN"));
    }

    @Test
    void ownMediaAreAskedForAsMedia() throws Exception {
        RemoteId gone = new RemoteId("1999");
        var recheck = network.inboxSource()
                .orElseThrow()
                .recheckItems(
                        call(),
                        List.of(
                                new KnownItem(new RemoteId("1000"), ItemKind.COMMENT, true),
                                new KnownItem(gone, ItemKind.COMMENT, true)));
        assertThat(recheck.removed()).containsExactly(gone);
        assertThat(recheck.changed()).isEmpty();
    }

    @Test
    void messagesAreAnsweredWithinTheirWindows() throws Exception {
        ReplyTarget target = new ReplyTarget(
                new RemoteId("x"),
                ItemKind.DIRECT_MESSAGE,
                new RemoteId("77"),
                new RemoteId("77"),
                "jo",
                Instant.parse("2026-11-20T09:30:00Z"));
        OutboundMessage byMachine = new OutboundMessage("beep", List.of(), false);
        responder.reply(call(), target, byMachine);
        instagram.at("2026-11-22T10:00:00Z");
        FakeCall twoDaysLater = call();
        assertThat(kind(() -> responder.reply(twoDaysLater, target, byMachine)))
                .isEqualTo(ErrorKind.REPLY_WINDOW_CLOSED);
        responder.reply(twoDaysLater, target, OutboundMessage.ofText("come in"));
        instagram.at("2026-11-28T10:00:00Z");
        FakeCall nextWeek = call();
        assertThat(kind(() -> responder.reply(nextWeek, target, OutboundMessage.ofText("late"))))
                .isEqualTo(ErrorKind.REPLY_WINDOW_CLOSED);
        assertThat(kind(() -> responder.reply(nextWeek, target, OutboundMessage.ofText("é".repeat(501)))))
                .isEqualTo(ErrorKind.CONTENT_REJECTED);
    }

    @Test
    void aCommentIsAnsweredPrivatelyOnce() throws Exception {
        FakeCall call = call();
        responder.replyPrivately(call, comment("1001", "1001"), OutboundMessage.ofText("between us"));

        assertThat(answers(read(call, InboxFeed.DIRECT_MESSAGES, null)))
                .extracting(InboxItem::text)
                .contains("between us");
        assertThat(kind(() -> responder.replyPrivately(call, comment("1001", "1001"), OutboundMessage.ofText("again"))))
                .isEqualTo(ErrorKind.POLICY_REJECTED);
    }

    // ---- publishing

    private static Variant variant(String format, String text, MediaRef... media) {
        return new Variant(format, text, List.of(media), Map.of(), null);
    }

    private PublishOutcome.Published out(Variant variant) throws Exception {
        return finish(publisher.publish(call(), variant), variant);
    }

    /** Each step by a new plugin with nothing but the token, as after a restart. */
    private PublishOutcome.Published finish(PublishOutcome first, Variant variant) throws Exception {
        PublishOutcome outcome = first;
        for (int i = 0; i < 30 && outcome instanceof PublishOutcome.Pending pending; i++) {
            instagram.simulation.clock().step(pending.pollAfter());
            outcome = new InstagramNetwork().publisher().orElseThrow().resume(call(), variant, pending.token());
        }
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return (PublishOutcome.Published) outcome;
    }

    @Test
    void everyFormatIsPublishedAndFoundAgain() throws Exception {
        Instant begun = call().now;
        Variant reel = new Variant(
                "reel", "réel", List.of(library.film()), Map.of("shareToFeed", "true", "coverOffset", "500"), null);
        for (Variant each : List.of(
                variant("image", "one \uD83D\uDE00", library.picture(640, 640)),
                variant("carousel", "two", library.picture(640, 640), library.film()),
                reel)) {
            PublishOutcome.Published out = finish(publisher.publish(call(), each), each);
            assertThat(out.permalink()).hasToString("https://www.instagram.com/p/" + out.id() + "/");
            assertThat(publisher.reconcile(call(), each, null, begun))
                    .isInstanceOfSatisfying(
                            Reconciliation.Found.class,
                            found -> assertThat(found.publication().id()).isEqualTo(out.id()));
        }
        Variant story = variant("story", "", library.picture(360, 640));
        assertThat(publisher.reconcile(call(), story, null, begun)).isInstanceOf(Reconciliation.NotFound.class);
        RemoteId id = finish(publisher.publish(call(), story), story).id();
        assertThat(posts(call())).extracting(RemotePost::id).contains(id);
        assertThat(publisher.reconcile(call(), story, null, begun)).isInstanceOf(Reconciliation.Unknown.class);
    }

    @Test
    void aPublicationWhoseAnswerWasLostIsFoundByItsContainerAndNotRepeated() throws Exception {
        for (String format : List.of("image", "story")) {
            Variant once = variant(format, format.equals("story") ? "" : "once", library.picture(640, 640));
            PublishOutcome.Pending pending = (PublishOutcome.Pending) publisher.publish(call(), once);
            instagram.fault("{'network':'instagram','operation':'post.media_publish','kind':'do-without-answering'}");
            FakeCall lost = call();
            assertThat(kind(() -> publisher.resume(lost, once, pending.token())))
                    .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);

            RemoteId id = finish(pending, once).id();
            assertThat(finish(pending, once).id()).isEqualTo(id);
        }
        assertThat(posts(call())).filteredOn(post -> post.text().equals("once")).hasSize(1);
        assertThat(posts(call())).filteredOn(post -> post.text().isEmpty()).hasSize(1);
    }

    @Test
    void whatInstagramCannotFetchOrUseIsRejectedWithItsReason() throws Exception {
        MediaRef gone = library.picture(640, 640);
        library.remove(gone);
        Map<String, MediaRef> refused = new HashMap<>();
        refused.put("9004/2207052", gone);
        refused.put("36003/2207009", library.picture(640, 100));
        refused.put("36001/2207005", library.add("image/jpeg", new byte[50]));
        for (Map.Entry<String, MediaRef> each : refused.entrySet()) {
            FakeCall call = call();
            NetworkException failure = catchThrowableOfType(
                    NetworkException.class, () -> publisher.publish(call, variant("image", "no", each.getValue())));
            assertThat(failure.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
            assertThat(failure.remoteCode()).contains(each.getKey());
        }
        Variant broken = variant("reel", "no", library.add("video/mp4", new byte[500]));
        PublishOutcome film = publisher.publish(call(), broken);
        assertThat(kind(() -> finish(film, broken))).isEqualTo(ErrorKind.CONTENT_REJECTED);
    }

    @Test
    void theNumberOfPostsOfADayIsReadLive() throws Exception {
        instagram.control("settings", "{'posts-a-day':'1'}");
        out(variant("image", "first", library.picture(640, 640)));
        FakeCall call = call();
        NetworkException failure = catchThrowableOfType(
                NetworkException.class,
                () -> publisher.publish(call, variant("image", "second", library.picture(640, 640))));

        assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(failure.bucket()).contains(GraphQuotas.POSTS);
        assertThat(call.requests).extracting(request -> request.operation()).containsExactly(Operations.LIMIT);
        var observed = network.quotaReader()
                .orElseThrow()
                .read(
                        Operations.LIMIT,
                        FakeCall.response(
                                200,
                                Map.of("date", "Fri, 20 Nov 2026 10:00:00 GMT"),
                                "{\"data\":[{\"quota_usage\":2,\"config\":{\"quota_total\":50,\"quota_duration\":86400}}]}"));
        assertThat(observed).singleElement().satisfies(one -> {
            assertThat(one.bucket()).isEqualTo(GraphQuotas.POSTS);
            assertThat(one.limit()).isEqualTo(50);
            assertThat(one.remaining()).isEqualTo(48);
        });
    }

    // ---- figures, webhooks, tokens

    @Test
    void everyKindOfMediumHasItsFigures() throws Exception {
        RemoteId reel = out(variant("reel", "r", library.film())).id();
        RemoteId story = out(variant("story", "", library.film())).id();

        assertThat(figures(new RemoteId("1000"))).contains("impressions", "reactions", "instagram:saves");
        assertThat(figures(reel)).contains("impressions", "instagram:watch-time");
        assertThat(figures(story)).contains("impressions", "instagram:navigation");
        Set<String> left = new HashSet<>(figures(reel));
        left.remove("reach");
        instagram.control("metrics/retire", "{'metric':'reach'}");
        assertThat(figures(reel)).isEqualTo(left);
        instagram.control("settings", "{'few-viewers':'on'}");
        assertThat(figures(story)).isEmpty();
        assertThat(figures())
                .contains("followers", "impressions", "engagements")
                .doesNotContain("reach");
    }

    private Set<String> figures(RemoteId... of) throws Exception {
        FakeCall call = call();
        MetricQuery query = new MetricQuery(List.of(of), call.now.minus(Duration.ofDays(3)), call.now);
        Set<String> names = new HashSet<>();
        for (MetricSample sample : network.analyticsSource().orElseThrow().collect(call, query)) {
            names.add(sample.metric());
        }
        return names;
    }

    @Test
    void whatIsPushedIsSignedAndUnderstood() throws Exception {
        BlockingQueue<WebhookRequest> pushed = new LinkedBlockingQueue<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            try (exchange) {
                Map<String, List<String>> headers = new HashMap<>();
                exchange.getRequestHeaders()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
                byte[] body = exchange.getRequestBody().readAllBytes();
                pushed.add(new WebhookRequest("POST", headers, Map.of(), body, FakeCall.NOW));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        hook.start();
        try {
            String callback = "http://127.0.0.1:" + hook.getAddress().getPort() + "/";
            instagram.control("settings", "{'webhook-callback':'" + callback + "'}");
            WebhookSubscription wanted = new WebhookSubscription(java.net.URI.create(callback), "v", "s");
            var subscriber = network.webhookSubscriber().orElseThrow();
            assertThat(subscriber.describe(call(), wanted).active()).isFalse();
            subscriber.subscribe(call(), wanted);
            assertThat(subscriber.describe(call(), wanted).active()).isTrue();

            Instant now = call().now;
            RemoteId id = instagram.stranger("{'author':'jo','text':'Été / \uD83D\uDE00','inReplyTo':'1000'}");
            WebhookRequest request = pushed.poll(10, TimeUnit.SECONDS);
            WebhookReceiver receiver = network.webhookReceiver().orElseThrow();
            assertThat(request).isNotNull();
            assertThat(receiver.verify(request, SimulatedInstagram.CLIENT.secret()))
                    .isTrue();
            assertThat(receiver.verify(request, "another")).isFalse();
            assertThat(receiver.parse(request))
                    .singleElement()
                    .isInstanceOfSatisfying(WebhookSignal.ItemReceived.class, told -> {
                        assertThat(told.item().id()).isEqualTo(id);
                        assertThat(told.item().text()).isEqualTo("Été / \uD83D\uDE00");
                        assertThat(told.item().publishedAt()).isEqualTo(now);
                    });
            subscriber.unsubscribe(call(), wanted);
            assertThat(subscriber.describe(call(), wanted).active()).isFalse();
        } finally {
            hook.stop(0);
        }
    }

    @Test
    void aTokenIsExchangedOnceAndRenewedWhenItIsADayOld() throws Exception {
        InstagramLinker linker = new InstagramLinker();
        FakeCall call = instagram.call(instagram.authorise("Acme"));
        TokenGrant fresh = linker.exchange(call, new TokenGrant(call.token, null, null, Set.of()));
        assertThat(fresh.expiresAt()).isEqualTo(call.now.plus(Duration.ofDays(60)));
        assertThat(linker.refresh(call, fresh)).contains(fresh);
        instagram.at("2026-11-25T10:00:00Z");
        TokenGrant renewed =
                linker.refresh(instagram.call(fresh.accessToken()), fresh).orElseThrow();

        assertThat(renewed.accessToken()).isNotEqualTo(fresh.accessToken());
        assertThat(renewed.expiresAt()).isEqualTo(Instant.parse("2027-01-24T10:00:00Z"));
        instagram.at("2027-02-01T10:00:00Z");
        assertThat(kind(() -> linker.refresh(instagram.call(renewed.accessToken()), renewed)))
                .isEqualTo(ErrorKind.TOKEN_EXPIRED);
    }

    @Test
    void nobodyWritesInTheNameOfAnotherAccount() throws Exception {
        FakeCall other = instagram.callAs("Other");
        other.account = call().account;
        other.served = library.address();
        MediaRef picture = library.picture(640, 640);

        assertThat(kind(() -> publisher.publish(other, variant("image", "stolen", picture))))
                .isIn(ErrorKind.PERMISSION_MISSING, ErrorKind.NOT_FOUND);
        assertThat(posts(call())).extracting(RemotePost::text).doesNotContain("stolen");
    }
}
