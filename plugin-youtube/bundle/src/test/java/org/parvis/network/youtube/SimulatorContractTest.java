package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
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
import org.parvis.spi.ResumeToken;
import org.parvis.spi.TimelineSource.TimelinePage;

/** The bundle against a server that speaks YouTube's protocol and knows nothing of the bundle. */
class SimulatorContractTest {
    private static final String ACME = "UCacme0000000000000000AA";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:youtube:user:UCacme0000000000000000AA","preferredUsername":"Acme","name":"Acme Ltd","network":"youtube","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:youtube:user:UCjo","preferredUsername":"jo","name":"Jo","network":"youtube"}
            {"type":"Video","kind":"post","id":"urn:parvis:youtube:item:film0000001","attributedTo":"urn:parvis:youtube:user:UCacme0000000000000000AA","published":"2026-11-10T09:00:00Z","content":"We are open\\nand happy","likes":{"totalItems":100}}
            {"type":"Note","id":"urn:parvis:youtube:item:UgxTop1","attributedTo":"urn:parvis:youtube:user:UCjo","published":"2026-11-10T09:05:00Z","content":"is it back & <safe>?","inReplyTo":"urn:parvis:youtube:item:film0000001"}
            {"type":"Note","id":"urn:parvis:youtube:item:UgxTop1.a","attributedTo":"urn:parvis:youtube:user:UCacme0000000000000000AA","published":"2026-11-10T09:10:00Z","content":"yes!","inReplyTo":"urn:parvis:youtube:item:UgxTop1"}
            {"type":"Note","id":"urn:parvis:youtube:item:UgxTop1.b","attributedTo":"urn:parvis:youtube:user:UCjo","published":"2026-11-10T09:15:00Z","content":"thanks","inReplyTo":"urn:parvis:youtube:item:UgxTop1"}
            {"type":"Note","id":"urn:parvis:youtube:item:UgxTop2","attributedTo":"urn:parvis:youtube:user:UCjo","published":"2026-11-10T09:20:00Z","content":"second","inReplyTo":"urn:parvis:youtube:item:film0000001"}
            """;

    private final YoutubeNetwork network = new YoutubeNetwork();
    private final Publisher publisher = network.publisher().orElseThrow();

    @TempDir
    Path home;

    private SimulatedYoutube youtube;

    @BeforeEach
    void start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        youtube = SimulatedYoutube.start(
                SimulatedYoutube.options(home.resolve("state"), archive).shift("none"));
        youtube.at("2026-11-20T10:00:00Z");
    }

    @AfterEach
    void stop() throws Exception {
        youtube.close();
        judge();
    }

    /** Whatever a test does, its requests and their answers are what Google's own description says. */
    private void judge() {
        if (!Shared.isThere("networks/specs/youtube/youtube__v3.json")) {
            return;
        }
        Discovery data = Discovery.read("youtube__v3.json");
        Discovery analytics = Discovery.read("youtubeAnalytics__v2.json");
        for (SimulatedYoutube.Exchange exchange : youtube.exchanges) {
            String operation = exchange.request().operation();
            Discovery judge = operation.equals(Operations.REPORTS_QUERY) ? analytics : data;
            Optional<List<String>> complaints = judge.complaints(exchange.request(), exchange.response());
            assertThat(complaints.isPresent() || operation.equals(Operations.VIDEOS_UPLOAD))
                    .as("%s is described", operation)
                    .isTrue();
            assertThat(complaints.orElse(List.of())).as(operation).isEmpty();
        }
    }

    private List<InboxPage> read(FakeCall call, String cursor, int limit) throws NetworkException {
        List<InboxPage> pages = new ArrayList<>();
        do {
            pages.add(network.inboxSource()
                    .orElseThrow()
                    .fetch(call, InboxFeed.COMMENTS, new FetchWindow(cursor, null, limit)));
            cursor = pages.get(pages.size() - 1).nextCursor();
            assertThat(cursor).hasSizeLessThanOrEqualTo(2048);
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    private static List<InboxItem> items(List<InboxPage> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    private static String last(List<InboxPage> pages) {
        return pages.get(pages.size() - 1).nextCursor();
    }

    private static List<String> ids(List<InboxItem> items) {
        return items.stream().map(item -> item.id().value()).toList();
    }

    private TimelineRound timeline(FakeCall call, String cursor) throws NetworkException {
        List<RemotePost> posts = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        TimelinePage page;
        do {
            page = network.timelineSource().orElseThrow().fetch(call, new FetchWindow(cursor, null, 100));
            cursor = page.nextCursor();
            posts.addAll(page.posts());
            answers.addAll(page.answers());
        } while (!page.complete());
        return new TimelineRound(posts, answers, cursor);
    }

    private record TimelineRound(List<RemotePost> posts, List<InboxItem> answers, String cursor) {}

    private static ReplyTarget target(String item, String thread, String author) {
        return new ReplyTarget(
                new RemoteId(item), ItemKind.COMMENT, new RemoteId(thread), new RemoteId(author), "jo", FakeCall.NOW);
    }

    @Test
    void everythingThatReachedTheChannelIsRead() throws Exception {
        List<InboxPage> pages = read(youtube.callAs("Acme"), null, 100);
        List<InboxItem> items = items(pages);
        assertThat(ids(items)).containsExactlyInAnyOrder("UgxTop1", "UgxTop1.b", "UgxTop2");
        InboxItem top = items.stream()
                .filter(i -> i.id().value().equals("UgxTop1"))
                .findFirst()
                .orElseThrow();
        assertThat(top.text()).isEqualTo("is it back & <safe>?");
        assertThat(top.author().handle()).isEqualTo("jo");
        assertThat(top.conversation().value()).isEqualTo("UgxTop1");
        assertThat(top.inReplyTo()).hasToString("film0000001");
        assertThat(top.permalink()).hasToString("https://www.youtube.com/watch?v=film0000001&lc=UgxTop1");
        InboxItem reply = items.stream()
                .filter(i -> i.id().value().equals("UgxTop1.b"))
                .findFirst()
                .orElseThrow();
        assertThat(reply.inReplyTo()).hasToString("UgxTop1");
        assertThat(pages.get(0).answers()).extracting(InboxItem::text).containsExactly("yes!");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void everythingComesOnceAndWithinTheLimitWhateverItIs(int limit) throws Exception {
        for (int i = 0; i < 9; i++) {
            youtube.at("2026-11-20T10:0" + i + ":00Z");
            youtube.stranger("s" + i, "comment " + i, "video", "film0000001");
            youtube.stranger("r" + i, "reply " + i, "inReplyTo", "UgxTop2");
        }
        youtube.at("2026-11-20T11:00:00Z");
        List<InboxPage> pages = read(youtube.callAs("Acme"), null, limit);
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.items().size()
                                + page.answers().size()
                                + page.context().size())
                        .isLessThanOrEqualTo(limit));
        assertThat(ids(items(pages))).doesNotHaveDuplicates().hasSize(3 + 18);
    }

    @Test
    void aReplyInAnOldThreadIsFoundEvenWhereTheListShowsOnlyFive() throws Exception {
        for (int i = 0; i < 8; i++) {
            youtube.stranger("r" + i, "reply " + i, "inReplyTo", "UgxTop2");
        }
        FakeCall call = youtube.callAs("Acme");
        List<InboxPage> first = read(call, null, 100);
        assertThat(ids(items(first))).hasSize(3 + 8);
        youtube.at("2026-11-24T10:00:00Z");
        RemoteId fresh = youtube.stranger("late", "one more", "inReplyTo", "UgxTop2");
        youtube.at("2026-11-24T10:00:30Z");
        List<InboxPage> next = read(youtube.callAs("Acme"), last(first), 100);
        assertThat(ids(items(next))).contains(fresh.value());
        youtube.at("2026-11-24T14:00:00Z");
        FakeCall idle = youtube.callAs("Acme");
        // What is younger than the overlap comes again, and nothing else.
        assertThat(ids(items(read(idle, last(next), 100)))).containsExactly(fresh.value());
        assertThat(idle.requests).allMatch(r -> r.operation().equals(Operations.THREADS_LIST));
    }

    @Test
    void whatYoutubeHoldsBackComesAsHeldAndCanBeShownOrRejected() throws Exception {
        RemoteId held = new RemoteId(youtube.control(
                        "strangers/post",
                        "{'author':'jo','video':'film0000001','text':'look at my page','moderationStatus':'heldForReview'}")
                .path("id")
                .asText());
        FakeCall call = youtube.callAs("Acme");
        InboxItem item = items(read(call, null, 100)).stream()
                .filter(i -> i.id().equals(held))
                .findFirst()
                .orElseThrow();
        assertThat(item.visibility()).isEqualTo(ItemVisibility.HELD);
        var inbox = network.inboxSource().orElseThrow();
        assertThat(inbox.recheckItems(call, List.of(known(held))).changed())
                .extracting(InboxItem::visibility)
                .containsExactly(ItemVisibility.HELD);
        var responder = network.responder().orElseThrow();
        responder.hide(call, target(held.value(), held.value(), "UCjo"), false);
        assertThat(inbox.recheckItems(call, List.of(known(held))).changed())
                .extracting(InboxItem::visibility)
                .containsExactly(ItemVisibility.VISIBLE);
        responder.hide(call, target("UgxTop2", "UgxTop2", "UCjo"), true);
        assertThat(inbox.recheckItems(call, List.of(known(new RemoteId("UgxTop2")))).changed())
                .extracting(InboxItem::visibility)
                .containsExactly(ItemVisibility.HELD);
        responder.remove(call, target(held.value(), held.value(), "UCjo"));
        assertThat(inbox.recheckItems(call, List.of(known(held))).removed()).containsExactly(held);
    }

    private static KnownItem known(RemoteId comment) {
        return new KnownItem(comment, ItemKind.COMMENT, false);
    }

    @Test
    void aFilmIsNoCommentAndNotGoneForThat() throws Exception {
        RemoteId never = new RemoteId("UgxNever");
        KnownItem film = new KnownItem(new RemoteId("film0000001"), ItemKind.COMMENT, true);
        KnownItem noFilm = new KnownItem(new RemoteId("film9999999"), ItemKind.COMMENT, true);
        List<KnownItem> known = List.of(film, noFilm, known(new RemoteId("UgxTop1")), known(never));
        assertThat(network.inboxSource()
                        .orElseThrow()
                        .recheckItems(youtube.callAs("Acme"), known)
                        .removed())
                .containsExactly(noFilm.id(), never);
    }

    @Test
    void answersTakeEffectAndAreSeenInTheTimeline() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        TimelineRound before = timeline(call, null);
        assertThat(before.answers()).extracting(InboxItem::text).containsExactly("yes!");
        assertThat(before.posts()).singleElement().satisfies(post -> {
            assertThat(post.id()).hasToString("film0000001");
            assertThat(post.counts()).containsEntry("reactions", 100L).containsEntry("comments", 4L);
        });
        var responder = network.responder().orElseThrow();
        RemoteId answer = responder
                .reply(call, target("UgxTop1.b", "UgxTop1", "UCjo"), OutboundMessage.ofText("welcome"))
                .id();
        youtube.at("2026-11-20T10:05:00Z");
        TimelineRound after = timeline(youtube.callAs("Acme"), before.cursor());
        assertThat(ids(after.answers())).contains(answer.value());
        responder.remove(call, target(answer.value(), "UgxTop1", ACME));
        assertThat(network.inboxSource()
                        .orElseThrow()
                        .recheckItems(call, List.of(known(answer), known(new RemoteId("UgxTop1"))))
                        .removed())
                .containsExactly(answer);
    }

    @Test
    void aReplyWhoseAnswerIsLostIsUnknownAndIsFoundLater() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        youtube.fault("{'network':'youtube','operation':'comments.insert','kind':'do-without-answering'}");
        NetworkException lost = catchThrowableOfType(
                NetworkException.class,
                () -> network.responder()
                        .orElseThrow()
                        .reply(call, target("UgxTop1", "UgxTop1", "UCjo"), OutboundMessage.ofText("did it arrive?")));
        assertThat(lost.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(timeline(call, null).answers()).extracting(InboxItem::text).contains("did it arrive?");
    }

    private static Variant film(MediaRef media, Map<String, String> options) {
        return new Variant("video", "Our new film\nwith a description", List.of(media), options, null);
    }

    private PublishOutcome drive(FakeCall call, Variant variant, PublishOutcome outcome) throws Exception {
        PublishOutcome at = outcome;
        for (int i = 0; i < 30 && at instanceof PublishOutcome.Pending pending; i++) {
            // The note goes through the store and a restart.
            ResumeToken stored =
                    new ResumeToken(new String(pending.token().value().toCharArray()));
            assertThat(stored.value().length()).isLessThanOrEqualTo(8192);
            youtube.simulation.clock().step(pending.pollAfter().plusMillis(1));
            call.now = youtube.simulation.clock().instant();
            at = new YoutubeNetwork().publisher().orElseThrow().resume(call, variant, stored);
        }
        return at;
    }

    private JsonNode resource(FakeCall call, RemoteId id) throws Exception {
        return new Uploads(call)
                .videos(List.of(id.value()), "id,snippet,status")
                .get(0)
                .json();
    }

    @Test
    void aFilmGoesUpPieceByPieceAndArrivesWhole() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        call.settings.put("upload.chunk", "262144");
        MediaRef media = call.file("video/mp4", 1_000_000, 1920, 1080);
        MediaRef picture = call.file("image/png", 20_000, 1280, 720);
        Variant variant = new Variant(
                "video",
                "With a description",
                List.of(media, picture),
                Map.of(
                        "title", "\"The film\"",
                        "tags", "[\"bread\",\"early morning\"]",
                        "category", "\"26\"",
                        "privacy", "\"unlisted\"",
                        "madeForKids", "true"),
                null);
        PublishOutcome.Published published =
                (PublishOutcome.Published) drive(call, variant, publisher.publish(call, variant));
        assertThat(published.permalink()).hasToString("https://www.youtube.com/watch?v=" + published.id());
        JsonNode film = resource(call, published.id());
        assertThat(film.at("/snippet/title").asText()).isEqualTo("The film");
        assertThat(film.at("/snippet/tags").size()).isEqualTo(2);
        assertThat(film.at("/snippet/categoryId").asText()).isEqualTo("26");
        assertThat(film.at("/status/privacyStatus").asText()).isEqualTo("unlisted");
        assertThat(film.at("/status/selfDeclaredMadeForKids").asBoolean()).isTrue();
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(call.files.get(media.id())));
        var written = youtube.simulation.journal().since(0);
        assertThat(written)
                .filteredOn(e -> e.operation().equals("videos.insert"))
                .singleElement()
                .satisfies(e -> assertThat(e.state().path("sha256").asText()).isEqualTo(digest));
        assertThat(written)
                .filteredOn(e -> e.operation().equals("thumbnails.set"))
                .hasSize(1);
    }

    /** Whatever breaks at whichever request: one film, whole. */
    @ParameterizedTest
    @CsvSource({
        "videos.insert,refuse",
        "videos.insert,do-without-answering",
        "videos.insert,truncate",
        "videos.upload,refuse",
        "videos.upload,do-without-answering",
        "videos.upload,truncate",
        "thumbnails.set,refuse",
        "thumbnails.set,do-without-answering",
        "videos.list,refuse",
        "videos.list,truncate"
    })
    void whateverBreaksThereIsOneFilm(String operation, String kind) throws Exception {
        FakeCall call = youtube.callAs("Acme");
        call.settings.put("upload.chunk", "262144");
        Variant variant = new Variant(
                "video",
                "Whole",
                List.of(call.file("video/mp4", 600_000, 640, 480), call.file("image/jpeg", 100, 64, 48)),
                Map.of(),
                null);
        for (int skip = 0; skip < 7; skip++) {
            youtube.fault("{'network':'youtube','operation':'" + operation + "','kind':'" + kind + "','skip':" + skip
                    + ",'count':1,'bytes':10}");
        }
        Instant begun = call.now;
        PublishOutcome outcome = null;
        for (int i = 0; i < 60 && !(outcome instanceof PublishOutcome.Published); i++) {
            try {
                outcome = outcome == null
                        ? publisher.publish(call, variant)
                        : publisher.resume(call, variant, ((PublishOutcome.Pending) outcome).token());
            } catch (NetworkException broken) {
                if (outcome == null && broken.kind() == ErrorKind.OUTCOME_UNKNOWN) {
                    assertThat(publisher.reconcile(call, variant, null, begun))
                            .isInstanceOf(Reconciliation.NotFound.class);
                } else {
                    assertThat(broken.kind()).isEqualTo(ErrorKind.TRANSIENT);
                }
            }
            youtube.simulation.clock().step(Duration.ofSeconds(5));
            call.now = youtube.simulation.clock().instant();
        }
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        assertThat(youtube.simulation.journal().since(0))
                .filteredOn(e -> e.operation().equals("videos.insert"))
                .hasSize(1);
    }

    @Test
    void whatWasLostInTheMiddleOfAPieceIsSentAgain() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        MediaRef media = call.file("video/mp4", 700_000, 640, 480);
        Variant variant = film(media, Map.of());
        PublishOutcome.Pending begun = (PublishOutcome.Pending) publisher.publish(call, variant);
        youtube.control("uploads/keep", "{'bytes':123456}");
        NetworkException broken =
                catchThrowableOfType(NetworkException.class, () -> publisher.resume(call, variant, begun.token()));
        assertThat(broken.kind()).isEqualTo(ErrorKind.TRANSIENT);
        call.requests.clear();
        assertThat(drive(call, variant, publisher.resume(call, variant, begun.token())))
                .isInstanceOf(PublishOutcome.Published.class);
        assertThat(call.requests.get(1).headers()).containsEntry("Content-Range", "bytes 123456-699999/700000");
        assertThat(youtube.simulation.journal().since(0))
                .filteredOn(e -> e.operation().equals("videos.insert"))
                .singleElement()
                .satisfies(e -> assertThat(e.state().path("size").asLong()).isEqualTo(700_000));
    }

    @Test
    void aSessionThatIsGoneIsLookedUpAndNotRepeated() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        Variant variant = film(call.file("video/mp4", 5_000, 640, 480), Map.of());
        Instant before = call.now;
        assertThat(publisher.reconcile(call, variant, null, before)).isInstanceOf(Reconciliation.NotFound.class);
        PublishOutcome.Pending begun = (PublishOutcome.Pending) publisher.publish(call, variant);
        publisher.resume(call, variant, begun.token());
        youtube.control("uploads/forget", "{}");
        NetworkException gone =
                catchThrowableOfType(NetworkException.class, () -> publisher.resume(call, variant, begun.token()));
        assertThat(gone.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(publisher.reconcile(call, variant, null, before)).isInstanceOf(Reconciliation.Found.class);
        Variant other = new Variant("video", "Our new film\nin other words", variant.media(), Map.of(), null);
        assertThat(publisher.reconcile(call, other, null, before)).isInstanceOf(Reconciliation.Unknown.class);
        youtube.at("2026-11-21T10:00:00Z");
        FakeCall later = youtube.callAs("Acme");
        assertThat(publisher.reconcile(later, variant, null, Instant.parse("2026-11-21T10:00:00Z")))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void aPlannedFilmWaitsAndBecomesPublicByItself() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        Variant variant =
                film(call.file("video/mp4", 5_000, 640, 480), Map.of("publishAt", "\"2026-12-01T09:00:00Z\""));
        PublishOutcome.Published published =
                (PublishOutcome.Published) drive(call, variant, publisher.publish(call, variant));
        assertThat(published.publishedAt()).isEqualTo(Instant.parse("2026-12-01T09:00:00Z"));
        assertThat(resource(call, published.id()).at("/status/privacyStatus").asText())
                .isEqualTo("private");
        youtube.at("2026-12-01T09:00:01Z");
        FakeCall later = youtube.callAs("Acme");
        assertThat(resource(later, published.id()).at("/status/privacyStatus").asText())
                .isEqualTo("public");
    }

    @Test
    void aFilmThatCannotBeProcessedIsRejectedWithItsReason() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        youtube.control("uploads/fail", "{'failureReason':'codec'}");
        Variant variant = film(call.file("video/mp4", 5_000, 640, 480), Map.of());
        PublishOutcome begun = publisher.publish(call, variant);
        NetworkException failed = catchThrowableOfType(NetworkException.class, () -> drive(call, variant, begun));
        assertThat(failed.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(failed.remoteCode()).contains("codec");
    }

    @Test
    void aPictureThatIsRefusedDoesNotCostTheFilm() throws Exception {
        youtube.control("verify", "{'account':'Acme','on':false}");
        FakeCall call = youtube.callAs("Acme");
        Variant variant = new Variant(
                "video",
                "Without a picture",
                List.of(call.file("video/mp4", 5_000, 640, 480), call.file("image/png", 100, 64, 48)),
                Map.of(),
                null);
        PublishOutcome out = drive(call, variant, publisher.publish(call, variant));
        assertThat(((PublishOutcome.Published) out).warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.field()).isEqualTo("media[1]");
            assertThat(warning.message())
                    .startsWith("The film is out without its picture, which YouTube did not take: ");
        });
    }

    @Test
    void aFilmIsChangedCommentedAndDeleted() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        Map<String, String> options = Map.of("tags", "[\"bread\"]", "language", "\"fr\"");
        Variant variant = film(call.file("video/mp4", 5_000, 640, 480), options);
        RemoteId id = ((PublishOutcome.Published) drive(call, variant, publisher.publish(call, variant))).id();
        Variant changed = new Variant("video", "Other words", List.of(), Map.of("title", "\"Another title\""), null);
        publisher.edit(call, id, changed);
        JsonNode film = resource(call, id);
        assertThat(film.at("/snippet/title").asText()).isEqualTo("Another title");
        assertThat(film.at("/snippet/description").asText()).isEqualTo("Other words");
        assertThat(film.at("/snippet/tags/0").asText()).isEqualTo("bread");
        assertThat(film.at("/snippet/defaultLanguage").asText()).isEqualTo("fr");
        RemoteId comment = publisher.comment(call, id, "First!").id();
        assertThat(timeline(call, null).answers()).extracting(InboxItem::id).contains(comment);
        publisher.retract(call, id);
        assertThat(new Uploads(call).videos(List.of(id.value()), "id")).isEmpty();
        NetworkException twice = catchThrowableOfType(NetworkException.class, () -> publisher.retract(call, id));
        assertThat(twice.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void figuresAreReadAndOneRetiredMetricLosesNoOther() throws Exception {
        youtube.control("videos/figures", "{'video':'film0000001','views':5000,'likes':100}");
        FakeCall call = youtube.callAs("Acme");
        var analytics = network.analyticsSource().orElseThrow();
        Instant from = Instant.parse("2026-11-10T00:00:00Z");
        MetricQuery ofChannel = new MetricQuery(List.of(), from, call.now);
        MetricQuery ofFilm = new MetricQuery(List.of(new RemoteId("film0000001")), from, call.now);
        List<MetricSample> whole = analytics.collect(call, ofChannel);
        assertThat(whole)
                .anySatisfy(s -> assertThat(s.metric() + " " + s.value()).isEqualTo("followers 1200.0"));
        List<MetricSample> film = analytics.collect(call, ofFilm);
        assertThat(film)
                .anySatisfy(s -> assertThat(s.metric() + " " + s.value()).isEqualTo("video.views 5000.0"));
        assertThat(film).allSatisfy(s -> assertThat(s.subject()).hasToString("film0000001"));
        youtube.control("metrics/retire", "{'metric':'averageViewPercentage'}");
        for (MetricQuery query : List.of(ofChannel, ofFilm)) {
            List<MetricSample> all = query == ofChannel ? whole : film;
            List<String> expected = all.stream()
                    .map(s -> s.metric() + s.from())
                    .filter(m -> !m.startsWith("youtube:average-view-percentage"))
                    .toList();
            assertThat(analytics.collect(call, query))
                    .extracting(s -> s.metric() + s.from())
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .hasSizeGreaterThan(9);
        }
    }

    @Test
    void theDaysBudgetsAreThreeAndComeBackAtMidnightInCalifornia() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        youtube.control("limits", "{'quotas':{'videos.insert':1,'units':60}}");
        MediaRef media = call.file("video/mp4", 5_000, 640, 480);
        publisher.publish(call, film(media, Map.of()));
        NetworkException spent =
                catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, film(media, Map.of())));
        assertThat(spent.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(spent.bucket()).contains("videos.insert");
        assertThat(spent.retryAt()).contains(Instant.parse("2026-11-21T08:00:00Z"));
        ReplyTarget comment = target("UgxTop1", "UgxTop1", "UCjo");
        network.responder().orElseThrow().hide(call, comment, true);
        NetworkException units = catchThrowableOfType(
                NetworkException.class, () -> network.responder().orElseThrow().hide(call, comment, false));
        assertThat(units.bucket()).contains("units");
        youtube.at("2026-11-21T08:00:01Z");
        FakeCall tomorrow = youtube.callAs("Acme");
        assertThat(publisher.publish(tomorrow, film(media, Map.of()))).isInstanceOf(PublishOutcome.Pending.class);
    }

    @Test
    void tokensExpireAreRenewedAndRevoked() throws Exception {
        FakeCall call = youtube.callAs("Acme");
        youtube.control("expire-token", "{'account':'Acme'}");
        NetworkException expired = catchThrowableOfType(NetworkException.class, () -> read(call, null, 10));
        assertThat(expired.kind()).isEqualTo(ErrorKind.TOKEN_EXPIRED);
        String refresh = youtube.token("Acme").path("refresh_token").asText();
        String form = SimulatedYoutube.form("grant_type", "refresh_token", "refresh_token", refresh) + "&"
                + SimulatedYoutube.form("client_id", "parvis-demo", "client_secret", "parvis-demo-secret");
        assertThat(youtube.post("/token", form).path("access_token").asText()).startsWith("ya29.");
        assertThat(youtube.post("/token", form).has("refresh_token")).isFalse();
        youtube.control("revoke", "{'account':'Acme'}");
        assertThat(youtube.post("/token", form).path("error").asText()).isEqualTo("invalid_grant");
    }
}
