package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.TimelineSource.TimelinePage;
import org.parvis.toolkit.json.Json;

/** The bundle against a server that speaks X's protocol and knows nothing of the bundle. */
class SimulatorContractTest {
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:twitter:user:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:twitter:user:77","preferredUsername":"jo","name":"Jo"}
            {"type":"Note","id":"urn:parvis:twitter:item:1000","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open & happy <3","likes":{"totalItems":3}}
            {"type":"Note","id":"urn:parvis:twitter:item:1001","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:05:00Z","content":"@Acme is it back?","inReplyTo":"urn:parvis:twitter:item:1000","tag":[{"type":"Mention","name":"@Acme"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1002","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:10:00Z","content":"@jo yes!","inReplyTo":"urn:parvis:twitter:item:1001","tag":[{"type":"Mention","name":"@jo"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1003","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:15:00Z","content":"thanks, without a name","inReplyTo":"urn:parvis:twitter:item:1002"}
            {"type":"Note","id":"urn:parvis:twitter:item:1004","attributedTo":"urn:parvis:twitter:user:78","published":"2026-11-20T09:20:00Z","content":"anybody knows a shop?"}
            {"type":"Note","id":"urn:parvis:twitter:item:1005","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:21:00Z","content":"we do","inReplyTo":"urn:parvis:twitter:item:1004"}
            {"type":"Note","id":"urn:parvis:twitter:item:1006","attributedTo":"urn:parvis:twitter:user:78","published":"2026-11-20T09:25:00Z","content":"look @Acme","attachment":[{"type":"Image","url":"https://pictures.example/cat.png","mediaType":"image/png","name":"a cat"}],"tag":[{"type":"Mention","name":"@Acme"}]}
            {"type":"Note","kind":"direct-message","id":"urn:parvis:twitter:item:2001","attributedTo":"urn:parvis:twitter:user:77","to":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:30:00Z","content":"psst"}
            {"type":"Note","kind":"direct-message","id":"urn:parvis:twitter:item:2002","attributedTo":"urn:parvis:twitter:user:9000000001","to":"urn:parvis:twitter:user:77","published":"2026-11-20T09:31:00Z","content":"yes?"}
            """;

    private final TwitterNetwork network = new TwitterNetwork();

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

    private List<InboxPage> read(FakeCall call, InboxFeed feed) throws NetworkException {
        List<InboxPage> pages = new ArrayList<>();
        String cursor = null;
        do {
            pages.add(network.inboxSource().orElseThrow().fetch(call, feed, new FetchWindow(cursor, null, 100)));
            cursor = pages.get(pages.size() - 1).nextCursor();
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    private static List<String> ids(List<InboxItem> items) {
        return items.stream().map(item -> item.id().value()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tweet", "post"})
    void everythingThatReachedTheAccountIsRead(String dialect) throws Exception {
        FakeCall call = x.callAs("Acme").inDialect(dialect);
        InboxPage mentions = read(call, InboxFeed.MENTIONS).get(0);
        assertThat(ids(mentions.items())).containsExactly("1006", "1001");
        assertThat(mentions.items().get(1).kind()).isEqualTo(ItemKind.COMMENT);
        assertThat(mentions.items().get(1).conversation().value()).isEqualTo("1000");
        assertThat(mentions.items().get(1).author().handle()).isEqualTo("jo");
        assertThat(mentions.items().get(0).kind()).isEqualTo(ItemKind.MENTION);
        assertThat(mentions.items().get(0).attachments())
                .extracting(a -> a.alternativeText())
                .containsExactly("a cat");
        InboxPage comments = read(call, InboxFeed.COMMENTS).get(0);
        assertThat(ids(comments.items())).containsExactly("1003", "1001");
        assertThat(comments.items()).allMatch(item -> item.kind() == ItemKind.COMMENT);
        InboxPage direct = read(call, InboxFeed.DIRECT_MESSAGES).get(0);
        assertThat(direct.items()).extracting(InboxItem::text).containsExactly("psst");
        assertThat(direct.answers()).extracting(InboxItem::text).containsExactly("yes?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tweet", "post"})
    void theTimelineHoldsPostsAnswersAndWhatTheyAnswer(String dialect) throws Exception {
        FakeCall call = x.callAs("Acme").inDialect(dialect);
        TimelinePage page = network.timelineSource().orElseThrow().fetch(call, new FetchWindow(null, null, 100));
        assertThat(page.posts()).extracting(p -> p.id().value()).containsExactly("1000");
        assertThat(page.posts().get(0).counts()).containsEntry("reactions", 3L);
        assertThat(ids(page.answers())).containsExactlyInAnyOrder("1005", "1002");
        assertThat(ids(page.context())).containsExactlyInAnyOrder("1004", "1001");
        assertThat(page.context()).extracting(c -> c.author().id().value()).containsExactlyInAnyOrder("78", "77");
        assertThat(page.complete()).isTrue();
    }

    @Test
    void aPostIsPublishedFoundAgainAndTakenBack() throws Exception {
        FakeCall call = x.callAs("Acme");
        Variant variant = Variant.ofText("R&D <now>: https://example.com/a?b=1&c=2 \uD83D\uDE00");
        var published =
                (PublishOutcome.Published) network.publisher().orElseThrow().publish(call, variant);
        x.at("2026-11-20T10:05:00Z");
        FakeCall later = x.callAs("Acme");
        Reconciliation found = network.publisher().orElseThrow().reconcile(later, variant, null, call.now);
        assertThat(found)
                .isInstanceOfSatisfying(
                        Reconciliation.Found.class,
                        f -> assertThat(f.publication().id()).isEqualTo(published.id()));
        network.publisher().orElseThrow().retract(later, published.id());
        assertThat(network.publisher().orElseThrow().reconcile(later, variant, null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void aPostWhoseAnswerWasLostIsFoundAndOneThatNeverArrivedIsNot() throws Exception {
        FakeCall call = x.callAs("Acme");
        fault("do-without-answering");
        assertThat(publishFails(call, "arrived")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        fault("refuse");
        assertThat(publishFails(call, "never arrived")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        x.at("2026-11-20T10:05:00Z");
        FakeCall later = x.callAs("Acme");
        assertThat(network.publisher().orElseThrow().reconcile(later, Variant.ofText("arrived"), null, call.now))
                .isInstanceOf(Reconciliation.Found.class);
        assertThat(network.publisher().orElseThrow().reconcile(later, Variant.ofText("never arrived"), null, call.now))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    private void fault(String kind) throws Exception {
        x.fault("{\"network\":\"twitter\",\"route\":\"POST /2/tweets\",\"kind\":\"" + kind + "\",\"count\":1}");
    }

    private ErrorKind publishFails(FakeCall call, String text) {
        return catchThrowableOfType(
                        NetworkException.class,
                        () -> network.publisher().orElseThrow().publish(call, Variant.ofText(text)))
                .kind();
    }

    @Test
    void theSameTextTwiceIsADuplicate() throws Exception {
        FakeCall call = x.callAs("Acme");
        network.publisher().orElseThrow().publish(call, Variant.ofText("once"));
        assertThat(publishFails(call, "once")).isEqualTo(ErrorKind.DUPLICATE);
    }

    @Test
    void answersAndModerationTakeEffect() throws Exception {
        FakeCall call = x.callAs("Acme");
        var responder = network.responder().orElseThrow();
        ReplyTarget mention = target(ItemKind.MENTION, "1006", "1006", "78");
        RemoteId answer =
                responder.reply(call, mention, OutboundMessage.ofText("pretty")).id();
        ReplyTarget direct = target(ItemKind.DIRECT_MESSAGE, "2001", "77-9000000001", "77");
        responder.reply(call, direct, OutboundMessage.ofText("come in"));
        responder.hide(call, target(ItemKind.COMMENT, "1001", "1000", "77"), true);
        x.at("2026-11-20T10:05:00Z");
        FakeCall later = x.callAs("Acme");
        TimelinePage page = network.timelineSource().orElseThrow().fetch(later, new FetchWindow(null, null, 100));
        assertThat(ids(page.answers())).contains(answer.value());
        assertThat(read(later, InboxFeed.DIRECT_MESSAGES).get(0).answers())
                .extracting(InboxItem::text)
                .contains("come in");
        responder.remove(later, target(ItemKind.COMMENT, answer.value(), "1006", "9000000001"));
        assertThat(network.inboxSource()
                        .orElseThrow()
                        .recheck(later, List.of(answer, new RemoteId("1006")))
                        .removed())
                .containsExactly(answer);
    }

    private static ReplyTarget target(ItemKind kind, String id, String conversation, String author) {
        return new ReplyTarget(
                new RemoteId(id), kind, new RemoteId(conversation), new RemoteId(author), "jo", FakeCall.NOW);
    }

    @Test
    void answeringSomebodyWhoDidNotCallIsRefusedForGood() throws Exception {
        FakeCall call = x.callAs("Acme");
        NetworkException refused = catchThrowableOfType(
                NetworkException.class,
                () -> network.responder()
                        .orElseThrow()
                        .reply(call, target(ItemKind.MENTION, "1004", "1004", "78"), OutboundMessage.ofText("hello")));
        assertThat(refused.kind()).isEqualTo(ErrorKind.POLICY_REJECTED);
    }

    @Test
    void figuresAreRead() throws Exception {
        FakeCall call = x.callAs("Acme");
        var analytics = network.analyticsSource().orElseThrow();
        assertThat(analytics.collect(call, new MetricQuery(List.of(), call.now, call.now)))
                .anySatisfy(s -> {
                    assertThat(s.metric()).isEqualTo("followers");
                    assertThat(s.value()).isEqualTo(1200);
                });
        assertThat(analytics.collect(call, new MetricQuery(List.of(new RemoteId("1000")), call.now, call.now)))
                .anySatisfy(s -> assertThat(s.metric() + " " + s.value()).isEqualTo("reactions 3.0"));
    }

    @Test
    void whatArrivesLaterComesWithTheNextRoundAndWhatIsWithdrawnIsNoticed() throws Exception {
        FakeCall call = x.callAs("Acme");
        var inbox = network.inboxSource().orElseThrow();
        String cursor = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 100))
                .nextCursor();
        RemoteId fresh = x.stranger("jo", "@Acme one more thing", "");
        x.at("2026-11-20T10:10:00Z");
        InboxPage next = inbox.fetch(x.callAs("Acme"), InboxFeed.MENTIONS, new FetchWindow(cursor, null, 100));
        assertThat(ids(next.items())).containsExactly(fresh.value());
        x.control("strangers/delete", "{'id':'" + fresh + "'}");
        assertThat(inbox.recheck(x.callAs("Acme"), List.of(fresh)).removed()).containsExactly(fresh);
        x.control("revoke", "{'account':'Acme'}");
        NetworkException revoked = catchThrowableOfType(
                NetworkException.class, () -> inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 100)));
        assertThat(revoked.kind()).isEqualTo(ErrorKind.TOKEN_EXPIRED);
    }

    /** Sixty-five brands' real conversations: what the feeds bring is what was counted in the file itself. */
    @Test
    void theFeedsOfRealConversationsAreWhole(@TempDir Path folder) throws Exception {
        Path archive = folder.resolve("twcs.jsonl.gz");
        Process maker = new ProcessBuilder(
                        "python3",
                        Shared.path("tools/twcs_to_as2.py").toString(),
                        Shared.path("data/twcs/twcs.csv.gz").toString(),
                        archive.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(maker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        JsonNode truth = Json.parse(Files.readAllBytes(Shared.path("data/twcs/account_ground_truth.json")))
                .orElseThrow()
                .get("accounts");
        Map<String, String> wrong = new HashMap<>();
        try (SimulatedX crowd = SimulatedX.start(
                SimulatedX.options(folder.resolve("state"), archive).withoutLimits())) {
            for (Map.Entry<String, JsonNode> account : truth.properties()) {
                String counted = count(crowd.callAs(account.getKey()));
                String expected = account.getValue().get("received") + " received, "
                        + account.getValue().get("own") + " own";
                if (!counted.equals(expected)) {
                    wrong.put(account.getKey(), counted + " instead of " + expected);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String count(FakeCall call) throws NetworkException {
        Set<RemoteId> received = new HashSet<>();
        Set<RemoteId> own = new HashSet<>();
        Set<RemoteId> answered = new HashSet<>();
        Set<RemoteId> context = new HashSet<>();
        for (InboxFeed feed : List.of(InboxFeed.MENTIONS, InboxFeed.COMMENTS)) {
            for (InboxPage page : read(call, feed)) {
                page.items().forEach(item -> received.add(item.id()));
                page.answers().forEach(answer -> note(answer, own, answered));
                page.context().forEach(item -> note(call, item, context));
            }
        }
        String cursor = null;
        TimelinePage page;
        do {
            page = network.timelineSource().orElseThrow().fetch(call, new FetchWindow(cursor, null, 100));
            cursor = page.nextCursor();
            page.posts().forEach(post -> own.add(post.id()));
            page.answers().forEach(answer -> note(answer, own, answered));
            page.context().forEach(item -> note(call, item, context));
        } while (!page.complete());
        context.retainAll(answered);
        received.addAll(context);
        return received.size() + " received, " + own.size() + " own";
    }

    private static void note(InboxItem answer, Set<RemoteId> own, Set<RemoteId> answered) {
        own.add(answer.id());
        if (answer.inReplyTo() != null) {
            answered.add(answer.inReplyTo());
        }
    }

    private static void note(FakeCall call, InboxItem item, Set<RemoteId> context) {
        if (!item.author().id().equals(call.account.remoteId())) {
            context.add(item.id());
        }
    }
}
