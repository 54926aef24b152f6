package org.parvis.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.analytics.Volume;
import org.parvis.api.change.Change;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** Figures from what was announced: each the last word, each counted once. */
class AnalyticsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "analytics");

    private static final Instant START = Instant.parse("2026-02-01T08:00:00Z");

    private final Office office = new Office(DATABASE);
    private final WorkspaceId workspace = office.workspace;
    private final AccountId account = office.account;
    private final Caller operator = office.operator;
    private FactKeeper facts;
    private FactAnalyticsService analytics;

    @BeforeEach
    void link() {
        facts = new FactKeeper(DATABASE.database(), Clock.fixed(START.plusSeconds(86_400), ZoneOffset.UTC));
        analytics = new FactAnalyticsService(DATABASE.database(), office);
        office.open();
    }

    @Test
    void percentilesInterpolateLinearly() {
        for (int seconds : new int[] {10, 20, 40, 4000}) {
            ItemId item = received("7", 0);
            announce(new Change.ItemAnswered(account, item, START.plusSeconds(seconds)));
        }
        received("7", 0);
        ResponseTimes figures = figures();
        assertThat(figures.median()).isEqualTo(30.0);
        assertThat(figures.p90()).isEqualTo(2812.0);
        assertThat(figures.p95()).isEqualTo(3406.0);
        assertThat(List.of(
                        figures.received(),
                        figures.answered(),
                        figures.awaiting(),
                        figures.withinOneHour(),
                        figures.withinOneDay()))
                .containsExactly(5L, 4L, 1L, 3L, 4L);
    }

    @Test
    void nothingAnsweredHasNoMedian() {
        assertThat(figures()).isEqualTo(new ResponseTimes(0, 0, 0, 0, null, null, null, 0, 0, List.of()));
    }

    @Test
    void customersComeByNumberThenByTheLengthOfTheirIdThenByIt() {
        for (String author : List.of("100", "99", "1000", "9", "1000", "55")) {
            received(author, 0);
        }
        assertThat(figures().customers().stream().map(c -> c.handle() + c.items()))
                .containsExactly("h10002", "h91", "h551", "h991", "h1001");
    }

    @Test
    void hearingItTwiceCountsOnce() {
        ItemId item = new ItemId(Identifiers.next());
        PublicationId post = new PublicationId(Identifiers.next());
        for (int i = 0; i < 2; i++) {
            announce(
                    new Change.ItemReceived(account, item, author("7"), ItemKind.MENTION, START),
                    new Change.ItemAnswered(account, item, START.plusSeconds(3700)),
                    new Change.PublicationPublished(account, post, new RemoteId("p"), START),
                    new Change.OwnItemSeen(account, new ItemId(Identifiers.next()), START.plusSeconds(i)));
        }
        assertThat(figures().received()).isEqualTo(1);
        assertThat(figures().own()).isEqualTo(3);
        assertThat(analytics.volumes(operator, FigureQuery.all(), Duration.ofHours(1)))
                .containsExactly(new Volume(START, 1, 3, 0), new Volume(START.plusSeconds(3600), 0, 0, 1));
        assertThat(analytics.volumes(operator, FigureQuery.all(), Duration.ofDays(1)))
                .containsExactly(new Volume(START.minusSeconds(8 * 3600), 1, 3, 1));
    }

    @Test
    void whatWasTakenBackIsGoneFromFiguresAndVolumes() {
        ItemId item = received("7", 0);
        PublicationId post = new PublicationId(Identifiers.next());
        announce(
                new Change.ItemAnswered(account, item, START.plusSeconds(5)),
                new Change.PublicationPublished(account, post, new RemoteId("p"), START));
        announce(new Change.ItemAnswered(account, item, null));
        assertThat(figures().answered()).isZero();
        announce(new Change.ItemRemoved(account, item), new Change.PublicationRemoved(account, post, "gone"));
        assertThat(figures().received() + figures().own()).isZero();
        assertThat(analytics.volumes(operator, FigureQuery.all(), Duration.ofHours(1)))
                .containsExactly(new Volume(START, 0, 0, 0));
    }

    @Test
    void whatIsCountedOnAPostIsKeptWhicheverServiceSpeaksFirst() {
        PublicationId early = new PublicationId(Identifiers.next());
        PublicationId late = new PublicationId(Identifiers.next());
        announce(new Change.PublicationPublished(account, early, new RemoteId("p1"), START));
        announce(seen("p1", Map.of("reactions", 3L)), seen("p2", Map.of("reactions", 5L, "bad\0name", 1L)));
        announce(seen("p2", Map.of("reactions", 7L, "shares", 2L)), seen("p3", Map.of()));
        assertThat(analytics.publicationMetrics(operator, late)).isEmpty();
        announce(new Change.PublicationPublished(account, late, new RemoteId("p2"), START));
        assertThat(metrics(early)).containsExactly("reactions 3.0");
        assertThat(metrics(late)).containsExactlyInAnyOrder("reactions 7.0", "shares 2.0");
    }

    private Change seen(String id, Map<String, Long> counts) {
        return new Change.PostSeen(
                account,
                new RemotePost(new RemoteId(id), START, "text", List.of(), List.of(), counts, null, new byte[0]));
    }

    private List<String> metrics(PublicationId publication) {
        return analytics.publicationMetrics(operator, publication).stream()
                .map(point -> point.metric() + " " + point.value())
                .toList();
    }

    @Test
    void aWindowTakesWhatWasPublishedInIt() {
        received("7", 0);
        received("7", 100);
        FigureQuery window = new FigureQuery(List.of(account), START.plusSeconds(50), START.plusSeconds(101));
        assertThat(analytics.responseTimes(operator, window).get(account).received())
                .isEqualTo(1);
    }

    @Test
    void stepsAndStrangersAreRefused() {
        assertThatThrownBy(() -> analytics.volumes(operator, FigureQuery.all(), Duration.ofMinutes(5)))
                .isInstanceOf(ProblemException.class);
        Caller stranger = Caller.operator(new WorkspaceId(Identifiers.next()), "stranger");
        assertThatThrownBy(() -> analytics.accountMetrics(stranger, account, null, null))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThat(analytics.responseTimes(stranger, FigureQuery.all())).isEmpty();
    }

    @Test
    void figuresOfAPublicationAreCollectedOftenWhileItIsYoung() {
        assertThat(CollectTimes.first(START, START.plusSeconds(60))).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(CollectTimes.next(START, START.plus(Duration.ofHours(1))))
                .isEqualTo(START.plus(Duration.ofHours(6)));
        assertThat(CollectTimes.next(START, START.plus(Duration.ofDays(31)))).isNull();
        Instant late = START.plus(Duration.ofDays(400));
        assertThat(CollectTimes.first(START, late)).isEqualTo(late);
    }

    private ItemId received(String author, int seconds) {
        ItemId item = new ItemId(Identifiers.next());
        announce(new Change.ItemReceived(account, item, author(author), ItemKind.MENTION, START.plusSeconds(seconds)));
        return item;
    }

    private static Author author(String id) {
        return new Author(new RemoteId(id), "h" + id, "N", null);
    }

    private void announce(Change... changes) {
        facts.changed(workspace, List.of(changes));
    }

    private ResponseTimes figures() {
        Map<AccountId, ResponseTimes> figures = analytics.responseTimes(operator, FigureQuery.all());
        return figures.get(account);
    }
}
