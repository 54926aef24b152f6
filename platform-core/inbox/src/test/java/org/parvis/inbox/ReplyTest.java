package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.TextRule;
import org.parvis.model.UserId;
import org.parvis.spi.NetworkException;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** Answers go out once: never twice, never silently not. */
class ReplyTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private Desk desk;
    private House house;
    private FakeNetwork network;
    private LinkedAccount brand;
    private ItemView question;

    @BeforeEach
    void ask() throws Exception {
        desk = new Desk(DATABASE);
        house = desk.house;
        network = desk.network;
        brand = house.link("900", "brand");
        house.database.useWorkspace(house.workspace, handle -> desk.fetching.begin(handle, brand));
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        question = desk.inbox
                .latest(house.operator, null, PageRequest.first())
                .items()
                .get(0);
    }

    @Test
    void aPrivateAnswerGoesOutOnceAsADirectMessageOfTheCommentsConversation() throws Exception {
        ItemView reply = desk.inbox.replyPrivately(house.operator, question.id(), "psst", "key");
        assertThat(desk.inbox
                        .replyPrivately(house.operator, question.id(), "psst", "key")
                        .id())
                .isEqualTo(reply.id());
        assertThatThrownBy(() -> desk.inbox.reply(house.operator, question.id(), "psst", "key"))
                .isInstanceOf(ProblemException.class);

        work(Duration.ZERO);
        work(Duration.ofHours(1));

        ItemView sent = desk.inbox.item(house.operator, reply.id());
        assertThat(sent.state()).isEqualTo(ReplyState.SENT);
        assertThat(sent.kind()).isEqualTo(ItemKind.DIRECT_MESSAGE);
        assertThat(sent.conversation()).isEqualTo(question.conversation());
        assertThat(network.privately).containsExactly("1: psst");
        assertThat(network.accepted).isEmpty();
        assertThat(desk.audit).containsExactly("item.replyPrivately");
    }

    @Test
    void aPrivateAnswerThatIsLostIsForAPersonAndNeverSentAgainByItself() throws Exception {
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        ItemView reply = desk.inbox.replyPrivately(house.operator, question.id(), "psst", "key");

        work(Duration.ZERO);
        work(Duration.ofHours(1));

        assertThat(state(reply)).isEqualTo(ReplyState.HELD);
        assertThat(network.privately).hasSize(1);
        desk.inbox.resolveReply(house.operator, reply.id(), false);
        work(Duration.ZERO);
        assertThat(state(reply)).isEqualTo(ReplyState.SENT);
        assertThat(network.privately).hasSize(2);
    }

    @Test
    void anAnswerGoesOutOnceAndIsOneItemAfterTheTimelineShowsIt() throws Exception {
        ItemView reply = reply("hello");
        assertThat(reply.state()).isEqualTo(ReplyState.WAITING);
        assertThat(house.figures(brand).own()).isZero();
        work(Duration.ZERO);
        assertSent(reply);
        work(Duration.ofHours(1));
        assertSent(reply);
        assertThat(desk.audit).containsExactly("item.reply");
    }

    @Test
    void replyTwiceWithTheSameKeySendsOnce() throws Exception {
        ItemView first = reply("hello");
        assertThat(reply("hello").id()).isEqualTo(first.id());
        assertThatThrownBy(() -> reply("other"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEY_REUSED));
        work(Duration.ZERO);
        assertThat(reply("hello").id()).isEqualTo(first.id());
        work(Duration.ofHours(1));
        assertSent(first);
    }

    @Test
    void anAnswerWhoseOutcomeIsUnknownIsFoundInTheTimeline() throws Exception {
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        network.takesIt = true;
        ItemView reply = reply("hello");
        desk.outbox.run(desk.replies, house.clock.instant());
        assertThat(state(reply)).isEqualTo(ReplyState.UNKNOWN);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    /** Two levels of comments: an answer to an answer is shown under the comment that both hang on. */
    @Test
    void anAnswerThatTheNetworkHangsHigherIsNotSentAgain() throws Exception {
        house.take(brand, page().received(message("2", "8", 10, "1")).build());
        ItemView under = desk.inbox.items(house.operator, question.conversation(), PageRequest.first()).items().stream()
                .filter(item ->
                        item.remoteId() != null && item.remoteId().value().equals("2"))
                .findFirst()
                .orElseThrow();
        network.flattened = new RemoteId("1");
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        network.takesIt = true;
        ItemView reply = desk.inbox.reply(house.operator, under.id(), "hello", "key");
        desk.outbox.run(desk.replies, house.clock.instant());
        assertThat(state(reply)).isEqualTo(ReplyState.UNKNOWN);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertThat(state(reply)).isEqualTo(ReplyState.SENT);
        assertThat(network.accepted).containsOnly(java.util.Map.entry("hello", 1));
        assertThat(house.figures(brand).own()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsProvablyNotThereIsSentOnceMore() throws Exception {
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        assertThat(network.accepted).isEmpty();
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    @Test
    void twoLostSendingsAreLeftToAPerson() throws Exception {
        ItemView reply = reply("hello");
        for (int i = 0; i < 8; i++) {
            network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
            work(Duration.ofMinutes(10));
        }
        assertThat(state(reply)).isEqualTo(ReplyState.HELD);
        network.trouble = null;
        desk.inbox.resolveReply(house.operator, reply.id(), false);
        work(Duration.ofMinutes(10));
        assertSent(reply);
    }

    @Test
    void whatAPersonSaysWentOutIsNotSentAndJoinsWhatTheTimelineShowsLater() throws Exception {
        network.idempotency = Idempotency.NONE;
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        network.takesIt = true;
        ItemView reply = reply("hello");
        desk.outbox.run(desk.replies, house.clock.instant());
        house.clock.step(FakeNetwork.VISIBILITY);
        desk.outbox.run(desk.replies, house.clock.instant());
        assertThat(state(reply)).isEqualTo(ReplyState.HELD);
        desk.inbox.resolveReply(house.operator, reply.id(), true);
        assertThat(house.figures(brand).answered()).isEqualTo(1);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    @Test
    void anAnswerInOtherWordsIsLeftToAPerson() throws Exception {
        network.trouble = new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "cut off");
        network.takesIt = true;
        network.rewritten = "something else";
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertThat(state(reply)).isEqualTo(ReplyState.HELD);
        assertThat(network.accepted).containsEntry("hello", 1);
    }

    @Test
    void aCrashAfterTheNetworkTookItDoesNotSendItAgain() throws Exception {
        network.trouble = new IllegalStateException("killed");
        network.takesIt = true;
        ItemView reply = reply("hello");
        assertThatThrownBy(() -> desk.outbox.run(desk.replies, house.clock.instant()))
                .hasMessage("killed");
        assertThat(state(reply)).isEqualTo(ReplyState.SENDING);
        work(Duration.ZERO);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    @Test
    void aCrashBeforeTheFirstByteSendsItOnce() throws Exception {
        desk.outbox.leaseLost = true;
        ItemView reply = reply("hello");
        assertThatThrownBy(() -> desk.outbox.run(desk.replies, house.clock.instant()))
                .isInstanceOf(LeaseLostException.class);
        desk.outbox.leaseLost = false;
        assertThat(network.accepted).isEmpty();
        work(Duration.ZERO);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    @Test
    void aCrashBeforeTheResultIsStoredDoesNotSendItAgain() throws Exception {
        house.saboteur = (workspace, changes) -> {
            throw new IllegalStateException("no commit");
        };
        ItemView reply = reply("hello");
        assertThatThrownBy(() -> desk.outbox.run(desk.replies, house.clock.instant()))
                .hasMessage("no commit");
        house.saboteur = null;
        assertThat(state(reply)).isEqualTo(ReplyState.SENDING);
        work(Duration.ZERO);
        work(FakeNetwork.VISIBILITY);
        work(Duration.ofMinutes(5));
        assertSent(reply);
    }

    @Test
    void aTimelineThatIsFasterThanTheAnswerMakesNoSecondItem() throws Exception {
        ItemView reply = reply("hello");
        house.saboteur = (workspace, changes) -> {
            throw new IllegalStateException("no commit");
        };
        assertThatThrownBy(() -> desk.outbox.run(desk.replies, house.clock.instant()))
                .hasMessage("no commit");
        house.saboteur = null;
        desk.outbox.run(desk.fetching, house.clock.instant());
        assertThat(house.figures(brand).own()).isEqualTo(1);
        house.database.useWorkspace(
                house.workspace,
                handle -> house.ingest.sent(handle, brand, reply.id().value(), "1000", house.clock.instant()));
        assertSent(reply);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"CONTENT_REJECTED", "POLICY_REJECTED", "REPLY_WINDOW_CLOSED", "NOT_FOUND", "MISCONFIGURED"})
    void whatTheNetworkRefusesFailsWithItsReason(ErrorKind kind) throws Exception {
        network.trouble = new NetworkException(kind, "because");
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        assertThat(state(reply)).isEqualTo(ReplyState.FAILED);
        assertThat(desk.inbox.item(house.operator, reply.id()).stateReason()).isEqualTo("because");
        work(Duration.ofHours(1));
        assertThat(network.accepted).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"TRANSIENT", "RATE_LIMITED", "TOKEN_EXPIRED"})
    void whatWasCertainlyNotDoneIsTriedAgain(ErrorKind kind) throws Exception {
        network.trouble = new NetworkException(kind, "not now");
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        assertThat(state(reply)).isEqualTo(ReplyState.WAITING);
        work(Duration.ofHours(1));
        assertSent(reply);
    }

    @Test
    void anAbsentNetworkKeepsTheAnswerWaiting() throws Exception {
        network.absent = true;
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        assertThat(state(reply)).isEqualTo(ReplyState.WAITING_FOR_NETWORK);
        assertThat(desk.outbox.open).containsKey("inbox.reply " + reply.id());
    }

    @Test
    void anAnswerThatWaitedForItsNetworkGoesOutByItselfWhileItIsNotLate() throws Exception {
        network.absent = true;
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        backAfter(Duration.ofDays(1));
        assertSent(reply);
    }

    @Test
    void anAnswerThatIsLateWhenItsNetworkIsBackIsHeldUntilAPersonSendsItAnyway() throws Exception {
        network.absent = true;
        Instant written = house.clock.instant();
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        backAfter(Duration.ofDays(1).plusSeconds(1));

        ItemView held = desk.inbox.item(house.operator, reply.id());
        assertThat(held.state()).isEqualTo(ReplyState.HELD);
        assertThat(held.stateReason()).contains("It was due at " + written, "send it now");
        work(Duration.ofDays(1));
        assertThat(network.accepted).as("nothing goes out by itself").isEmpty();

        desk.inbox.resolveReply(house.operator, reply.id(), false);
        work(Duration.ZERO);
        assertSent(reply);
    }

    @Test
    void aPersonsDecisionToSendLateCountsFromThen() throws Exception {
        network.absent = true;
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        backAfter(Duration.ofDays(3));
        network.absent = true;
        desk.inbox.resolveReply(house.operator, reply.id(), false);
        work(Duration.ZERO);
        assertThat(state(reply)).isEqualTo(ReplyState.WAITING_FOR_NETWORK);
        backAfter(Duration.ofHours(23));
        assertSent(reply);
    }

    @Test
    void howLateAnAnswerMayBeIsTakenOverWithoutARestart() throws Exception {
        network.absent = true;
        ItemView reply = reply("hello");
        work(Duration.ZERO);
        desk.settings.lateness = "PT1H";
        desk.replies.configure(desk.settings);
        backAfter(Duration.ofHours(2));
        assertThat(state(reply)).isEqualTo(ReplyState.HELD);
    }

    /** The outbox hands over what waited for a network when that is back. */
    private void backAfter(Duration away) throws Exception {
        house.clock.step(away);
        network.absent = false;
        desk.outbox.networkIsBack(house.clock.instant());
        desk.work();
    }

    @Test
    void whatLooksLikeOneCharacterCountsAsOneWhereTheNetworkCountsSo() {
        network.rule = TextRule.GRAPHEMES;
        String flag = "\uD83C\uDDEB\uD83C\uDDF7";
        assertThatThrownBy(() -> reply(flag.repeat(281)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("281");
        assertThat(state(reply(flag.repeat(280)))).isEqualTo(ReplyState.WAITING);
    }

    @Test
    void aPersonMayAnswerLongerThanAutomation() throws Exception {
        network.policies.add(new ReplyPolicy(
                ItemKind.MENTION,
                false,
                Duration.ofHours(24),
                Duration.ofDays(7),
                Map.of("en", "The window is closed.")));
        house.clock.step(Duration.between(house.clock.instant(), Pages.START).plusHours(25));
        Caller person =
                new Caller(house.workspace, new UserId(Identifiers.next()), "mara", Role.OWNER, Map.of(), null, "test");
        assertThatThrownBy(() -> reply("as a token that nobody owns"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("closed");
        desk.inbox.reply(person, question.id(), "as a person", "person");
        work(Duration.ZERO);
        assertThat(network.byPerson).containsExactly(true);
        house.clock.step(Duration.ofDays(7));
        assertThatThrownBy(() -> desk.inbox.reply(person, question.id(), "too late", "late"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whatNoPersonWroteIsSaidToTheNetwork() throws Exception {
        reply("hello");
        work(Duration.ZERO);
        assertThat(network.byPerson).containsExactly(false);
    }

    @Test
    void visibilityIsWhatTheNetworkSaysAndWhatWeMadeOfIt() throws Exception {
        house.take(
                brand,
                page().received(message("1", "7", 0, null).visibility(ItemVisibility.HELD))
                        .build());
        assertThat(visibility()).isEqualTo(ItemVisibility.HELD);
        desk.inbox.hide(house.operator, question.id(), false);
        work(Duration.ZERO);
        assertThat(visibility()).isEqualTo(ItemVisibility.VISIBLE);
        desk.inbox.hide(house.operator, question.id(), true);
        assertThat(visibility()).as("it is only asked for").isEqualTo(ItemVisibility.VISIBLE);
        work(Duration.ZERO);
        assertThat(visibility()).isEqualTo(ItemVisibility.HIDDEN);
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        assertThat(visibility()).as("not every network tells what is hidden").isEqualTo(ItemVisibility.HIDDEN);
        desk.inbox.hide(house.operator, question.id(), false);
        work(Duration.ZERO);
        assertThat(visibility()).isEqualTo(ItemVisibility.VISIBLE);
        house.take(
                brand,
                page().received(message("1", "7", 0, null).visibility(ItemVisibility.HIDDEN))
                        .asEvent());
        assertThat(visibility()).as("news may be late").isEqualTo(ItemVisibility.VISIBLE);
    }

    private ItemVisibility visibility() {
        return desk.inbox.item(house.operator, question.id()).visibility();
    }

    @Test
    void aTextThatIsTooLongOrCannotBeStoredIsRefused() {
        assertThatThrownBy(() -> reply("x".repeat(281)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("280");
        assertThatThrownBy(() -> reply("a\0b"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("U+0000");
        assertThatThrownBy(() -> reply(" ")).isInstanceOf(ProblemException.class);
    }

    @Test
    void theLastWishOfHidingCounts() throws Exception {
        assertThat(desk.inbox.hide(house.operator, question.id(), true).hidden())
                .isTrue();
        desk.inbox.hide(house.operator, question.id(), false);
        work(Duration.ZERO);
        assertThat(network.hidden).containsEntry("1", false);
    }

    @Test
    void whatIsGoneAlreadyCountsAsDeleted() throws Exception {
        desk.inbox.remove(house.operator, question.id());
        work(Duration.ZERO);
        assertThat(desk.inbox.item(house.operator, question.id()).removed()).isTrue();
        assertThat(house.figures(brand).received()).isZero();
    }

    private ItemView reply(String text) {
        return desk.inbox.reply(house.operator, question.id(), text, "key");
    }

    private ReplyState state(ItemView reply) {
        return desk.inbox.item(house.operator, reply.id()).state();
    }

    private void work(Duration later) throws Exception {
        house.clock.step(later);
        desk.work();
    }

    private void assertSent(ItemView reply) {
        ItemView sent = desk.inbox.item(house.operator, reply.id());
        assertThat(sent.state()).isEqualTo(ReplyState.SENT);
        assertThat(network.accepted).containsOnly(java.util.Map.entry("hello", 1));
        assertThat(house.figures(brand).own()).isEqualTo(1);
        assertThat(house.figures(brand).answered()).isEqualTo(1);
        assertThat(desk.inbox
                        .items(house.operator, sent.conversation(), PageRequest.first())
                        .items())
                .hasSize(2);
        assertThat(house.value("select items from inbox.conversation where id = '" + sent.conversation() + "'"))
                .isEqualTo("2");
    }
}
