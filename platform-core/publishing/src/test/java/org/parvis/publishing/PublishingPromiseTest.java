package org.parvis.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.api.change.Change;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.model.AccountState;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.store.TestDatabase;

/** No silent duplicate, no silent loss: what the network accepted and what the platform believes agree in the end. */
class PublishingPromiseTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with("workspace", "engine", "publishing");

    private World world;

    @BeforeEach
    void arrange() throws SQLException {
        world = new World(database.database(), database.dataSource());
    }

    @Test
    void whatIsDueGoesOutOnceAndIsTold() {
        PublicationView publication = world.scheduled("hello");

        world.work();

        assertPublishedOnce(publication);
        assertThat(world.changes)
                .hasOnlyElementsOfTypes(Change.PublicationPublished.class, Change.PublicationMoved.class)
                .hasSize(2);
        assertThat(world.service.explain(world.caller, publication.id()))
                .extracting("what")
                .containsExactly("composed", "validated", "scheduled", "sending", "published");
    }

    @Test
    void acceptedWithoutAnAnswerIsFoundAndNotSentAgain() {
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);
        PublicationView publication = world.scheduled("hello");

        workUntilSettled(publication);

        assertPublishedOnce(publication);
    }

    @Test
    void lostOnTheWayIsSentAgainOnlyAfterAbsenceIsProved() {
        world.network.fates.add(FakeNetwork.LOSE);
        PublicationView publication = world.scheduled("hello");

        world.work();
        world.clock.step(Duration.ofSeconds(119));
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.UNKNOWN);
        assertThat(world.network.accepted).isEmpty();

        world.clock.step(Duration.ofSeconds(2));
        world.work();
        assertPublishedOnce(publication);
        assertThat(world.look(publication.id()).attempts()).isEqualTo(2);
    }

    @Test
    void aPostThatTheNetworkShowsLateIsNotDoubled() {
        world.network.visibleAfter = Duration.ofSeconds(100);
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);
        PublicationView publication = world.scheduled("hello");

        workUntilSettled(publication);

        assertPublishedOnce(publication);
    }

    @Test
    void killedAfterTheNetworkAcceptedItIsFoundAfterwards() {
        world.network.fates.add(FakeNetwork.DIE_AFTER_ACCEPTING);
        PublicationView publication = world.scheduled("hello");

        assertThatThrownBy(world::work).isInstanceOf(FakeNetwork.Killed.class);
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.SENDING);

        workUntilSettled(publication);
        assertPublishedOnce(publication);
    }

    @Test
    void killedBeforeTheNetworkAcceptedItIsSentOnce() {
        world.network.fates.add(FakeNetwork.DIE_BEFORE_ACCEPTING);
        PublicationView publication = world.scheduled("hello");

        assertThatThrownBy(world::work).isInstanceOf(FakeNetwork.Killed.class);

        workUntilSettled(publication);
        assertPublishedOnce(publication);
    }

    @Test
    void withoutTheLeaseNothingLeavesAndNothingIsWritten() {
        PublicationView publication = world.scheduled("hello");
        world.leaseLost = true;

        assertThatThrownBy(world::work).isInstanceOf(LeaseLostException.class);

        assertThat(world.network.accepted).isEmpty();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.SCHEDULED);
    }

    @Test
    void whatNobodyCanFindOutIsHeldForAPersonAndNeverRepeated() {
        world.network.canLookUp = false;
        world.network.fates.add(FakeNetwork.ACCEPT_WITHOUT_ANSWER);
        PublicationView publication = world.scheduled("hello");

        workUntilSettled(publication);

        PublicationView held = world.look(publication.id());
        assertThat(held.state()).isEqualTo(PublicationState.HELD);
        assertThat(held.reason()).contains("look at the account");
        assertThat(world.network.accepted).hasSize(1);

        PublicationView resolved = world.service.resolve(world.caller, held.id(), true, held.version());
        assertThat(resolved.state()).isEqualTo(PublicationState.PUBLISHED);
        world.work();
        assertThat(world.network.accepted).hasSize(1);
    }

    @Test
    void aPersonSaysItDidNotGoOutAndItGoesOut() {
        world.network.canLookUp = false;
        world.network.fates.add(FakeNetwork.LOSE);
        PublicationView publication = world.scheduled("hello");
        workUntilSettled(publication);

        PublicationView held = world.look(publication.id());
        world.service.resolve(world.caller, held.id(), false, held.version());
        world.work();

        assertPublishedOnce(publication);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "RATE_LIMITED", "QUOTA_EXHAUSTED", "TOKEN_EXPIRED"})
    void knownNotToBeExecutedIsTriedAgain(ErrorKind kind) {
        world.network.fates.add(FakeNetwork.fail(kind));
        PublicationView publication = world.scheduled("hello");

        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.SCHEDULED);
        assertThat(world.look(publication.id()).reason()).contains(kind.name());

        world.clock.step(Duration.ofSeconds(31));
        world.work();
        assertPublishedOnce(publication);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTENT_REJECTED", "POLICY_REJECTED", "UNSUPPORTED", "GONE"})
    void refusedFailsWithTheNetworksReasonAndIsNotRepeated(ErrorKind kind) {
        world.network.fates.add(FakeNetwork.fail(kind));
        PublicationView publication = world.scheduled("hello");

        workUntilSettled(publication);

        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.FAILED);
        assertThat(world.look(publication.id()).reason()).contains(kind.name());
        assertThat(world.obligations).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DUPLICATE", "DEFECT", "OUTCOME_UNKNOWN"})
    void whateverMayHaveLeftIsLookedUpBeforeItIsSentAgain(ErrorKind kind) {
        world.network.fates.add((network, variant) -> {
            network.accept(variant);
            throw new org.parvis.spi.NetworkException(kind, "the network says " + kind);
        });
        PublicationView publication = world.scheduled("hello");

        workUntilSettled(publication);

        assertPublishedOnce(publication);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHORIZATION_REVOKED", "PERMISSION_MISSING", "MISCONFIGURED", "API_RETIRED"})
    void aBrokenAccountHoldsItAndLinkingAgainLetsItGo(ErrorKind kind) {
        world.network.fates.add(FakeNetwork.fail(kind));
        PublicationView publication = world.scheduled("hello");
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.HELD);

        world.timeline.changed(world.workspace, java.util.List.of(new Change.AccountLinked(world.accountId)));
        world.work();

        assertPublishedOnce(publication);
    }

    @Test
    void anAccountThatDoesNotWorkHoldsItWithoutACall() {
        world.accountState = AccountState.RELINK_REQUIRED;
        PublicationView publication = world.scheduled("hello");

        world.work();

        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.HELD);
        assertThat(world.network.accepted).isEmpty();
    }

    @Test
    void anAbsentNetworkIsAwaitedAndNotALoss() {
        world.network.absent = true;
        PublicationView publication = world.scheduled("hello");
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.WAITING_FOR_NETWORK);

        world.network.absent = false;
        world.clock.step(Duration.ofHours(1));
        world.work();

        assertPublishedOnce(publication);
    }

    @Test
    void aNetworkThatComesBackTooLateGetsNothingUnasked() {
        world.network.absent = true;
        PublicationView publication = world.scheduled("hello");
        world.work();
        PublicationView waiting = world.look(publication.id());
        assertThat(waiting.state()).isEqualTo(PublicationState.WAITING_FOR_NETWORK);
        assertThat(waiting.reason()).contains("The network").contains("ABSENT");

        world.network.absent = false;
        world.clock.step(Duration.ofHours(13));
        world.work();
        PublicationView missed = world.look(publication.id());
        assertThat(missed.state()).isEqualTo(PublicationState.HELD);
        assertThat(missed.reason()).contains("It was due at").contains("publish it now or cancel it");
        assertThat(world.network.accepted).isEmpty();

        world.service.retry(world.caller, missed.id(), missed.version());
        world.work();
        assertPublishedOnce(publication);
    }

    @Test
    void tooLateIsHeldForAPerson() {
        PublicationView publication = world.scheduled("hello");
        world.clock.step(Duration.ofHours(13));

        world.work();

        PublicationView late = world.look(publication.id());
        assertThat(late.state()).isEqualTo(PublicationState.HELD);
        world.service.retry(world.caller, late.id(), late.version());
        world.work();
        assertPublishedOnce(publication);
    }

    @Test
    void pendingAtTheNetworkIsAskedAgainUntilItIsOut() {
        world.network.fates.add((network, variant) -> new PublishOutcome.Pending(
                new ResumeToken("hello"),
                Duration.ofSeconds(10),
                world.clock.instant().plus(Duration.ofMinutes(5))));
        PublicationView publication = world.scheduled("hello");
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.PENDING_REMOTE);

        world.clock.step(Duration.ofSeconds(11));
        world.work();

        assertPublishedOnce(publication);
    }

    @Test
    void goingOnHasWhatWasComposedBesideTheToken() {
        world.network.fates.add((network, variant) -> new PublishOutcome.Pending(
                new ResumeToken("1:42"),
                Duration.ofSeconds(10),
                world.clock.instant().plus(Duration.ofMinutes(5))));
        PublicationView publication = world.scheduled("as composed");
        world.work();
        world.clock.step(Duration.ofSeconds(11));
        world.work();

        assertThat(world.network.resumed).containsExactly("1:42");
        assertThat(world.network.accepted)
                .extracting(FakeNetwork.Accepted::text)
                .containsExactly("as composed");
        assertPublishedOnce(publication);
    }

    @Test
    void whatIsUnderwayAfterALostStepIsGoneOnWith() {
        PublishOutcome.Pending pending = new PublishOutcome.Pending(
                new ResumeToken("1:42"),
                Duration.ofSeconds(10),
                world.clock.instant().plus(Duration.ofHours(3)));
        world.network.fates.add((network, variant) -> pending);
        world.network.fates.add(FakeNetwork.LOSE);
        PublicationView publication = world.scheduled("hello");
        world.work();
        world.clock.step(Duration.ofSeconds(11));
        world.work();
        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.UNKNOWN);

        world.network.underway = pending;
        workUntilSettled(publication);

        assertThat(world.network.resumed).containsExactly("1:42", "1:42");
        assertPublishedOnce(publication);
    }

    @Test
    void whatTheNetworkDidNotTakeIsKeptAsAWarning() {
        Violation warning = new Violation("media[1]", "thumbnail.refused", "Out, without its picture");
        world.network.fates.add((network, variant) -> {
            PublishOutcome.Published out = network.accept(variant);
            return new PublishOutcome.Published(out.id(), out.permalink(), out.publishedAt(), List.of(warning));
        });
        PublicationView publication = world.scheduled("hello");
        world.work();

        assertPublishedOnce(publication);
        assertThat(world.look(publication.id()).warnings()).containsExactly(warning);
    }

    @Test
    void pendingBeyondWhatTheNetworkGrantsFails() {
        world.network.fates.add((network, variant) -> new PublishOutcome.Pending(
                new ResumeToken("hello"),
                Duration.ofSeconds(10),
                world.clock.instant().plus(Duration.ofMinutes(5))));
        PublicationView publication = world.scheduled("hello");
        world.work();

        world.clock.step(Duration.ofMinutes(6));
        world.work();

        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.FAILED);
    }

    private void workUntilSettled(PublicationView publication) {
        for (int i = 0; i < 40 && !world.obligations.isEmpty(); i++) {
            world.work();
            world.clock.step(Duration.ofSeconds(30));
        }
        assertThat(world.obligations)
                .as("open obligations of %s", publication.id())
                .isEmpty();
    }

    private void assertPublishedOnce(PublicationView publication) {
        PublicationView now = world.look(publication.id());
        assertThat(now.state()).isEqualTo(PublicationState.PUBLISHED);
        assertThat(world.network.accepted).hasSize(1);
        assertThat(now.remoteId()).isEqualTo(world.network.accepted.get(0).id());
        assertThat(world.obligations).isEmpty();
    }

    @Test
    void anotherLatenessIsTakenOverWithoutARestart() {
        world.publishing.configure(new Settings("PT1H"));
        PublicationView publication = world.scheduled("hello");
        world.clock.step(Duration.ofHours(2));

        world.work();

        assertThat(world.look(publication.id()).state()).isEqualTo(PublicationState.HELD);
        assertThat(world.network.accepted).isEmpty();
    }

    private record Settings(String lateness) implements PublishingConfiguration {
        @Override
        public String first_look() {
            return "PT5S";
        }

        @Override
        public String flight() {
            return "PT1M";
        }

        @Override
        public int looks() {
            return 3;
        }

        @Override
        public String exchanges_kept() {
            return "P90D";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return PublishingConfiguration.class;
        }
    }
}
