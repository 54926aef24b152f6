package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.change.Change;
import org.parvis.api.inbox.ConversationQuery;
import org.parvis.api.inbox.ConversationStatus;
import org.parvis.api.inbox.ConversationView;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.SyncState;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.model.BrandId;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSignal;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** Fetching, pushes, and what people see and may do. */
class FetchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private Desk desk;
    private House house;
    private FakeNetwork network;
    private LinkedAccount brand;

    @BeforeEach
    void link() {
        desk = new Desk(DATABASE);
        house = desk.house;
        network = desk.network;
        brand = house.link("900", "brand");
        for (int i = 0; i < 5; i++) {
            network.mentions.add(message("m" + i, "7", i, null)
                    .conversation(new RemoteId("t" + i))
                    .build());
        }
        house.database.useWorkspace(
                house.workspace,
                handle -> desk.fetching.changed(house.workspace, List.of(new Change.AccountLinked(brand.id()))));
    }

    @Test
    void linkingFetchesEveryFeedToItsEndPageByPage() throws Exception {
        assertThat(sync().complete()).isFalse();
        desk.work();
        assertThat(network.fetched)
                .containsExactlyInAnyOrder(
                        "MENTIONS null", "MENTIONS 2", "MENTIONS 4", "COMMENTS null", "TIMELINE null");
        assertThat(house.figures(brand).received()).isEqualTo(5);
        assertThat(sync().complete()).isTrue();
        assertThat(house.accounts.synchronised).containsKey(brand.id());
    }

    @Test
    void aCrashInTheMiddleGoesOnWhereTheCursorIs() throws Exception {
        int[] pages = {0};
        house.saboteur = (workspace, changes) -> {
            if (!changes.isEmpty() && ++pages[0] == 2) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(desk::work).hasMessage("killed");
        house.saboteur = null;
        assertThat(house.figures(brand).received()).isEqualTo(2);
        desk.work();
        assertThat(house.figures(brand).received()).isEqualTo(5);
        assertThat(network.fetched.stream().filter("MENTIONS 2"::equals)).hasSize(2);
    }

    @Test
    void aRequestIsAnsweredByARoundThatBeganAfterIt() throws Exception {
        desk.work();
        house.clock.step(Duration.ofSeconds(5));
        network.mentions.add(message("m9", "8", 9, null).build());
        assertThat(desk.inbox.synchronise(house.operator, null).get(0).complete())
                .isFalse();
        desk.work();
        assertThat(sync().complete()).isTrue();
        assertThat(house.figures(brand).received()).isEqualTo(6);
    }

    @Test
    void aQuietFeedIsAskedLessAndLessAndABusyOneEveryMinute() throws Exception {
        desk.work();
        assertThat(pause("MENTIONS")).isEqualTo(Duration.ofMinutes(1));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            house.clock.step(Duration.ofMinutes(24));
            desk.work();
            pauses.add(pause("MENTIONS"));
        }
        assertThat(pauses)
                .startsWith(Duration.ofMinutes(3), Duration.ofMinutes(6))
                .endsWith(Duration.ofMinutes(15));
        network.mentions.add(message("m9", "8", 9, null).build());
        house.clock.step(Duration.ofMinutes(15));
        desk.work();
        assertThat(pause("MENTIONS")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void budgetsMakeAFeedWaitButNeverLongerThanTheLatest() throws Exception {
        List<String> asked = new ArrayList<>();
        desk.budgets = (job, wanted, latest) -> {
            asked.add(job.value() + " " + wanted + " " + latest);
            return Duration.ofHours(2);
        };
        desk.work();
        assertThat(asked).contains("fetch:" + brand.id() + ":MENTIONS PT1M PT4H");
        assertThat(pause("MENTIONS")).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aFeedWhoseNewsArePushedIsPolledRarelyUntilPollingFindsWhatNoPushBrought() throws Exception {
        desk.work();
        InboxSignals signals = new InboxSignals(house.database, house.ingest, desk.fetching, house.clock);
        house.clock.step(Duration.ofMinutes(20));
        signals.received(
                brand,
                List.of(new WebhookSignal.ItemReceived(
                        new RemoteId("900"), message("p1", "7", 20, null).build())));
        desk.work();
        assertThat(pause("MENTIONS")).as("right after a push").isEqualTo(Duration.ofMinutes(15));
        assertThat(pause("COMMENTS")).as("another feed").isEqualTo(Duration.ofMinutes(15));
        house.clock.step(Duration.ofHours(9));
        desk.work();
        assertThat(pause("MENTIONS")).as("in the silence after").isEqualTo(Duration.ofHours(1));
        network.mentions.add(message("m9", "8", 30, null).build());
        house.clock.step(Duration.ofHours(1));
        desk.work();
        assertThat(pause("MENTIONS")).as("a push was missing").isEqualTo(Duration.ofMinutes(1));
    }

    private Duration pause(String feed) {
        return Duration.between(
                house.clock.instant(),
                desk.outbox.open.get("inbox.fetch " + brand.id() + ":" + feed).due());
    }

    @Test
    void aCursorTheNetworkForgotIsReadAgainFromBefore() throws Exception {
        desk.work();
        house.clock.step(Duration.ofHours(1));
        network.fetchTrouble = new NetworkException(ErrorKind.CURSOR_INVALID, "forgotten");
        desk.work();
        assertThat(sync().complete()).isTrue();
        assertThat(house.figures(brand).received()).isEqualTo(5);
    }

    @Test
    void aFailureIsShownAsTheReason() throws Exception {
        network.fetchTrouble = new NetworkException(ErrorKind.RATE_LIMITED, "the budget is used up");
        desk.work();
        assertThat(sync().reason()).isEqualTo("the budget is used up");
        house.clock.step(Duration.ofHours(1));
        desk.work();
        assertThat(sync().reason()).isEmpty();
        assertThat(sync().complete()).isTrue();
    }

    @Test
    void aFeedIsNeverGivenUp() throws Exception {
        // The desk's policy gives up on this.
        network.fetchTrouble = new NetworkException(ErrorKind.MISCONFIGURED, "it is elsewhere (302)");
        desk.work();
        assertThat(sync().reason()).contains("it is elsewhere (302)");
        house.clock.step(Duration.ofHours(1));
        desk.work();
        assertThat(sync().complete()).isTrue();
        assertThat(house.figures(brand).received()).isEqualTo(5);
    }

    @Test
    void unlinkingEndsTheFetchingAndNotTheEndOfWhatIsKept() {
        house.unlink(brand, desk.outbox);
        desk.fetching.changed(house.workspace, List.of(new Change.AccountUnlinked(brand.id())));
        assertThat(desk.outbox.open.values()).extracting(NewObligation::kind).containsExactly(ExpiryHandler.KIND);
    }

    @Test
    void aPushIsTakenInOnceHoweverOftenItComes() {
        InboxSignals signals = new InboxSignals(house.database, house.ingest, desk.fetching, house.clock);
        WebhookSignal push = new WebhookSignal.ItemReceived(
                new RemoteId("900"), message("1", "7", 0, null).build());
        for (int i = 0; i < 100; i++) {
            signals.received(brand, List.of(push));
        }
        signals.received(
                brand,
                List.of(new WebhookSignal.ItemReceived(
                        new RemoteId("666"), message("2", "7", 0, null).build())));
        assertThat(house.figures(brand).received()).isEqualTo(1);
        assertThat(house.value("select reason from inbox.parked where account_id = '" + brand.id() + "'"))
                .isEqualTo("it is about another account");
        signals.received(brand, List.of(new WebhookSignal.ItemRemoved(new RemoteId("900"), new RemoteId("1")), push));
        assertThat(house.figures(brand).received()).isZero();
    }

    @Test
    void listsArePagedByKeysetAcrossAccounts() throws Exception {
        desk.work();
        LinkedAccount other = house.link("901", "other");
        for (int i = 0; i < 5; i++) {
            house.take(
                    other,
                    page().received(message("o" + i, "8", i, null).conversation(new RemoteId("t" + i)))
                            .build());
        }
        List<ItemView> items = new ArrayList<>();
        List<ConversationView> conversations = new ArrayList<>();
        @Nullable String next = null;
        do {
            Slice<ItemView> slice = desk.inbox.latest(house.operator, null, new PageRequest(next, 3));
            items.addAll(slice.items());
            next = slice.next();
        } while (next != null);
        do {
            Slice<ConversationView> slice =
                    desk.inbox.conversations(house.operator, ConversationQuery.all(new PageRequest(next, 3)));
            conversations.addAll(slice.items());
            next = slice.next();
        } while (next != null);
        assertThat(items).hasSize(10).doesNotHaveDuplicates();
        assertThat(items).isSortedAccordingTo((a, b) -> b.publishedAt().compareTo(a.publishedAt()));
        assertThat(conversations).hasSize(10).doesNotHaveDuplicates();
        assertThat(desk.inbox
                        .latest(house.operator, other.id(), PageRequest.first())
                        .items())
                .hasSize(5);
    }

    @Test
    void theDeepestThreadOpensWithAsManyStatementsAsAShortOne() {
        int depth = 10_000;
        house.take(brand, chain("short", 0, 3).build());
        for (int from = 0; from < depth; from += 1_000) {
            house.take(brand, chain("deep", from, from + 1_000).build());
        }
        CountingDatabase counted = new CountingDatabase(house.database);
        StoredInboxService inbox = desk.inbox(counted);
        List<ConversationView> threads = inbox.conversations(
                        house.operator,
                        new ConversationQuery(null, brand.id(), null, null, null, new PageRequest(null, 10)))
                .items();
        assertThat(threads).extracting(ConversationView::items).contains(depth, 3);
        List<String> ofShort = opening(inbox, counted, threads, 3);
        assertThat(opening(inbox, counted, threads, depth)).isEqualTo(ofShort).hasSize(2);
    }

    /** The first page of the thread that has so many messages, and the statements it took. */
    private List<String> opening(
            StoredInboxService inbox, CountingDatabase counted, List<ConversationView> threads, int items) {
        ConversationView thread =
                threads.stream().filter(t -> t.items() == items).findFirst().orElseThrow();
        counted.statements.clear();
        assertThat(inbox.items(house.operator, thread.id(), new PageRequest(null, 200))
                        .items())
                .hasSize(Math.min(items, 200));
        return List.copyOf(counted.statements);
    }

    /** Each answers the one before. */
    private static Pages chain(String name, int from, int until) {
        Pages page = Pages.page();
        for (int i = from; i < until; i++) {
            page.received(
                    message(name + i, "7", i, i == 0 ? null : name + (i - 1)).conversation(new RemoteId(name)));
        }
        return page;
    }

    @Test
    void aThreadIsReadInOrderPageByPage() throws Exception {
        Pages page = page();
        for (int i = 0; i < 450; i++) {
            page.received(
                    message("d" + i, "7", i, i == 0 ? null : "d" + (i - 1)).conversation(new RemoteId("deep")));
        }
        house.take(brand, page.build());
        ConversationView deep = desk.inbox
                .conversations(house.operator, ConversationQuery.all(PageRequest.first()))
                .items()
                .get(0);
        assertThat(deep.items()).isEqualTo(450);
        List<ItemView> items = new ArrayList<>();
        @Nullable String next = null;
        do {
            Slice<ItemView> slice = desk.inbox.items(house.operator, deep.id(), new PageRequest(next, 200));
            items.addAll(slice.items());
            next = slice.next();
        } while (next != null);
        assertThat(items.stream().map(i -> i.text()).toList())
                .hasSize(450)
                .startsWith("text of d0", "text of d1")
                .endsWith("text of d449");
    }

    @Test
    void filtersFindWhatIsUnreadAwaitingOrClosed() throws Exception {
        desk.work();
        ConversationView first = list(null, null, null).get(0);
        assertThat(list(null, true, true)).hasSize(5);
        desk.inbox.markRead(house.operator, first.id(), true);
        assertThat(list(null, true, null)).hasSize(4);
        ConversationView read = desk.inbox.conversation(house.operator, first.id());
        ConversationView closed =
                desk.inbox.changeStatus(house.operator, first.id(), ConversationStatus.CLOSED, null, read.version());
        assertThat(list(ConversationStatus.CLOSED, null, null)).containsExactly(closed);
        assertThat(list(ConversationStatus.OPEN, null, null)).hasSize(4);
        assertThatThrownBy(() -> desk.inbox.changeStatus(
                        house.operator, first.id(), ConversationStatus.OPEN, null, read.version()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.STALE));
        house.take(
                brand,
                page().received(message("late", "7", 99, null).conversation(new RemoteId("t4")))
                        .build());
        assertThat(list(ConversationStatus.CLOSED, null, null)).isEmpty();
    }

    @Test
    void aSnoozedConversationOpensWhenItsTimeComes() throws Exception {
        desk.work();
        ConversationView first = list(null, null, null).get(0);
        desk.inbox.changeStatus(
                house.operator,
                first.id(),
                ConversationStatus.SNOOZED,
                house.clock.instant().plusSeconds(60),
                first.version());
        desk.work();
        assertThat(list(ConversationStatus.SNOOZED, null, null)).hasSize(1);
        house.clock.step(Duration.ofMinutes(2));
        desk.work();
        assertThat(list(ConversationStatus.SNOOZED, null, null)).isEmpty();
    }

    @Test
    void nobodySeesOrChangesWhatIsNotTheirs() throws Exception {
        desk.work();
        ItemView item = desk.inbox
                .latest(house.operator, null, PageRequest.first())
                .items()
                .get(0);
        Caller stranger = Caller.operator(new WorkspaceId(Identifiers.next()), "stranger");
        assertProblem(Problem.NOT_FOUND, () -> desk.inbox.item(stranger, item.id()));
        assertProblem(Problem.NOT_FOUND, () -> desk.inbox.conversation(stranger, item.conversation()));
        assertProblem(Problem.NOT_FOUND, () -> desk.inbox.reply(stranger, item.id(), "x", "k"));
        assertThat(desk.inbox.latest(stranger, null, PageRequest.first()).items())
                .isEmpty();
        assertThat(stranger(item)).isEqualTo(0L);
        Caller viewer = caller(Map.of(house.brand, Role.VIEWER));
        assertThat(desk.inbox.item(viewer, item.id())).isEqualTo(item);
        assertProblem(Problem.FORBIDDEN, () -> desk.inbox.reply(viewer, item.id(), "x", "k"));
        Caller otherBrand = caller(Map.of(new BrandId(Identifiers.next()), Role.MANAGER));
        assertProblem(Problem.NOT_FOUND, () -> desk.inbox.item(otherBrand, item.id()));
        assertThat(desk.inbox.syncStates(otherBrand, null)).isEmpty();
    }

    /** What the second wall lets through when the SQL forgets the workspace altogether. */
    private Object stranger(ItemView item) {
        return house.database.inWorkspace(
                new WorkspaceId(Identifiers.next()),
                handle -> handle.createQuery("select count(*) from inbox.item")
                        .mapTo(Long.class)
                        .one());
    }

    private Caller caller(Map<BrandId, Role> roles) {
        return new Caller(house.workspace, new UserId(Identifiers.next()), "somebody", null, roles, null, "test");
    }

    private static void assertProblem(Problem problem, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private List<ConversationView> list(
            @Nullable ConversationStatus status, @Nullable Boolean unread, @Nullable Boolean awaiting) {
        return desk.inbox
                .conversations(
                        house.operator,
                        new ConversationQuery(null, null, status, unread, awaiting, PageRequest.first()))
                .items();
    }

    private SyncState sync() {
        return desk.inbox.syncStates(house.operator, null).get(0);
    }
}
