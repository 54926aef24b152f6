package org.parvis.network.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.MediaRef;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.KnownItem;
import org.parvis.spi.LinkableAccount;
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
import org.parvis.spi.WebhookSubscription;

/** The bundle against a server that speaks the Graph API's protocol and knows nothing of the bundle. */
class SimulatorContractTest {

    static final String ARCHIVE = """
        {"type":"Organization","id":"urn:parvis:facebook:page:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
        {"type":"Organization","id":"urn:parvis:facebook:page:9000000002","preferredUsername":"Other","name":"Other Ltd"}
        {"type":"Person","id":"urn:parvis:facebook:user:77","preferredUsername":"jo","name":"Jo Doe"}
        {"type":"Note","id":"urn:parvis:facebook:item:1000","attributedTo":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open","likes":{"totalItems":3},"shares":{"totalItems":2}}
        {"type":"Note","id":"urn:parvis:facebook:item:1001","attributedTo":"urn:parvis:facebook:user:77","published":"2026-11-20T09:05:00Z","content":"is it back?","inReplyTo":"urn:parvis:facebook:item:1000"}
        {"type":"Note","id":"urn:parvis:facebook:item:1002","attributedTo":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:10:00Z","content":"yes!","inReplyTo":"urn:parvis:facebook:item:1001"}
        {"type":"Note","id":"urn:parvis:facebook:item:1003","attributedTo":"urn:parvis:facebook:user:77","published":"2026-11-20T09:15:00Z","content":"thanks","inReplyTo":"urn:parvis:facebook:item:1002"}
        {"type":"Note","id":"urn:parvis:facebook:item:1006","attributedTo":"urn:parvis:facebook:user:78","published":"2026-11-20T09:25:00Z","content":"look at them","attachment":[{"type":"Image","url":"https://pictures.example/cat.png","mediaType":"image/png","name":"a cat"}],"tag":[{"type":"Mention","name":"@Acme"}]}
        {"type":"Note","kind":"direct-message","id":"urn:parvis:facebook:item:2001","attributedTo":"urn:parvis:facebook:user:77","to":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:30:00Z","content":"psst"}
        {"type":"Note","kind":"direct-message","id":"urn:parvis:facebook:item:2002","attributedTo":"urn:parvis:facebook:page:9000000001","to":"urn:parvis:facebook:user:77","published":"2026-11-20T09:31:00Z","content":"yes?"}
        """;

    private final FacebookNetwork network = new FacebookNetwork();
    private final Publisher publisher = network.publisher().orElseThrow();
    private final Responder responder = network.responder().orElseThrow();

    @TempDir
    Path home;

    private SimulatedFacebook facebook;

    @BeforeEach
    void start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        facebook = SimulatedFacebook.start(SimulatedFacebook.options(home.resolve("state"), archive)
                .setting("documented-hosts", "on")
                .setting("chunk-bytes", "1000"));
        facebook.at("2026-11-20T10:00:00Z");
    }

    @AfterEach
    void stop() throws Exception {
        facebook.close();
    }

    private List<InboxPage> read(FakeCall call, InboxFeed feed, String from, int limit) throws NetworkException {
        List<InboxPage> pages = new ArrayList<>();
        String cursor = from;
        do {
            pages.add(network.inboxSource().orElseThrow().fetch(call, feed, new FetchWindow(cursor, null, limit)));
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

    private TimelinePage timeline(FakeCall call) throws NetworkException {
        List<org.parvis.model.RemotePost> posts = new ArrayList<>();
        List<InboxItem> own = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        String cursor = null;
        TimelinePage page;
        do {
            page = network.timelineSource().orElseThrow().fetch(call, new FetchWindow(cursor, null, 100));
            posts.addAll(page.posts());
            own.addAll(page.answers());
            context.addAll(page.context());
            cursor = page.nextCursor();
        } while (!page.complete());
        return new TimelinePage(posts, own, context, cursor, true);
    }

    private static ReplyTarget target(ItemKind kind, String id, String conversation, String author, String at) {
        return new ReplyTarget(
                new RemoteId(id), kind, new RemoteId(conversation), new RemoteId(author), "jo", Instant.parse(at));
    }

    private static ReplyTarget comment(String id) {
        return target(ItemKind.COMMENT, id, "1000_1001", "77", "2026-11-20T09:05:00Z");
    }

    private static ReplyTarget message(String at) {
        return target(ItemKind.DIRECT_MESSAGE, "m_2001", "77", "77", at);
    }

    // ---- linking

    @Test
    void aPersonsPagesAreLinkedWithTokensThatDoNotExpire() throws Exception {
        FakeCall linking = facebook.call(facebook.authorise("*"));
        TokenGrant grant = new TokenGrant(linking.token, null, Instant.parse("2026-11-20T11:30:00Z"), Set.of());

        TokenGrant better = network.accountLinker().exchange(linking, grant);
        assertThat(Duration.between(linking.now, better.expiresAt())).isEqualTo(Duration.ofDays(60));
        linking.token = better.accessToken();
        List<LinkableAccount> accounts = network.accountLinker().listAccounts(linking);

        assertThat(accounts).extracting(LinkableAccount::handle).containsExactly("Acme", "Other");
        assertThat(accounts).extracting(a -> a.id().value()).containsExactly("9000000001", "9000000002");
        assertThat(accounts).allSatisfy(account -> {
            assertThat(account.grant().expiresAt()).isNull();
            assertThat(account.grant().scopes()).contains("pages_messaging", "read_insights");
            assertThat(account.grant().accessToken()).isNotBlank().isNotEqualTo(better.accessToken());
        });
        facebook.at("2027-05-20T10:00:00Z");
        assertThat(timeline(facebook.callAs("Acme")).posts()).hasSize(1);
    }

    @Test
    void givingAPagesTokenBackLeavesThePersonsOtherPages() throws Exception {
        FakeCall linking = facebook.call(facebook.authorise("*"));
        linking.token = network.accountLinker()
                .exchange(linking, new TokenGrant(linking.token, null, null, Set.of()))
                .accessToken();
        List<LinkableAccount> accounts = network.accountLinker().listAccounts(linking);
        FakeCall acme = facebook.call(accounts.get(0).grant().accessToken());
        FakeCall other = facebook.call(accounts.get(1).grant().accessToken());
        other.account = new org.parvis.spi.AccountRef(
                other.account.id(), accounts.get(1).id(), "Other", "default");

        assertThat(network.accountLinker().revoke(acme, accounts.get(0).grant()))
                .isTrue();
        assertThat(timeline(other).posts()).isEmpty();

        assertThat(network.accountLinker().revoke(linking, new TokenGrant(linking.token, null, null, Set.of())))
                .isTrue();
        NetworkException ended = catchThrowableOfType(NetworkException.class, () -> timeline(other));
        assertThat(ended.kind()).isEqualTo(ErrorKind.AUTHORIZATION_REVOKED);
    }

    // ---- inbox

    @Test
    void everythingThatReachedThePageIsRead() throws Exception {
        FakeCall call = facebook.callAs("Acme");

        List<InboxPage> comments = read(call, InboxFeed.COMMENTS, null, 100);
        assertThat(ids(items(comments))).containsExactly("1000_1003", "1000_1001");
        assertThat(ids(answers(comments))).containsExactly("1000_1002");
        assertThat(items(comments)).allSatisfy(item -> {
            assertThat(item.conversation().value()).isEqualTo("1000_1001");
            assertThat(item.author().displayName()).isEqualTo("Jo Doe");
            assertThat(item.kind()).isEqualTo(ItemKind.COMMENT);
        });
        assertThat(items(comments))
                .extracting(item -> item.inReplyTo().value())
                .containsExactly("1000_1001", "9000000001_1000");
        assertThat(comments.get(0).context()).extracting(InboxItem::text).containsExactly("We are open");

        List<InboxItem> mentions = items(read(call, InboxFeed.MENTIONS, null, 100));
        assertThat(mentions).extracting(InboxItem::text).containsExactly("look at them");
        assertThat(mentions.get(0).attachments()).hasSize(1);

        List<InboxPage> direct = read(call, InboxFeed.DIRECT_MESSAGES, null, 100);
        assertThat(items(direct)).extracting(InboxItem::text).containsExactly("psst");
        assertThat(answers(direct)).extracting(InboxItem::text).containsExactly("yes?");
        assertThat(items(direct).get(0).conversation().value()).isEqualTo("77");
    }

    @Test
    void manyCommentsAreReadWholeInSmallPagesAndOnceOnly() throws Exception {
        Set<String> written = new HashSet<>(Set.of("1000_1001", "1000_1003"));
        for (int i = 0; i < 43; i++) {
            written.add(facebook.stranger("{'author':'jo','text':'c" + i + "','inReplyTo':'9000000001_1000'}")
                    .value());
        }
        FakeCall call = facebook.callAs("Acme");
        List<InboxPage> pages = read(call, InboxFeed.COMMENTS, null, 7);

        assertThat(new HashSet<>(ids(items(pages)))).isEqualTo(written);
        assertThat(pages).allMatch(page -> page.items().size() + page.answers().size() <= 7);
        assertThat(pages)
                .allMatch(page -> page.nextCursor() != null && page.nextCursor().length() <= 2048);
    }

    @Test
    void whatArrivesLaterComesWithTheNextRound() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        String comments = last(read(call, InboxFeed.COMMENTS, null, 100)).nextCursor();
        String mentions = last(read(call, InboxFeed.MENTIONS, null, 100)).nextCursor();
        String direct = last(read(call, InboxFeed.DIRECT_MESSAGES, null, 100)).nextCursor();
        facebook.at("2026-11-20T12:00:00Z");
        RemoteId comment = facebook.stranger("{'author':'jo','text':'more','inReplyTo':'1000_1001'}");
        RemoteId wall = facebook.stranger("{'author':'mia','text':'on your wall','wall':'Acme'}");
        RemoteId secret = facebook.stranger("{'kind':'direct-message','author':'mia','to':'Acme','text':'hi'}");
        FakeCall later = facebook.callAs("Acme");

        assertThat(ids(items(read(later, InboxFeed.COMMENTS, comments, 100)))).containsExactly(comment.value());
        assertThat(ids(items(read(later, InboxFeed.MENTIONS, mentions, 100)))).containsExactly(wall.value());
        assertThat(ids(items(read(later, InboxFeed.DIRECT_MESSAGES, direct, 100))))
                .containsExactly(secret.value());
    }

    private static InboxPage last(List<InboxPage> pages) {
        return pages.get(pages.size() - 1);
    }

    @Test
    void aCommentThatComesBelowAPostAlreadyPassedBelongsToTheNextRound() throws Exception {
        facebook.control("settings", "{'consistency-millis':'60000'}");
        RemoteId late = facebook.stranger("{'author':'jo','text':'shown late','inReplyTo':'9000000001_1000'}");
        List<InboxPage> round = read(facebook.callAs("Acme"), InboxFeed.COMMENTS, null, 100);
        assertThat(ids(items(round))).doesNotContain(late.value());
        facebook.at("2026-11-20T10:05:00Z");

        assertThat(ids(items(read(
                        facebook.callAs("Acme"), InboxFeed.COMMENTS, last(round).nextCursor(), 100))))
                .containsExactly(late.value());
    }

    @Test
    void whatChangedAndWhatIsGoneIsNoticed() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        facebook.control("strangers/edit", "{'id':'1000_1001','text':'is it back now?'}");
        facebook.control("strangers/delete", "{'id':'1000_1003'}");
        var recheck = network.inboxSource()
                .orElseThrow()
                .recheckItems(call, List.of(known("1000_1001"), known("1000_1003"), known("m_2001")));

        assertThat(recheck.changed()).extracting(InboxItem::text).containsExactly("is it back now?");
        assertThat(recheck.removed()).containsExactly(new RemoteId("1000_1003"));
    }

    private static KnownItem known(String id) {
        return new KnownItem(new RemoteId(id), ItemKind.COMMENT, false);
    }

    @Test
    void postsAreAskedForAsPosts() throws Exception {
        String mention = read(facebook.callAs("Acme"), InboxFeed.MENTIONS, null, 100).stream()
                .flatMap(page -> page.items().stream())
                .findFirst()
                .orElseThrow()
                .id()
                .value();
        RemoteId wall = facebook.stranger("{'author':'mia','text':'on your wall','wall':'Acme'}");
        facebook.control("strangers/edit", "{'id':'" + mention + "','text':'look at them again'}");
        facebook.control("strangers/delete", "{'id':'" + wall + "'}");
        FakeCall call = facebook.callAs("Acme");
        var recheck = network.inboxSource()
                .orElseThrow()
                .recheckItems(
                        call,
                        List.of(
                                new KnownItem(new RemoteId(mention), ItemKind.MENTION, false),
                                new KnownItem(wall, ItemKind.MENTION, false),
                                new KnownItem(new RemoteId("9000000001_1000"), ItemKind.COMMENT, true),
                                new KnownItem(new RemoteId("9000000001_9"), ItemKind.COMMENT, true)));

        assertThat(recheck.changed()).singleElement().satisfies(item -> {
            assertThat(item.id()).hasToString(mention);
            assertThat(item.kind()).isEqualTo(ItemKind.MENTION);
            assertThat(item.text()).isEqualTo("look at them again");
        });
        assertThat(recheck.removed()).containsExactly(wall, new RemoteId("9000000001_9"));
    }

    @Test
    void theTimelineHoldsPostsAndOwnComments() throws Exception {
        TimelinePage page = timeline(facebook.callAs("Acme"));

        assertThat(page.posts()).extracting(p -> p.id().value()).containsExactly("9000000001_1000");
        assertThat(page.posts().get(0).counts())
                .containsEntry("reactions", 3L)
                .containsEntry("comments", 3L)
                .containsEntry("shares", 2L);
        assertThat(ids(page.answers())).containsExactly("1000_1002");
        assertThat(ids(page.context())).containsExactly("1000_1001");
    }

    @Test
    void theCountsOfALaterRoundAreTheSame() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        var source = network.timelineSource().orElseThrow();
        String cursor = null;
        TimelinePage page;
        do {
            page = source.fetch(call, new FetchWindow(cursor, null, 100));
            cursor = page.nextCursor();
        } while (!page.complete());
        facebook.at("2026-11-21T10:00:00Z");

        TimelinePage next = source.fetch(facebook.callAs("Acme"), new FetchWindow(cursor, null, 100));
        assertThat(next.posts().get(0).counts()).containsEntry("comments", 3L);
        assertThat(next.answers()).isEmpty();
    }

    // ---- answering

    @Test
    void answersAndModerationTakeEffect() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        RemoteId answer = responder
                .reply(call, comment("1000_1003"), OutboundMessage.ofText("any time"))
                .id();
        responder.hide(call, comment("1000_1003"), true);
        responder.like(call, comment("1000_1001"), true);
        facebook.at("2026-11-20T10:05:00Z");
        FakeCall later = facebook.callAs("Acme");

        assertThat(ids(timeline(later).answers())).contains(answer.value());
        assertThat(items(read(later, InboxFeed.COMMENTS, null, 100)))
                .filteredOn(item -> item.id().value().equals("1000_1003"))
                .extracting(InboxItem::visibility)
                .containsExactly(ItemVisibility.HIDDEN);
        responder.hide(later, comment("1000_1003"), false);
        responder.like(later, comment("1000_1001"), false);
        responder.remove(later, comment("1000_1003"));
        responder.remove(later, comment(answer.value()));
        assertThat(ids(items(read(later, InboxFeed.COMMENTS, null, 100)))).containsExactly("1000_1001");
        assertThat(ids(timeline(later).answers())).containsExactly("1000_1002");
    }

    @Test
    void messagesAreAnsweredWithinTheirWindows() throws Exception {
        String at = "2026-11-20T09:30:00Z";
        OutboundMessage byPerson = OutboundMessage.ofText("come in");
        OutboundMessage byMachine = new OutboundMessage("beep", List.of(), false);
        responder.reply(facebook.callAs("Acme"), message(at), byMachine);
        facebook.at("2026-11-22T10:00:00Z");
        FakeCall twoDaysLater = facebook.callAs("Acme");

        assertThat(kind(() -> responder.reply(twoDaysLater, message(at), byMachine)))
                .isEqualTo(ErrorKind.REPLY_WINDOW_CLOSED);
        responder.reply(twoDaysLater, message(at), byPerson);
        facebook.at("2026-11-28T10:00:00Z");
        FakeCall nextWeek = facebook.callAs("Acme");
        assertThat(kind(() -> responder.reply(nextWeek, message(at), byPerson)))
                .isEqualTo(ErrorKind.REPLY_WINDOW_CLOSED);
        assertThat(answers(read(nextWeek, InboxFeed.DIRECT_MESSAGES, null, 100)))
                .extracting(InboxItem::text)
                .containsExactly("come in", "beep", "yes?");
    }

    @Test
    void aCommentIsAnsweredPrivatelyOnce() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        RemoteId sent = responder
                .replyPrivately(call, comment("1000_1001"), OutboundMessage.ofText("between us"))
                .id();

        assertThat(ids(answers(read(call, InboxFeed.DIRECT_MESSAGES, null, 100))))
                .contains(sent.value());
        assertThat(kind(() -> responder.replyPrivately(call, comment("1000_1001"), OutboundMessage.ofText("again"))))
                .isEqualTo(ErrorKind.POLICY_REJECTED);
    }

    private static ErrorKind kind(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        NetworkException failure = catchThrowableOfType(NetworkException.class, work);
        assertThat(failure).isNotNull();
        return failure.kind();
    }

    // ---- publishing

    private static Variant variant(String format, String text, List<MediaRef> media, Map<String, String> options) {
        return new Variant(format, text, media, options, null);
    }

    private static PublishOutcome.Published published(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return (PublishOutcome.Published) outcome;
    }

    @Test
    void aPostIsPublishedFoundAgainCommentedChangedAndTakenBack() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        Variant variant = Variant.ofText("R&D <now> \uD83D\uDE00");
        RemoteId id = published(publisher.publish(call, variant)).id();
        publisher.comment(call, id, "first!");
        facebook.at("2026-11-20T10:05:00Z");
        FakeCall later = facebook.callAs("Acme");

        assertThat(publisher.reconcile(later, variant, null, call.now))
                .isInstanceOfSatisfying(
                        Reconciliation.Found.class,
                        found -> assertThat(found.publication().id()).isEqualTo(id));
        assertThat(timeline(later).answers()).extracting(InboxItem::text).contains("first!");
        publisher.edit(later, id, Variant.ofText("R&D, later"));
        assertThat(timeline(later).posts()).extracting(post -> post.text()).contains("R&D, later");
        publisher.retract(later, id);
        assertThat(publisher.reconcile(later, variant, null, call.now)).isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void aPostWhoseAnswerWasLostIsFoundAndOneThatNeverArrivedIsNot() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        facebook.fault("{'network':'facebook','operation':'post.feed','kind':'do-without-answering'}");
        assertThat(kind(() -> publisher.publish(call, Variant.ofText("arrived"))))
                .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        facebook.fault("{'network':'facebook','operation':'post.feed','kind':'refuse'}");
        assertThat(kind(() -> publisher.publish(call, Variant.ofText("never arrived"))))
                .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        facebook.at("2026-11-20T10:05:00Z");
        FakeCall later = facebook.callAs("Acme");

        assertThat(publisher.reconcile(later, Variant.ofText("arrived"), null, call.now))
                .isInstanceOf(Reconciliation.Found.class);
        assertThat(publisher.reconcile(later, Variant.ofText("never arrived"), null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void linksAndPicturesAreEachPublishedInTheirForm() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        Variant link = variant("link", "read this", List.of(), Map.of("link", "\"https://example.com/a?b=1&c=2\""));
        Variant picture = variant("image", "one", List.of(call.file("image/png", new byte[100])), Map.of());
        Variant pictures = variant(
                "images",
                "two",
                List.of(call.file("image/png", new byte[100]), call.file("image/jpeg", new byte[50])),
                Map.of());
        for (Variant each : List.of(link, picture, pictures)) {
            RemoteId id = published(publisher.publish(call, each)).id();
            assertThat(publisher.reconcile(call, each, null, call.now))
                    .isInstanceOfSatisfying(
                            Reconciliation.Found.class,
                            found -> assertThat(found.publication().id()).isEqualTo(id));
        }
        assertThat(timeline(call).posts())
                .filteredOn(post -> !post.attachments().isEmpty())
                .hasSize(3);
    }

    @Test
    void aPictureThatWaitsMayBeSentAgainWithoutShowingTwice() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        Variant pictures = variant(
                "images",
                "two",
                List.of(call.file("image/png", new byte[100]), call.file("image/jpeg", new byte[50])),
                Map.of());
        facebook.fault("{'network':'facebook','operation':'post.photos','kind':'do-without-answering'}");

        assertThat(kind(() -> publisher.publish(call, pictures))).isEqualTo(ErrorKind.TRANSIENT);
        published(publisher.publish(call, pictures));
        assertThat(timeline(call).posts())
                .filteredOn(post -> post.text().equals("two"))
                .hasSize(1);
    }

    /** Each step by a new call with nothing but the token, as after a restart. */
    private PublishOutcome.Published finish(PublishOutcome first, Variant variant, FakeCall with) throws Exception {
        PublishOutcome outcome = first;
        for (int i = 0; i < 30 && outcome instanceof PublishOutcome.Pending pending; i++) {
            facebook.simulation.clock().step(pending.pollAfter());
            assertThat(pending.token().value().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(1000);
            FakeCall call = facebook.callAs("Acme");
            call.files.putAll(with.files);
            outcome = new FacebookNetwork().publisher().orElseThrow().resume(call, variant, pending.token());
        }
        return published(outcome);
    }

    @Test
    void filmsReelsAndStoriesGoOnFromTheirTokens() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        MediaRef film = call.file("video/mp4", new byte[25_300]);
        String text = "é".repeat(9000);
        for (String format : List.of("video", "reel", "story")) {
            Variant variant = variant(format, format.equals("story") ? "" : text, List.of(film), Map.of());
            PublishOutcome.Published out = finish(publisher.publish(call, variant), variant, call);
            assertThat(out.id().value()).isNotBlank();
        }
        assertThat(timeline(facebook.callAs("Acme")).posts())
                .filteredOn(post -> post.text().equals(text))
                .hasSize(2);
        Variant picture = variant("story", "", List.of(call.file("image/jpeg", new byte[10])), Map.of());
        published(publisher.publish(call, picture));
        assertThat(publisher.reconcile(facebook.callAs("Acme"), picture, null, call.now))
                .isInstanceOf(Reconciliation.Unknown.class);
    }

    @Test
    void aFilmWhoseFinishWasLostIsNotPublishedTwice() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        Variant variant = variant("reel", "once", List.of(call.file("video/mp4", new byte[5000])), Map.of());
        PublishOutcome.Pending uploading = (PublishOutcome.Pending) publisher.publish(call, variant);
        facebook.fault("{'network':'facebook','operation':'upload','kind':'do-without-answering'}");
        assertThat(kind(() -> publisher.resume(call, variant, uploading.token())))
                .isEqualTo(ErrorKind.TRANSIENT);
        PublishOutcome.Pending sent = (PublishOutcome.Pending) publisher.resume(call, variant, uploading.token());
        facebook.fault("{'network':'facebook','operation':'post.video_reels','kind':'do-without-answering'}");
        assertThat(kind(() -> publisher.resume(call, variant, sent.token()))).isEqualTo(ErrorKind.TRANSIENT);

        finish(sent, variant, call);
        assertThat(timeline(facebook.callAs("Acme")).posts())
                .filteredOn(post -> post.text().equals("once"))
                .hasSize(1);
    }

    @Test
    void aFilmThatFacebookCannotWorkOnIsRejected() throws Exception {
        facebook.control("settings", "{'films-fail':'on'}");
        FakeCall call = facebook.callAs("Acme");
        Variant variant = variant("reel", "no", List.of(call.file("video/mp4", new byte[5000])), Map.of());
        PublishOutcome first = publisher.publish(call, variant);

        assertThat(kind(() -> finish(first, variant, call))).isEqualTo(ErrorKind.CONTENT_REJECTED);
    }

    @Test
    void facebookItselfPublishesWhatIsScheduled() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        Variant later = variant("text", "tomorrow", List.of(), Map.of("scheduledAt", "\"2026-11-21T10:00:00Z\""));
        PublishOutcome.Pending pending = (PublishOutcome.Pending) publisher.publish(call, later);

        assertThat(timeline(call).posts()).extracting(post -> post.text()).doesNotContain("tomorrow");
        assertThat(publisher.resume(call, later, pending.token())).isInstanceOf(PublishOutcome.Pending.class);
        assertThat(publisher.reconcile(call, later, null, call.now)).isInstanceOf(Reconciliation.Underway.class);
        finish(pending, later, call);
        assertThat(timeline(facebook.callAs("Acme")).posts())
                .extracting(post -> post.text())
                .contains("tomorrow");
        Variant tooSoon = variant("text", "now", List.of(), Map.of("scheduledAt", "\"2026-11-20T10:05:00Z\""));
        assertThat(kind(() -> publisher.publish(call, tooSoon))).isEqualTo(ErrorKind.CONTENT_REJECTED);
    }

    // ---- figures, webhooks, budgets, errors

    @Test
    void oneRetiredMetricLosesNoOther() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        var analytics = network.analyticsSource().orElseThrow();
        Instant from = Instant.parse("2026-11-10T00:00:00Z");
        MetricQuery page = new MetricQuery(List.of(), from, call.now);
        MetricQuery post = new MetricQuery(List.of(new RemoteId("9000000001_1000")), from, call.now);
        Set<String> all = names(analytics.collect(call, page));
        Set<String> ofPost = names(analytics.collect(call, post));
        assertThat(all).contains("followers", "impressions", "reach", "engagements", "video.views");
        assertThat(ofPost).contains("impressions", "reach", "clicks", "reactions", "shares", "comments");
        facebook.control("metrics/retire", "{'metric':'page_media_view'}");
        facebook.control("metrics/retire", "{'metric':'post_clicks'}");

        Set<String> left = new HashSet<>(all);
        left.remove("impressions");
        assertThat(names(analytics.collect(call, page))).isEqualTo(left);
        Set<String> leftOfPost = new HashSet<>(ofPost);
        leftOfPost.remove("clicks");
        assertThat(names(analytics.collect(call, post))).isEqualTo(leftOfPost);
        assertThat(analytics.collect(call, post)).anySatisfy(sample -> {
            assertThat(sample.metric()).isEqualTo("facebook:reactions-by-type");
            assertThat(sample.dimensions()).containsEntry("reaction", "like");
            assertThat(sample.value()).isEqualTo(3);
        });
    }

    private static Set<String> names(List<MetricSample> samples) {
        Set<String> names = new HashSet<>();
        samples.forEach(sample -> names.add(sample.metric()));
        return names;
    }

    @Test
    void aSubscriptionIsMadeDescribedAndEnded() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        var subscriber = network.webhookSubscriber().orElseThrow();
        WebhookSubscription wanted =
                new WebhookSubscription(java.net.URI.create("https://parvis.example/hook"), "v", "s");

        assertThat(subscriber.describe(call, wanted).active()).isFalse();
        subscriber.subscribe(call, wanted);
        subscriber.subscribe(call, wanted);
        assertThat(subscriber.describe(call, wanted).active()).isTrue();
        subscriber.unsubscribe(call, wanted);
        subscriber.unsubscribe(call, wanted);
        assertThat(subscriber.describe(call, wanted).active()).isFalse();
    }

    @Test
    void whatFacebookRefusesHasItsKind() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        facebook.control("settings", "{'page-calls':'1'}");
        NetworkException limited = catchThrowableOfType(NetworkException.class, () -> {
            timeline(call);
            timeline(call);
        });
        assertThat(limited.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(limited.bucket()).contains(GraphQuotas.PAGE);
        assertThat(limited.retryAt()).contains(call.now.plus(Duration.ofHours(1)));
        facebook.control("limits", "{'lifted':true}");
        assertThat(kind(() -> publisher.retract(call, new RemoteId("9000000001_5"))))
                .isEqualTo(ErrorKind.NOT_FOUND);
        facebook.control("versions/retire", "{'version':'v26.0'}");
        assertThat(kind(() -> timeline(call))).isEqualTo(ErrorKind.API_RETIRED);
        facebook.control("versions/retire", "{'version':'v26.0','on':false}");
        facebook.control("password-changed", "{'account':'Acme'}");
        assertThat(kind(() -> timeline(call))).isEqualTo(ErrorKind.AUTHORIZATION_REVOKED);
    }

    @Test
    void nobodyWritesInTheNameOfAPageWithoutItsPermission() throws Exception {
        FakeCall call = facebook.callAs("Acme");
        FakeCall other = facebook.callAs("Other");
        other.account = call.account;

        assertThat(kind(() -> publisher.publish(other, Variant.ofText("stolen"))))
                .isEqualTo(ErrorKind.PERMISSION_MISSING);
    }
}
