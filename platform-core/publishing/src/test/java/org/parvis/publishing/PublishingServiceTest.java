package org.parvis.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.change.Change;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.UserId;
import org.parvis.model.Violation;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** What a person may ask of publishing, and what they are told when it cannot be. */
class PublishingServiceTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with("workspace", "engine", "publishing");

    private World world;

    @BeforeEach
    void arrange() throws SQLException {
        world = new World(database.database(), database.dataSource());
    }

    @Test
    void theSameKeyWithTheSamePostGivesTheSamePost() {
        PostView first = world.service.compose(world.caller, world.newPost("hello"), "key");
        PostView second = world.service.compose(world.caller, world.newPost("hello"), "key");

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.publications()).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherPostIsRefused() {
        world.service.compose(world.caller, world.newPost("hello"), "key");

        assertProblem(Problem.KEY_REUSED, w -> w.service.compose(w.caller, w.newPost("good bye"), "key"));
    }

    @Test
    void aTextThatItsNetworkDoesNotTakeIsNotScheduledAndTheFieldIsNamed() {
        PostView draft = world.service.compose(world.caller, world.newPost("x".repeat(21)), "key");

        assertThatThrownBy(() -> world.service.schedule(world.caller, draft.id(), null, draft.version()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::field, Violation::rule)
                                .containsExactly(
                                        org.assertj.core.groups.Tuple.tuple("targets[0].text", "text.tooLong")));
        assertThat(world.obligations).isEmpty();
    }

    @Test
    void lengthIsCountedAsTheNetworkCounts() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

        assertThat(world.service.validate(world.caller, world.newPost(family.repeat(20))))
                .isEmpty();
        assertThat(world.service.validate(world.caller, world.newPost(family.repeat(21))))
                .hasSize(1);
    }

    @Test
    void nulAndHalfSurrogatesAreThePersonsMistake() {
        assertProblem(Problem.INVALID, w -> w.service.compose(w.caller, w.newPost("a\u0000b"), "k1"));
        assertProblem(Problem.INVALID, w -> w.service.compose(w.caller, w.newPost("a\uD800b"), "k2"));
        assertProblem(Problem.INVALID, w -> w.service.compose(w.caller, w.newPost("x".repeat(10_000_000)), "k3"));
    }

    @Test
    void aStaleVersionIsRefused() {
        PostView draft = world.service.compose(world.caller, world.newPost("hello"), "key");
        world.service.revise(world.caller, draft.id(), world.newPost("hello!"), draft.version());

        assertProblem(Problem.STALE, w -> w.service.schedule(w.caller, draft.id(), null, draft.version()));
    }

    @Test
    void whatIsCancelledDoesNotGoOut() {
        PostView draft = world.service.compose(world.caller, world.newPost("hello"), "key");
        Instant later = world.clock.instant().plusSeconds(3600);
        PublicationView planned = world.service
                .schedule(world.caller, draft.id(), later, draft.version())
                .publications()
                .get(0);

        world.service.cancel(world.caller, planned.id(), planned.version());
        world.clock.step(java.time.Duration.ofHours(2));
        world.work();

        assertThat(world.look(planned.id()).state()).isEqualTo(PublicationState.CANCELLED);
        assertThat(world.network.accepted).isEmpty();
    }

    @Test
    void movingAScheduledPostMovesItsObligation() {
        PostView draft = world.service.compose(world.caller, world.newPost("hello"), "key");
        PostView planned = world.service.schedule(
                world.caller, draft.id(), world.clock.instant().plusSeconds(3600), draft.version());
        world.service.schedule(world.caller, draft.id(), null, planned.version());

        world.work();

        assertThat(world.network.accepted).hasSize(1);
        assertThat(world.obligations).isEmpty();
    }

    @Test
    void whatIsOutIsTakenBack() {
        PublicationView publication = world.scheduled("hello");
        world.work();
        PublicationView published = world.look(publication.id());

        world.service.retract(world.caller, published.id(), published.version());
        world.work();

        assertThat(world.look(published.id()).state()).isEqualTo(PublicationState.RETRACTED);
        assertThat(world.network.retracted).containsExactly(published.remoteId());
        assertProblem(Problem.CONFLICT, w -> {
            PublicationView gone = w.look(published.id());
            w.service.cancel(w.caller, gone.id(), gone.version());
        });
    }

    @Test
    void aPostMadeNativelyAppearsOnceHoweverOftenItIsSeen() {
        seen("n1", "native", "2026-11-01T08:00:00Z");
        seen("n1", "native", "2026-11-01T08:00:00Z");

        List<PublicationView> listed = world.service
                .publications(world.caller, PublicationQuery.all(PageRequest.first()))
                .items();
        assertThat(listed).singleElement().satisfies(p -> {
            assertThat(p.origin()).isEqualTo(Origin.NATIVE);
            assertThat(p.state()).isEqualTo(PublicationState.PUBLISHED);
        });
        assertThat(world.changes).hasSize(1);
    }

    @Test
    void aPostThatTheNetworkShowsNoMoreIsGone() {
        seen("n1", "native", "2026-11-01T08:00:00Z");
        seen("n2", "another", "2026-11-01T08:01:00Z");
        List<Change> gone = List.of(
                new Change.PostGone(world.accountId, new RemoteId("n1")),
                new Change.PostGone(world.accountId, new RemoteId("a comment of somebody")));
        world.timeline.changed(world.workspace, gone);
        world.timeline.changed(world.workspace, gone);
        assertThat(world.service
                        .publications(world.caller, PublicationQuery.all(PageRequest.first()))
                        .items())
                .extracting(p -> p.text() + " " + p.state())
                .containsExactlyInAnyOrder("native GONE", "another PUBLISHED");
        assertThat(world.changes)
                .extracting(change -> change.getClass().getSimpleName())
                .containsExactly("PublicationPublished", "PublicationPublished", "PublicationRemoved");
    }

    @Test
    void whatTheTimelineBroughtFirstIsJoinedWithOurs() {
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);
        PublicationView publication = world.scheduled("hello");
        world.work();
        seen("r1", "hello", "2026-11-02T09:00:00Z");
        world.clock.step(java.time.Duration.ofSeconds(10));
        world.work();

        assertThat(world.service
                        .publications(world.caller, PublicationQuery.all(PageRequest.first()))
                        .items())
                .singleElement()
                .satisfies(p -> assertThat(p.id()).isEqualTo(publication.id()));
        assertThat(world.changes)
                .extracting(change -> change.getClass().getSimpleName())
                .as("unknown, seen by the timeline, found and joined")
                .containsExactly(
                        "PublicationMoved",
                        "PublicationPublished",
                        "PublicationRemoved",
                        "PublicationPublished",
                        "PublicationMoved");
    }

    @Test
    void anEditedNativePostKeepsItsPlaceUnderItsNewId() {
        seen("n1", "first", "2026-11-01T08:00:00Z");
        world.timeline.changed(
                world.workspace,
                List.of(new Change.PostSeen(
                        world.accountId,
                        new RemotePost(
                                new RemoteId("n2"),
                                Instant.parse("2026-11-01T08:00:00Z"),
                                "second",
                                List.of(),
                                List.of(new RemoteId("n1")),
                                Map.of(),
                                null,
                                new byte[0]))));

        assertThat(world.service
                        .publications(world.caller, PublicationQuery.all(PageRequest.first()))
                        .items())
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.text()).isEqualTo("second");
                    assertThat(p.remoteId()).isEqualTo(new RemoteId("n2"));
                });
    }

    @Test
    void pagesShowEveryPublicationOnceNewestFirst() {
        for (int i = 0; i < 25; i++) {
            seen(
                    "n" + i,
                    "post " + i,
                    Instant.parse("2026-11-01T08:00:00Z").plusSeconds(i / 3).toString());
        }
        List<PublicationView> all = new ArrayList<>();
        String after = null;
        do {
            Slice<PublicationView> page =
                    world.service.publications(world.caller, PublicationQuery.all(new PageRequest(after, 7)));
            all.addAll(page.items());
            after = page.next();
        } while (after != null);

        assertThat(all).hasSize(25).doesNotHaveDuplicates();
        assertThat(all).isSortedAccordingTo((a, b) -> b.publishedAt().compareTo(a.publishedAt()));
    }

    @Test
    void aPageMarkThatIsNoneIsRefused() {
        assertProblem(
                Problem.INVALID,
                w -> w.service.publications(w.caller, PublicationQuery.all(new PageRequest("nonsense", 10))));
    }

    @Test
    void anotherWorkspaceSeesNothing() throws SQLException {
        PublicationView publication = world.scheduled("hello");
        World other = new World(database.database(), database.dataSource());

        assertThatThrownBy(() -> other.service.publication(other.caller, publication.id()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThatThrownBy(() -> other.service.post(other.caller, publication.post()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThat(other.service
                        .publications(other.caller, PublicationQuery.all(PageRequest.first()))
                        .items())
                .isEmpty();
    }

    @Test
    void whoMayOnlyDraftDoesNotPublish() {
        Caller contributor = new Caller(
                world.workspace,
                new UserId(Identifiers.next()),
                "Chloé",
                null,
                Map.of(world.brand, Role.CONTRIBUTOR),
                null,
                "test");
        PostView draft = world.service.compose(contributor, world.newPost("hello"), "key");

        assertThatThrownBy(() -> world.service.schedule(contributor, draft.id(), null, draft.version()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
    }

    @Test
    void everyDecisionIsInTheAuditTrail() {
        PublicationView publication = world.scheduled("hello");
        world.service.cancel(
                world.caller, publication.id(), world.look(publication.id()).version());

        assertThat(world.audited).containsExactly("post.compose", "post.schedule", "publication.cancel");
    }

    private void seen(String id, String text, String at) {
        world.timeline.changed(
                world.workspace,
                List.of(new Change.PostSeen(
                        world.accountId,
                        new RemotePost(
                                new RemoteId(id),
                                Instant.parse(at),
                                text,
                                List.of(),
                                List.of(),
                                Map.of(),
                                null,
                                new byte[0]))));
    }

    private void assertProblem(Problem problem, Consumer<World> action) {
        assertThatThrownBy(() -> action.accept(world))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }
}
