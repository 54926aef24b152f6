package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.inbox.Pages.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.inbox.ItemView;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** In a conversation of two, what the account writes answers all that came before it, in whatever order it comes in. */
class DirectMessageTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private House house;
    private LinkedAccount brand;

    @BeforeEach
    void link() {
        house = new House(DATABASE);
        brand = house.link("900", "brand");
    }

    @Test
    void oneMessageAnswersAllThatCameBeforeIt() {
        take(page -> page.received(direct("1", "7", 0))
                .received(direct("2", "7", 30))
                .own(direct("3", "900", 60))
                .received(direct("4", "7", 90)));
        assertThat(figures()).isEqualTo("own 1 received 3 answered 2 awaiting 1 median 45.0");
        assertThat(awaitingSince()).isEqualTo("90");
    }

    @Test
    void anAnswerThatComesInLaterSettlesWhatIsStored() {
        take(page -> page.received(direct("1", "7", 0)).received(direct("2", "7", 30)));
        assertThat(awaitingSince()).isEqualTo("0");
        take(page -> page.own(direct("3", "900", 60)));
        assertThat(figures()).isEqualTo("own 1 received 2 answered 2 awaiting 0 median 45.0");
        assertThat(awaitingSince()).isNull();
    }

    @Test
    void anAnswerMayComeInBeforeItsQuestion() {
        take(page -> page.own(direct("3", "900", 60)));
        take(page -> page.received(direct("1", "7", 0)));
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 60.0");
        assertThat(awaitingSince()).isNull();
    }

    @Test
    void whatComesAfterTheLastAnswerAwaitsOne() {
        take(page -> page.own(direct("3", "900", 60)));
        take(page -> page.received(direct("4", "7", 61)));
        assertThat(figures()).isEqualTo("own 1 received 1 answered 0 awaiting 1 median null");
    }

    @Test
    void anEarlierAnswerThatBecomesKnownLaterCounts() {
        take(page -> page.received(direct("1", "7", 0)).received(direct("2", "7", 50)));
        take(page -> page.own(direct("4", "900", 90)));
        take(page -> page.own(direct("3", "900", 20)));
        assertThat(figures()).isEqualTo("own 2 received 2 answered 2 awaiting 0 median 30.0");
    }

    @Test
    void anAnswerThatIsTakenBackLeavesItToTheNextOne() {
        take(page ->
                page.received(direct("1", "7", 0)).own(direct("2", "900", 10)).own(direct("3", "900", 100)));
        assertThat(figures()).isEqualTo("own 2 received 1 answered 1 awaiting 0 median 10.0");
        take(page -> page.removed("2"));
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 100.0");
        take(page -> page.removed("3"));
        assertThat(figures()).isEqualTo("own 0 received 1 answered 0 awaiting 1 median null");
        assertThat(awaitingSince()).isEqualTo("0");
    }

    @Test
    void aQuestionThatIsTakenBackIsNobodysToAnswer() {
        take(page -> page.received(direct("1", "7", 0)));
        take(page -> page.removed("1"));
        take(page -> page.own(direct("2", "900", 10)));
        assertThat(figures()).isEqualTo("own 1 received 0 answered 0 awaiting 0 median null");
    }

    @Test
    void anEditOnEitherSideChangesNoTime() {
        take(page -> page.received(direct("1", "7", 0)).own(direct("2", "900", 10)));
        take(page -> page.changed(direct("1", "7", 0).text("otherwise"))
                .changed(direct("2", "900", 10).text("otherwise")));
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 10.0");
    }

    @Test
    void anAnswerThatIsWrittenHereAnswersOnceItIsOut() {
        take(page -> page.received(direct("1", "7", 0)).received(direct("2", "7", 30)));
        UUID reply = Identifiers.next();
        house.database.useWorkspace(house.workspace, handle -> {
            ItemId question = new ItemId(UUID.fromString(house.value(
                    "select id from inbox.item where account_id = '" + brand.id() + "' and remote_id = '2'")));
            ItemView target = Items.find(handle, List.of(brand.id().value()), question.value())
                    .orElseThrow();
            ReplyRows.claim(
                    handle, brand, reply, question.value(), new ReplyRows.Request("key", new byte[0], true, false));
            ReplyRows.insert(handle, brand, reply, target, "here it is", Pages.START.plusSeconds(40), false);
        });
        take(page -> page.own(direct("other", "900", 45).conversation(new RemoteId("8-900"))));
        assertThat(figures()).isEqualTo("own 1 received 2 answered 0 awaiting 2 median null");
        house.database.useWorkspace(
                house.workspace, handle -> house.ingest.sent(handle, brand, reply, "3", Pages.START.plusSeconds(50)));
        assertThat(figures()).isEqualTo("own 2 received 2 answered 2 awaiting 0 median 35.0");
        take(page -> page.own(direct("3", "900", 50)));
        assertThat(figures()).isEqualTo("own 2 received 2 answered 2 awaiting 0 median 35.0");
    }

    @Test
    void theSameWordsToSomebodyElseAreAnotherAnswer() {
        OpenReply open =
                new OpenReply(Identifiers.next(), ItemKind.DIRECT_MESSAGE, "7-900", null, null, "thanks", Pages.START);
        assertThat(open.isShownBy(arrival("7-900"))).isTrue();
        assertThat(open.isShownBy(arrival("8-900"))).isFalse();
    }

    private Arrival arrival(String conversation) {
        Pages page = page().own(direct("9", "900", 5)
                .conversation(new RemoteId(conversation))
                .text("Thanks"));
        return Border.check(brand, page.build()).arrivals().get(0);
    }

    @Test
    void theSameSecondCountsAsAnswered() {
        take(page -> page.received(direct("1", "7", 5)).own(direct("2", "900", 5)));
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 0.0");
    }

    @Test
    void otherConversationsAndPublicMessagesAreNotAnsweredByIt() {
        take(page -> page.received(direct("1", "7", 0))
                .received(direct("5", "8", 0).conversation(new RemoteId("8-900")))
                .received(Pages.message("6", "7", 0, null).conversation(new RemoteId("7-900")))
                .own(direct("3", "900", 60)));
        assertThat(figures()).isEqualTo("own 1 received 3 answered 1 awaiting 2 median 60.0");
    }

    @Test
    void amongSeveralOthersNobodyCanSayWhoIsAnswered() {
        take(page -> page.received(direct("1", "7", 0)).own(direct("3", "900", 60)));
        take(page -> page.received(direct("4", "8", 70)));
        assertThat(figures())
                .as("what was a conversation of two is one of three")
                .isEqualTo("own 1 received 2 answered 0 awaiting 2 median null");
        take(page -> page.own(direct("5", "900", 80)));
        assertThat(figures()).isEqualTo("own 2 received 2 answered 0 awaiting 2 median null");
        take(page -> page.own(direct("6", "900", 90).inReplyTo(new RemoteId("4"))));
        assertThat(figures()).isEqualTo("own 3 received 2 answered 1 awaiting 1 median 20.0");
    }

    @Test
    void theOrderOfArrivalChangesNothing() {
        List<Consumer<Pages>> messages = new ArrayList<>();
        Random dice = new Random(42);
        for (int i = 0; i < 30; i++) {
            String id = "" + (100 + i);
            int second = i * 10;
            if (dice.nextInt(3) == 0) {
                messages.add(page -> page.own(direct(id, "900", second)));
            } else {
                messages.add(page -> page.received(direct(id, "7", second)));
            }
        }
        take(page -> messages.forEach(message -> message.accept(page)));
        String expected = figures();
        for (int round = 1; round <= 8; round++) {
            brand = house.link("900", "brand", round);
            Collections.shuffle(messages, dice);
            int size = 1 + dice.nextInt(7);
            for (int from = 0; from < messages.size(); from += size) {
                List<Consumer<Pages>> some = messages.subList(from, Math.min(messages.size(), from + size));
                take(page -> some.forEach(message -> message.accept(page)));
            }
            assertThat(figures()).as("round " + round).isEqualTo(expected);
        }
    }

    private static InboxItem.Builder direct(String id, String author, int seconds) {
        return InboxItem.builder(
                        new RemoteId(id),
                        ItemKind.DIRECT_MESSAGE,
                        Pages.author(author),
                        Pages.START.plusSeconds(seconds))
                .conversation(new RemoteId("7-900"))
                .text("text of " + id);
    }

    private void take(Consumer<Pages> content) {
        Pages page = page();
        content.accept(page);
        house.take(brand, page.build());
    }

    private String figures() {
        ResponseTimes figures = house.figures(brand);
        return "own " + figures.own() + " received " + figures.received() + " answered " + figures.answered()
                + " awaiting " + figures.awaiting() + " median " + figures.median();
    }

    private String awaitingSince() {
        return house.value("select extract(epoch from awaiting_since - timestamptz '" + Pages.START
                + "')::int from inbox.conversation where account_id = '" + brand.id() + "'");
    }
}
