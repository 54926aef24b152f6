package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.store.TestDatabase;

/** What an item is to an account, and what follows from it, whatever arrives in whatever order. */
class IngestTest {
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
    void whatAFeedDeliversIsReceivedAndAwaitsAnAnswer() {
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        assertThat(figures()).isEqualTo("own 0 received 1 answered 0 awaiting 1 median null customers [h7=1]");
        assertThat(conversation("items || ' ' || unread || ' ' || (awaiting_since is not null) || ' ' || participant"))
                .isEqualTo("1 true true 7");
    }

    @Test
    void contextCountsNowhereAndIsNotListed() {
        house.take(brand, page().context(message("1", "7", 0, null)).build());
        assertThat(figures()).startsWith("own 0 received 0");
        assertThat(conversation("items")).isEqualTo("0");
    }

    @Test
    void anAnswerWithoutAMentionMakesItsParentReceived() {
        house.take(
                brand,
                page().context(message("1", "7", 0, null))
                        .own(message("2", "900", 60, "1"))
                        .build());
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 60.0 customers [h7=1]");
        assertThat(conversation("items || ' ' || unread || ' ' || (awaiting_since is null)"))
                .isEqualTo("2 false true");
    }

    @Test
    void contextThatIsAnsweredOnALaterPageBecomesReceived() {
        house.take(brand, page().context(message("1", "7", 0, null)).build());
        house.take(brand, page().own(message("2", "900", 60, "1")).build());
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 60.0 customers [h7=1]");
    }

    @Test
    void anAnswerMayArriveBeforeItsQuestion() {
        house.take(brand, page().own(message("2", "900", 60, "1")).build());
        assertThat(figures()).startsWith("own 1 received 0");
        house.take(brand, page().context(message("1", "7", 0, null)).build());
        assertThat(figures()).isEqualTo("own 1 received 1 answered 1 awaiting 0 median 60.0 customers [h7=1]");
    }

    @Test
    void anAnswerEarlierThanItsQuestionReceivesItButDoesNotAnswerIt() {
        house.take(
                brand,
                page().received(message("1", "7", 100, null))
                        .own(message("2", "900", 60, "1"))
                        .build());
        assertThat(figures()).startsWith("own 1 received 1 answered 0 awaiting 1");
    }

    @Test
    void anAnswerInTheSameSecondTakesNoTime() {
        house.take(
                brand,
                page().received(message("1", "7", 60, null))
                        .own(message("2", "900", 60, "1"))
                        .build());
        assertThat(figures()).startsWith("own 1 received 1 answered 1 awaiting 0 median 0.0");
    }

    @Test
    void theEarliestOfSeveralAnswersCounts() {
        house.take(
                brand,
                page().received(message("1", "7", 0, null))
                        .own(message("3", "900", 90, "1"))
                        .build());
        house.take(brand, page().own(message("2", "900", 30, "1")).build());
        house.take(brand, page().own(message("4", "900", 10, "9")).build());
        assertThat(figures()).startsWith("own 3 received 1 answered 1 awaiting 0 median 30.0");
    }

    @Test
    void anAnswerToOnesOwnAnswersNothing() {
        house.take(
                brand,
                page().own(message("2", "900", 60, null))
                        .own(message("3", "900", 90, "2"))
                        .build());
        assertThat(figures()).startsWith("own 2 received 0 answered 0");
    }

    @Test
    void aPostCountsOnceAndStandsAboveItsComments() {
        house.take(
                brand,
                page().context(message("p", "900", 0, null))
                        .received(message("1", "7", 9, "p"))
                        .build());
        house.take(brand, page().post("p", 0).build());
        house.take(brand, page().post("p", 0).build());
        assertThat(figures()).startsWith("own 1 received 1");
        assertThat(house.value(
                        "select role from inbox.item where remote_id = 'p' and account_id = '" + brand.id() + "'"))
                .isEqualTo("CONTEXT");
    }

    @Test
    void anotherAccountsMentionIsReceivedLikeAnybodys() {
        LinkedAccount other = house.link("901", "other");
        house.take(brand, page().received(message("1", "901", 0, null)).build());
        house.take(
                other,
                page().own(message("1", "901", 0, null))
                        .context(message("5", "900", 0, null))
                        .build());
        assertThat(figures()).startsWith("own 0 received 1");
        assertThat(house.figures(other).own()).isEqualTo(1);
        assertThat(house.figures(other).received()).isZero();
    }

    @Test
    void theSamePageTwiceWritesNothing() {
        Delivery page = page().received(message("1", "7", 0, null))
                .own(message("2", "900", 60, "1"))
                .post("p", 0)
                .build();
        assertThat(house.take(brand, page)).isEqualTo(3);
        String before = written();
        assertThat(house.take(brand, page)).isZero();
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void anEditWithANewIdKeepsOneRowAndItsAnswers() {
        house.take(
                brand,
                page().received(message("1", "7", 0, null))
                        .own(message("2", "900", 60, "1"))
                        .build());
        house.take(
                brand,
                page().received(message("1b", "7", 20, null).earlierVersions(ids("1")))
                        .build());
        house.take(brand, page().own(message("3", "900", 40, "1b")).build());
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        assertThat(figures()).isEqualTo("own 2 received 1 answered 1 awaiting 0 median 40.0 customers [h7=1]");
        assertThat(item("1b", "body || ' ' || edited")).isEqualTo("text of 1b true");
        assertThat(house.value("select body from inbox.item_revision where account_id = '" + brand.id() + "'"))
                .isEqualTo("text of 1");
    }

    @Test
    void anEditInPlaceKeepsTheEarlierTextAndALateCreationDoesNotUndoIt() {
        house.take(brand, page().received(message("1", "7", 0, null)).asEvent());
        house.take(
                brand, page().changed(message("1", "7", 0, null).text("better")).asEvent());
        house.take(brand, page().received(message("1", "7", 0, null)).asEvent());
        assertThat(item("1", "body || ' ' || edited || ' ' || role")).isEqualTo("better true RECEIVED");
    }

    @Test
    void anEditThatComesBeforeTheCreationWins() {
        house.take(
                brand, page().changed(message("1", "7", 0, null).text("better")).asEvent());
        house.take(brand, page().received(message("1", "7", 0, null)).asEvent());
        assertThat(item("1", "body || ' ' || edited || ' ' || role")).isEqualTo("better true RECEIVED");
    }

    @Test
    void whatWasTakenBackCountsNoLongerAndShowsNoText() {
        house.take(
                brand,
                page().received(message("1", "7", 0, null))
                        .received(message("3", "8", 5, null))
                        .build());
        house.take(brand, page().removed("3").build());
        assertThat(figures()).isEqualTo("own 0 received 1 answered 0 awaiting 1 median null customers [h7=1]");
        assertThat(item("3", "body || removed")).isEqualTo("true");
        assertThat(conversation("items || ' ' || snippet || ' ' || participant"))
                .isEqualTo("1 text of 1 7");
        house.take(brand, page().received(message("3", "8", 5, null)).build());
        assertThat(figures()).startsWith("own 0 received 1");
    }

    @Test
    void aRemovalThatComesBeforeTheCreationIsRespected() {
        house.take(brand, page().removed("1").build());
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        assertThat(figures()).startsWith("own 0 received 0");
    }

    @Test
    void anAnswerThatWasTakenBackLeavesItsQuestionUnanswered() {
        house.take(
                brand,
                page().received(message("1", "7", 0, null))
                        .context(message("5", "8", 0, null))
                        .own(message("2", "900", 60, "1"))
                        .own(message("6", "900", 60, "5"))
                        .build());
        assertThat(figures()).startsWith("own 2 received 2 answered 2");
        house.take(brand, page().removed("2").removed("6").build());
        assertThat(figures()).isEqualTo("own 0 received 1 answered 0 awaiting 1 median null customers [h7=1]");
        assertThat(house.value("select sum(received) || ' ' || sum(own) || ' ' || sum(answered) from analytics.hour"
                        + " where account_id = '" + brand.id() + "'"))
                .isEqualTo("1 0 0");
    }

    @Test
    void twoRowsThatTurnOutToBeOneMessageBecomeOne() {
        house.take(brand, page().received(message("1", "7", 0, null)).build());
        house.take(brand, page().received(message("2", "7", 9, null)).build());
        assertThat(figures()).startsWith("own 0 received 2");
        house.take(
                brand,
                page().received(message("3", "7", 19, null).earlierVersions(ids("1", "2")))
                        .build());
        assertThat(figures()).startsWith("own 0 received 1");
        assertThat(conversation("items")).isEqualTo("1");
    }

    @Test
    void anyOrderOfPagesComesToTheSame() {
        List<Delivery> pages = List.of(
                page().received(message("1", "7", 0, null))
                        .context(message("p", "900", -9, null))
                        .build(),
                page().own(message("2", "900", 60, "1"))
                        .context(message("1", "7", 0, null))
                        .build(),
                page().own(message("4", "900", 80, "5"))
                        .context(message("5", "8", 20, null))
                        .build(),
                page().context(message("5", "8", 20, null))
                        .context(message("6", "9", 1, null))
                        .build(),
                page().received(message("6", "9", 1, null))
                        .received(message("7", "7", 30, "2"))
                        .build(),
                page().post("p", -9)
                        .own(message("8", "900", 90, "2"))
                        .own(message("9", "900", 10, "7"))
                        .build(),
                page().received(message("6b", "9", 50, null).earlierVersions(ids("6")))
                        .build(),
                page().own(message("10", "900", 70, "6b"))
                        .own(message("11", "900", 65, "6"))
                        .build(),
                page().removed("12").removed("2").build(),
                page().received(message("12", "7", 0, null))
                        .own(message("13", "900", 99, "1"))
                        .build());
        String expected = null;
        for (int seed = 0; seed < 40; seed++) {
            LinkedAccount account = house.link("900", "brand" + seed, seed + 1);
            List<Delivery> order = new ArrayList<>(pages);
            order.addAll(pages.subList(0, seed % 4));
            Collections.shuffle(order, new Random(seed));
            order.forEach(page -> house.take(account, page));
            String figures = line(house.figures(account)) + " "
                    + house.value("select items || ' ' || awaiting_since from inbox.conversation where account_id = '"
                            + account.id() + "' and remote_id = 'thread'")
                    + house.value("select sum(received) || ' ' || sum(own) || ' ' || sum(answered) from analytics.hour"
                            + " where account_id = '" + account.id() + "'");
            expected = expected == null ? figures : expected;
            assertThat(figures).as("seed " + seed).isEqualTo(expected);
        }
        assertThat(expected).startsWith("own 7 received 4 answered 3 awaiting 1");
    }

    @Test
    void whatFailsInTheMiddleLeavesNothing() {
        Delivery page = page().received(message("1", "7", 0, null))
                .own(message("2", "900", 60, "1"))
                .build();
        house.saboteur = (workspace, changes) -> {
            throw new IllegalStateException("sabotage");
        };
        assertThatThrownBy(() -> house.take(brand, page)).hasMessage("sabotage");
        assertThat(house.value("select count(*) from inbox.item where account_id = '" + brand.id() + "'"))
                .isEqualTo("0");
        house.saboteur = null;
        house.take(brand, page);
        assertThat(figures()).startsWith("own 1 received 1 answered 1");
    }

    @Test
    void whatTheDatabaseCannotHoldIsRepairedAndKeptRaw() {
        byte[] raw = {'{', 0, (byte) 0xff, '}'};
        house.take(
                brand,
                page().received(message("1", "7", 0, null)
                                .text("a\0b\uD800c\uD83D\uDE00")
                                .raw(raw))
                        .build());
        assertThat(item("1", "body || ' ' || text_repaired")).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00 true");
        assertThat(house.value("select encode(raw, 'hex') from inbox.item_raw where account_id = '" + brand.id() + "'"))
                .isEqualTo("7b00ff7d");
    }

    @Test
    void anAuthorIsShownAsLastSeenAndOthersAreNotWritten() {
        house.take(
                brand,
                page().received(message("1", "7", 0, null))
                        .received(message("2", "8", 1, null))
                        .build());
        String other = "select xmin from inbox.author where account_id = '" + brand.id() + "' and remote_id = '8'";
        String before = house.value(other);
        InboxItem renamed = InboxItem.builder(
                        new RemoteId("3"),
                        ItemKind.MENTION,
                        new Author(new RemoteId("7"), "seven", "Seven", URI.create("https://example.com/é.png")),
                        Pages.START.plusSeconds(2))
                .build();
        Pages page = page().received(message("4", "8", 3, null));
        page.received.add(renamed);
        house.take(brand, page.build());
        assertThat(house.value(
                        "select handle || ' ' || display_name || ' ' || picture from inbox.author where account_id = '"
                                + brand.id() + "' and remote_id = '7'"))
                .isEqualTo("seven Seven https://example.com/%C3%A9.png");
        assertThat(house.value(other)).isEqualTo(before);
        assertThat(figures()).endsWith("customers [seven=2, h8=2]");
    }

    @Test
    void whatIsBrokenIsPutAsideOnceAndTheRestGoesOn() {
        List<InboxItem> items = new ArrayList<>(Arrays.asList(
                message("1", "7", 0, null).build(),
                null,
                message("2", "7", 0, null).text("x".repeat(Border.MAX_TEXT + 1)).build(),
                message("a\0b", "7", 0, null).build(),
                new InboxItem(
                        null,
                        ItemKind.COMMENT,
                        Pages.author("7"),
                        new RemoteId("t"),
                        null,
                        Pages.START,
                        "",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        ItemVisibility.VISIBLE,
                        new byte[0]),
                new InboxItem(
                        new RemoteId("3"),
                        ItemKind.COMMENT,
                        new Author(null, null, null, null),
                        new RemoteId("t"),
                        null,
                        Pages.START,
                        "",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        ItemVisibility.VISIBLE,
                        new byte[0]),
                message("4", "7", Integer.MAX_VALUE, null).build(),
                message("1", "7", 0, null).build()));
        Delivery page = new Delivery("test", true, items, List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(house.take(brand, page)).isEqualTo(2);
        assertThat(house.take(brand, page)).isZero();
        assertThat(house.value("select string_agg(distinct reason, '; ') from inbox.parked where account_id = '"
                        + brand.id() + "'"))
                .contains(
                        "it is null",
                        "its text has 200001 characters",
                        "an id holds characters",
                        "it has no id",
                        "it has no author's id");
        assertThat(house.value("select count(*) from inbox.parked where account_id = '" + brand.id() + "'"))
                .isEqualTo("5");
    }

    @Test
    void aDeepThreadIsTakenInWithoutFollowingParents() {
        String parent = null;
        Pages page = page();
        for (int i = 0; i < 3000; i++) {
            page.received(message("d" + i, "7", i, parent));
            parent = "d" + i;
        }
        assertThat(house.take(brand, page.build())).isEqualTo(3000);
        assertThat(conversation("items")).isEqualTo("3000");
    }

    private static List<RemoteId> ids(String... ids) {
        return Arrays.stream(ids).map(RemoteId::new).toList();
    }

    private String figures() {
        return line(house.figures(brand));
    }

    private static String line(ResponseTimes f) {
        return "own " + f.own() + " received " + f.received() + " answered " + f.answered() + " awaiting "
                + f.awaiting()
                + " median " + f.median() + " customers "
                + f.customers().stream().map(c -> c.handle() + "=" + c.items()).toList();
    }

    private String item(String remoteId, String columns) {
        return house.value("select " + columns + " from inbox.item where remote_id = '" + remoteId
                + "' and account_id = '" + brand.id() + "'");
    }

    private String conversation(String columns) {
        return house.value("select " + columns
                + " from inbox.conversation where remote_id = 'thread' and account_id = '" + brand.id() + "'");
    }

    /** The version stamps of all rows: any write shows. */
    private String written() {
        StringBuilder stamps = new StringBuilder();
        for (String table :
                List.of("inbox.item", "inbox.conversation", "inbox.author", "analytics.received", "analytics.hour")) {
            stamps.append(house.value("select string_agg(xmin || ':' || xmax, ',' order by ctid) from " + table
                    + " where account_id = '" + brand.id() + "'"));
        }
        return stamps.toString();
    }
}
