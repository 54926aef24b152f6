package org.parvis.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.change.Change;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.engine.call.CallKind;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.store.TestDatabase;

/** Files, pending publications, first comments, threads and edits: every step, and a death in every step. */
class PublishingContentTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with("workspace", "engine", "publishing");

    private World world;

    @BeforeEach
    void arrange() throws SQLException {
        world = new World(database.database(), database.dataSource());
    }

    private NewPost post(String format, String comment, List<NewPost.Part> thread, MediaRef... media) {
        List<MediaUse> uses =
                Arrays.stream(media).map(m -> new MediaUse(m.id(), "")).toList();
        return new NewPost(
                world.brand,
                "hello",
                List.of(new NewPost.Target(world.accountId, format, "", Map.of(), uses, comment, thread)));
    }

    private List<PublicationView> scheduled(NewPost post) {
        PostView draft =
                world.service.compose(world.caller, post, UUID.randomUUID().toString());
        return world.service
                .schedule(world.caller, draft.id(), null, draft.version())
                .publications();
    }

    private void workUntilSettled() {
        for (int i = 0; i < 60 && !world.obligations.isEmpty(); i++) {
            world.work();
            world.clock.step(Duration.ofSeconds(30));
        }
        assertThat(world.obligations).isEmpty();
    }

    private void killed() {
        assertThatThrownBy(world::work).isInstanceOf(FakeNetwork.Killed.class);
    }

    private static NewPost.Part part(String text) {
        return new NewPost.Part("text", text, Map.of(), List.of());
    }

    // files

    @Test
    void filesGoOutInOrderWithTheirTextsOnTheMediaLane() {
        MediaRef first = world.library.picture();
        MediaRef second = world.library.picture();
        NewPost post = new NewPost(
                world.brand,
                "",
                List.of(new NewPost.Target(
                        world.accountId,
                        "image",
                        "",
                        Map.of(),
                        List.of(new MediaUse(second.id(), "my own words"), new MediaUse(first.id(), "")),
                        "",
                        List.of())));

        PublicationView publication = scheduled(post).get(0);
        world.work();

        assertThat(world.network.accepted.get(0).media())
                .extracting(MediaRef::id, MediaRef::alternativeText)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second.id(), "my own words"),
                        org.assertj.core.groups.Tuple.tuple(first.id(), "of the library"));
        assertThat(world.network.kinds).containsExactly(CallKind.MEDIA);
        assertThat(world.look(publication.id()).content().media())
                .extracting(MediaUse::media)
                .containsExactly(second.id(), first.id());
    }

    @Test
    void everyLimitOfAFormatIsHeldAgainstTheFiles() {
        assertThat(rules(post("image", "", List.of()))).containsExactly("media.count");
        assertThat(rules(post("text", "", List.of(), world.library.picture()))).containsExactly("media.count");
        assertThat(rules(post("image", "", List.of(), world.library.add("image/png", 1, 9, 9, null))))
                .containsExactly("media.type");
        assertThat(rules(post("image", "", List.of(), world.library.add("image/jpeg", 1_001, 9, 9, null))))
                .containsExactly("media.tooLarge");
        assertThat(rules(post("image", "", List.of(), film(2_999)))).containsExactly("media.tooShort");
        assertThat(rules(post("image", "", List.of(), film(60_001)))).containsExactly("media.tooLong");
        assertThat(rules(post("image", "", List.of(), world.library.add("image/jpeg", 1, 200, 100, null))))
                .containsExactly("media.aspect");
        MediaRef gone = world.library.picture();
        world.library.files.remove(gone.id());
        assertThat(rules(post("image", "", List.of(), gone))).containsExactly("media.missing");
        assertThat(rules(post("image", "", List.of(), world.library.picture(), film(3_000))))
                .isEmpty();
        world.network.delivery = ContentFormat.MediaDelivery.PULL;
        world.library.reachable = false;
        assertThat(rules(post("image", "", List.of(), world.library.picture()))).containsExactly("media.unreachable");
    }

    private MediaRef film(int millis) {
        return world.library.add("video/mp4", 1, 100, 100, Duration.ofMillis(millis));
    }

    private List<String> rules(NewPost post) {
        return world.service.validate(world.caller, post).stream()
                .map(Violation::rule)
                .toList();
    }

    @Test
    void aFileIsNeededUntilItIsOut() {
        MediaRef file = world.library.picture();
        NeededMedia needed = new NeededMedia(world.database);
        PostView draft = world.service.compose(world.caller, post("image", "", List.of(), file), "key");
        assertThat(needed.need(world.workspace, file.id())).isEmpty();

        world.service.schedule(world.caller, draft.id(), null, draft.version());
        assertThat(needed.need(world.workspace, file.id()))
                .hasValueSatisfying(s -> assertThat(s).contains("SCHEDULED"));
        assertThat(needed.need(world.workspace, new MediaId(UUID.randomUUID()))).isEmpty();

        world.work();
        assertThat(needed.need(world.workspace, file.id())).isEmpty();
    }

    @Test
    void aFileThatIsGoneAfterAllFailsItAndALibraryThatIsAwayIsAwaited() {
        MediaRef file = world.library.picture();
        PublicationView first = scheduled(post("image", "", List.of(), file)).get(0);
        world.library.away = true;
        world.work();
        assertThat(world.look(first.id()).state()).isEqualTo(PublicationState.SCHEDULED);

        world.library.away = false;
        world.library.files.clear();
        workUntilSettled();

        assertThat(world.look(first.id()).state()).isEqualTo(PublicationState.FAILED);
        assertThat(world.look(first.id()).reason()).contains("deleted");
        assertThat(world.network.accepted).isEmpty();
    }

    @Test
    void theSameKeyWithOtherFilesIsRefused() {
        world.service.compose(world.caller, post("image", "", List.of(), world.library.picture()), "key");

        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> world.service.compose(
                        world.caller, post("image", "", List.of(), world.library.picture()), "key"));

        assertThat(problem.problem()).isEqualTo(Problem.KEY_REUSED);
    }

    // pending

    private PublicationView pending() {
        world.network.fates.add((network, variant) -> new PublishOutcome.Pending(
                new ResumeToken("hello"),
                Duration.ofSeconds(10),
                world.clock.instant().plus(Duration.ofHours(3))));
        PublicationView publication = world.scheduled("hello");
        world.work();
        world.clock.step(Duration.ofSeconds(11));
        return publication;
    }

    @Test
    void killedInResumeAfterTheNetworkTookItIsFoundAndNotDoneAgain() {
        PublicationView publication = pending();
        world.network.fates.add(FakeNetwork.DIE_AFTER_ACCEPTING);
        killed();

        workUntilSettled();

        assertPublishedOnce(publication);
    }

    @Test
    void killedInResumeBeforeTheNetworkTookItGoesOnWithItsTokenAfterAbsenceIsProved() {
        PublicationView publication = pending();
        world.network.fates.add(FakeNetwork.DIE_BEFORE_ACCEPTING);
        killed();

        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.UNKNOWN);
        workUntilSettled();

        assertPublishedOnce(publication);
        assertThat(world.look(publication.id()).attempts()).as("begun once").isEqualTo(1);
    }

    @Test
    void aLostAnswerToResumeIsLookedUp() {
        PublicationView publication = pending();
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);

        workUntilSettled();

        assertPublishedOnce(publication);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheNetworkWorksOnIsNeverBegunAnew(boolean absent) {
        PublicationView publication = pending();
        if (absent) {
            world.network.absent = true;
        } else {
            world.network.fates.add(FakeNetwork.fail(ErrorKind.AUTHORIZATION_REVOKED));
        }
        world.work();
        world.network.absent = false;
        if (!absent) {
            assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.HELD);
            world.timeline.changed(world.workspace, List.of(new Change.AccountLinked(world.accountId)));
        }
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.PENDING_REMOTE);

        world.clock.step(Duration.ofHours(1).minusSeconds(30));
        workUntilSettled();

        assertPublishedOnce(publication);
        assertThat(world.look(publication.id()).attempts()).isEqualTo(1);
    }

    @Test
    void aTransientFailureOfResumeKeepsItsToken() {
        PublicationView publication = pending();
        world.network.fates.add(FakeNetwork.fail(ErrorKind.TRANSIENT));
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.PENDING_REMOTE);

        workUntilSettled();

        assertPublishedOnce(publication);
    }

    private void assertPublishedOnce(PublicationView publication) {
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.PUBLISHED);
        assertThat(world.network.accepted).hasSize(1);
    }

    // first comments

    private PublicationView commented(FakeNetwork.CommentFate... fates) {
        world.network.commentFates.addAll(List.of(fates));
        return scheduled(post("text", "more here", List.of())).get(0);
    }

    private void assertCommentedOnce(PublicationView publication) {
        PublicationView now = world.look(publication.id());
        assertThat(now.firstComment().state()).isEqualTo(ReplyState.SENT);
        assertThat(world.network.comments).hasSize(1);
        assertThat(world.network.comments.get(0).under()).isEqualTo(now.remoteId());
        assertThat(now.firstComment().remoteId())
                .isEqualTo(world.network.comments.get(0).id());
        assertThat(world.network.accepted).hasSize(1);
    }

    @Test
    void aFirstCommentFollowsThePublication() {
        PublicationView publication = commented();
        assertThat(publication.firstComment().state()).isNull();

        world.work();

        assertCommentedOnce(publication);
        assertThat(world.service.explain(world.caller, publication.id()))
                .extracting("what")
                .containsExactly("composed", "validated", "scheduled", "sending", "published", "first comment sent");
    }

    @Test
    void whatIsFoundByALookIsCommentedToo() {
        world.network.fates.add(FakeNetwork.DIE_AFTER_ACCEPTING);
        PublicationView publication = commented();
        killed();

        workUntilSettled();

        assertCommentedOnce(publication);
    }

    @Test
    void aCommentWithoutAnAnswerIsFoundAndNotWrittenAgain() {
        world.network.visibleAfter = Duration.ofSeconds(50);
        PublicationView publication = commented(FakeNetwork.COMMENT_WITHOUT_ANSWER);
        workUntilSettled();
        assertCommentedOnce(publication);
    }

    @Test
    void killedAfterCommentingIsFound() {
        PublicationView publication = commented(FakeNetwork.DIE_AFTER_COMMENTING);
        killed();
        workUntilSettled();
        assertCommentedOnce(publication);
    }

    @Test
    void killedBeforeCommentingIsWrittenOnceAfterAbsenceIsProved() {
        PublicationView publication = commented(FakeNetwork.DIE_BEFORE_COMMENTING);
        killed();
        world.clock.step(Duration.ofSeconds(30));
        world.work();
        assertThat(world.network.comments).as("absence is not proved yet").isEmpty();
        workUntilSettled();
        assertCommentedOnce(publication);
    }

    @Test
    void aCommentNobodyCanFindOutIsHeldAndAPersonDecides() {
        world.network.canLookUp = false;
        PublicationView publication = commented(FakeNetwork.LOSE_COMMENT);
        workUntilSettled();
        PublicationView held = world.look(publication.id());
        assertThat(held.firstComment().state()).isEqualTo(ReplyState.HELD);
        assertThat(held.state()).isEqualTo(PublicationState.PUBLISHED);

        world.service.resolveComment(world.caller, held.id(), false, held.version());
        workUntilSettled();

        assertCommentedOnce(publication);
    }

    @Test
    void aCommentThatVanishesTwiceIsNotWrittenAThirdTime() {
        PublicationView publication = commented(FakeNetwork.LOSE_COMMENT, FakeNetwork.LOSE_COMMENT);
        workUntilSettled();
        assertThat(world.look(publication.id()).firstComment().state()).isEqualTo(ReplyState.HELD);
        assertThat(world.network.comments).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTENT_REJECTED", "POLICY_REJECTED", "GONE"})
    void aRefusedCommentFailsAloneAndCanBeTriedAgain(ErrorKind kind) {
        PublicationView publication = commented((network, under, text) -> {
            throw new NetworkException(kind, "the network says " + kind);
        });
        workUntilSettled();
        PublicationView failed = world.look(publication.id());
        assertThat(failed.state()).isEqualTo(PublicationState.PUBLISHED);
        assertThat(failed.firstComment().state()).isEqualTo(ReplyState.FAILED);
        assertThat(failed.firstComment().reason()).contains(kind.name());

        world.service.retryComment(world.caller, failed.id(), failed.version());
        workUntilSettled();

        assertCommentedOnce(publication);
    }

    @Test
    void aNetworkWithoutFirstCommentsSaysSoBeforehand() {
        world.network.capabilities = Set.of(Capability.PUBLISH, Capability.PUBLISH_TEXT);
        assertThat(rules(post("text", "more", List.of(part("second")))))
                .containsExactly("capability.FIRST_COMMENT", "capability.PUBLISH_THREAD");
    }

    // threads

    @Test
    void eachPostOfAThreadAnswersTheOneBefore() {
        scheduled(post("text", "", List.of(part("two"), part("three"))));

        workUntilSettled();

        assertThat(world.network.accepted).extracting("text").containsExactly("hello", "two", "three");
        assertThat(world.network.accepted)
                .extracting("replyTo")
                .containsExactly(null, new RemoteId("r1"), new RemoteId("r2"));
    }

    @Test
    void aThreadGoesOnAfterADeathInEachOfItsPosts() {
        for (int dying = 0; dying < 3; dying++) {
            for (FakeNetwork.Fate fate : List.of(FakeNetwork.DIE_AFTER_ACCEPTING, FakeNetwork.DIE_BEFORE_ACCEPTING)) {
                world.network.accepted.clear();
                for (int i = 0; i < dying; i++) {
                    world.network.fates.add(FakeNetwork.ACCEPT);
                }
                world.network.fates.add(fate);
                String mark = dying + " " + (fate == FakeNetwork.DIE_AFTER_ACCEPTING);
                NewPost post = new NewPost(
                        world.brand,
                        "a" + mark,
                        List.of(new NewPost.Target(
                                world.accountId,
                                "text",
                                "",
                                Map.of(),
                                List.of(),
                                "",
                                List.of(part("b" + mark), part("c" + mark)))));
                scheduled(post);
                killed();
                workUntilSettled();
                assertThat(world.network.accepted)
                        .as(mark)
                        .extracting("text")
                        .containsExactly("a" + mark, "b" + mark, "c" + mark);
                database.truncate("publishing.post", "publishing.publication");
            }
        }
    }

    @Test
    void aRefusedPostHoldsTheRestBackUntilItIsOut() {
        world.network.fates.add(FakeNetwork.ACCEPT);
        world.network.fates.add(FakeNetwork.fail(ErrorKind.CONTENT_REJECTED));
        List<PublicationView> thread = scheduled(post("text", "", List.of(part("two"), part("three"))));
        workUntilSettled();
        assertThat(states(thread))
                .containsExactly(PublicationState.PUBLISHED, PublicationState.FAILED, PublicationState.SCHEDULED);

        PublicationView failed = world.look(thread.get(1).id());
        world.service.retry(world.caller, failed.id(), failed.version());
        workUntilSettled();

        assertThat(world.network.accepted).extracting("text").containsExactly("hello", "two", "three");
    }

    @Test
    void cancellingAPostCancelsWhatContinuesIt() {
        List<PublicationView> thread = scheduled(post("text", "", List.of(part("two"), part("three"))));
        PublicationView second = world.look(thread.get(1).id());

        world.service.cancel(world.caller, second.id(), second.version());
        workUntilSettled();

        assertThat(states(thread))
                .containsExactly(PublicationState.PUBLISHED, PublicationState.CANCELLED, PublicationState.CANCELLED);
    }

    @Test
    void whatAPersonSaidIsOutGoesOnWhenTheTimelineBringsItsId() {
        world.network.canLookUp = false;
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);
        List<PublicationView> thread = scheduled(post("text", "more", List.of(part("two"))));
        workUntilSettled();
        PublicationView held = world.look(thread.get(0).id());
        world.service.resolve(world.caller, held.id(), true, held.version());
        workUntilSettled();
        assertThat(world.network.accepted).hasSize(1);

        world.timeline.changed(
                world.workspace,
                List.of(new Change.PostSeen(
                        world.accountId,
                        new RemotePost(
                                new RemoteId("r1"),
                                world.clock.instant(),
                                "hello",
                                List.of(),
                                List.of(),
                                Map.of(),
                                null,
                                new byte[0]))));
        workUntilSettled();

        assertThat(world.network.accepted).extracting("text").containsExactly("hello", "two");
        assertThat(world.network.comments).hasSize(1);
    }

    private List<PublicationState> states(List<PublicationView> publications) {
        List<PublicationState> states = new ArrayList<>();
        publications.forEach(p -> states.add(world.look(p.id()).state()));
        return states;
    }

    @Test
    void aMistakeInAThreadIsNamedWhereItIs() {
        assertThat(world.service.validate(world.caller, post("text", "", List.of(part("two"), part("x".repeat(21))))))
                .extracting(Violation::field)
                .containsExactly("targets[0].thread[1].text");
        PostView draft = world.service.compose(
                world.caller, post("text", "", List.of(part("two"), part("x".repeat(21)))), "key");
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> world.service.schedule(world.caller, draft.id(), null, draft.version()));
        assertThat(problem.violations()).extracting(Violation::field).containsExactly("targets[0].thread[1].text");
    }

    // edits

    private PublicationView published() {
        PublicationView publication = world.scheduled("hello");
        world.work();
        return world.look(publication.id());
    }

    @Test
    void anEditIsTriedUntilItIsOut() {
        world.network.editFailures.add(new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer"));
        PublicationView publication = published();

        PublicationView editing =
                world.service.edit(world.caller, publication.id(), "hullo", Map.of(), publication.version());
        assertThat(editing.editing()).isTrue();
        assertThat(editing.text()).isEqualTo("hello");
        workUntilSettled();

        PublicationView edited = world.look(publication.id());
        assertThat(edited.text()).isEqualTo("hullo");
        assertThat(edited.editing()).isFalse();
        assertThat(world.network.edits).containsExactly("r1: hullo");
    }

    @Test
    void aSecondEditBeforeTheFirstIsOutIsTheOneThatStays() {
        PublicationView publication = published();
        PublicationView first =
                world.service.edit(world.caller, publication.id(), "one", Map.of(), publication.version());
        world.service.edit(world.caller, publication.id(), "two", Map.of(), first.version());

        workUntilSettled();

        assertThat(world.look(publication.id()).text()).isEqualTo("two");
        assertThat(world.network.edits).containsExactly("r1: two");
    }

    @Test
    void aRefusedEditLeavesWhatIsOutAndSaysWhy() {
        PublicationView publication = published();
        world.network.editFailures.add(new NetworkException(ErrorKind.POLICY_REJECTED, "too late"));
        world.service.edit(world.caller, publication.id(), "hullo", Map.of(), publication.version());

        workUntilSettled();

        PublicationView now = world.look(publication.id());
        assertThat(now.text()).isEqualTo("hello");
        assertThat(now.editing()).isFalse();
        assertThat(now.reason()).contains("too late");
        assertThat(now.state()).isEqualTo(PublicationState.PUBLISHED);
    }

    @Test
    void whatTheNetworkDoesNotTakeIsNotEdited() {
        PublicationView publication = published();
        assertThat(editProblem(publication, "x".repeat(21))).isEqualTo(Problem.INVALID);
        world.network.capabilities = Set.of(Capability.PUBLISH, Capability.PUBLISH_TEXT);
        assertThat(editProblem(publication, "hullo")).isEqualTo(Problem.UNSUPPORTED);
        assertThat(world.obligations).isEmpty();
    }

    private Problem editProblem(PublicationView publication, String text) {
        return catchThrowableOfType(
                        ProblemException.class,
                        () -> world.service.edit(world.caller, publication.id(), text, Map.of(), publication.version()))
                .problem();
    }

    // options

    @Test
    void optionsAreHeldAgainstTheSchemaOfTheNetwork() {
        world.network.optionsSchema = """
                {"type":"object","additionalProperties":false,"required":["privacy"],"properties":{
                  "title":{"type":"string","minLength":1,"maxLength":5,"pattern":"^[^<>]*$"},
                  "privacy":{"type":"string","oneOf":[{"const":"public"},{"const":"private"}]},
                  "tags":{"type":"array","items":{"type":"string","maxLength":3},"maxItems":2,"uniqueItems":true},
                  "count":{"type":"integer","minimum":1,"maximum":9},
                  "at":{"type":"string","format":"date-time"}}}""";
        String ok = "\"public\"";
        assertThat(options(Map.of("privacy", ok))).isEmpty();
        assertThat(options(Map.of())).containsExactly("targets[0].options.privacy options.required");
        assertThat(options(Map.of("privacy", "\"secret\"")))
                .containsExactly("targets[0].options.privacy options.choice");
        assertThat(options(Map.of("privacy", "secret"))).containsExactly("targets[0].options.privacy options.json");
        assertThat(options(Map.of("privacy", ok, "other", "1")))
                .containsExactly("targets[0].options.other options.unknown");
        assertThat(options(Map.of("privacy", ok, "title", "\"\"")))
                .containsExactly("targets[0].options.title options.tooShort");
        assertThat(options(Map.of("privacy", ok, "title", "\"123456\"")))
                .containsExactly("targets[0].options.title options.tooLong");
        assertThat(options(Map.of("privacy", ok, "title", "\"<b>\"")))
                .containsExactly("targets[0].options.title options.pattern");
        assertThat(options(Map.of("privacy", ok, "tags", "[\"a\",\"long\"]")))
                .containsExactly("targets[0].options.tags[1] options.tooLong");
        assertThat(options(Map.of("privacy", ok, "tags", "[\"a\",\"a\"]")))
                .containsExactly("targets[0].options.tags options.twice");
        assertThat(options(Map.of("privacy", ok, "count", "1.5")))
                .containsExactly("targets[0].options.count options.type");
        assertThat(options(Map.of("privacy", ok, "count", "10")))
                .containsExactly("targets[0].options.count options.tooLarge");
        assertThat(options(Map.of("privacy", ok, "at", "\"soon\"")))
                .containsExactly("targets[0].options.at options.format");
        assertThat(options(Map.of("privacy", ok, "at", "\"2026-11-02T09:00:00Z\"", "count", "3")))
                .isEmpty();
    }

    private List<String> options(Map<String, String> options) {
        NewPost post =
                new NewPost(world.brand, "hello", List.of(new NewPost.Target(world.accountId, "text", "", options)));
        return world.service.validate(world.caller, post).stream()
                .map(v -> v.field() + " " + v.rule())
                .toList();
    }
}
