package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.inbox.Pages.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.change.Change;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.store.TestDatabase;

/** What is known is looked at again, a bounded number at a time, four here. */
class RecheckTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    /** When the tests begin, two hours before their first look. */
    private static final int NOW =
            (int) Duration.between(Pages.START, new VirtualClock().instant()).toSeconds();

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
        house.database.useWorkspace(
                house.workspace,
                handle -> desk.fetching.changed(house.workspace, List.of(new Change.AccountLinked(brand.id()))));
        house.clock.step(Duration.ofHours(2));
    }

    @Test
    void deletionsOfAnsweredMessagesOfAnswersAndOfPostsAreNoticed() throws Exception {
        take(page -> page.post("p", NOW)
                .received(message("q", "7", 10, "p"))
                .own(message("a", "900", 20, "q"))
                .received(message("r", "8", 30, null)));
        network.gone.add("a");
        look();
        assertThat(figures()).isEqualTo("own 1 received 2 answered 0");
        network.gone.addAll(List.of("q", "p"));
        look();
        assertThat(figures()).isEqualTo("own 1 received 1 answered 0");
        assertThat(house.heard).contains(new Change.PostGone(brand.id(), new RemoteId("p")));
    }

    @Test
    void anEditedPostIsToldToPublishing() throws Exception {
        take(page -> page.post("p", NOW));
        network.edited.put(
                "p",
                InboxItem.builder(
                                new RemoteId("p2"), ItemKind.COMMENT, Pages.author("900"), Pages.START.plusSeconds(NOW))
                        .conversation(new RemoteId("p"))
                        .text("mended")
                        .earlierVersions(List.of(new RemoteId("p")))
                        .build());
        house.heard.clear();
        look();
        look();
        assertThat(house.heard)
                .filteredOn(Change.PostSeen.class::isInstance)
                .singleElement()
                .satisfies(change -> {
                    var post = ((Change.PostSeen) change).post();
                    assertThat(post.text()).isEqualTo("mended");
                    assertThat(post.earlierVersions()).containsExactly(new RemoteId("p"));
                });
    }

    @Test
    void aTurnIsBoundedAndTheWalkComesToEverythingAndBeginsAnew() throws Exception {
        take(page -> {
            for (int i = 0; i < 7; i++) {
                page.received(message("q" + i, "7", i * 10, null)).own(message("a" + i, "900", i * 10 + 5, "q" + i));
            }
            page.received(message("w1", "7", 100, null)).received(message("w2", "7", 101, null));
            page.received(message("w3", "7", 102, null)).post("p", NOW + 1).context(message("c", "8", 2, null));
        });
        List<String> seen = new ArrayList<>();
        for (int turn = 0; turn < 9; turn++) {
            look();
        }
        assertThat(network.rechecked).allSatisfy(asked -> assertThat(asked).hasSizeLessThanOrEqualTo(4));
        network.rechecked.forEach(seen::addAll);
        assertThat(network.rechecked.get(0))
                .as("the newest that wait come first")
                .startsWith("w3", "w2");
        assertThat(network.rechecked).allSatisfy(asked -> assertThat(asked).contains("w3", "w2"));
        assertThat(seen).contains("w1", "p", "q0", "q6", "a0", "a6").doesNotContain("c");
        network.rechecked.clear();
        for (int turn = 0; turn < 10; turn++) {
            look();
        }
        assertThat(network.rechecked.stream().flatMap(List::stream)).contains("q0", "a0", "a6", "p");
    }

    @Test
    void whatIsAskedAboutIsNamedAsWhatItIs() throws Exception {
        take(page -> page.post("p", NOW)
                .received(message("q", "7", 10, "p"))
                .own(message("a", "900", 20, "q"))
                .received(InboxItem.builder(
                        new RemoteId("c"), ItemKind.COMMENT, Pages.author("8"), Pages.START.plusSeconds(NOW + 30))));
        look();
        look();
        assertThat(network.recheckedAs)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("p", "POST", "q", "MENTION", "a", "MENTION", "c", "COMMENT"));
    }

    @Test
    void whatTheNetworkMayNotShowYetIsNotAskedAbout() throws Exception {
        take(page -> page.received(message("old", "7", 0, null)));
        take(page -> page.received(message("young", "7", 3 * 3_600 - 10, null)));
        look();
        assertThat(network.rechecked).containsExactly(List.of("old"));
    }

    @Test
    void whatIsOlderThanTheReachIsLeftAlone() throws Exception {
        take(page -> page.received(message("old", "7", 0, null)));
        house.clock.step(Duration.ofDays(31));
        look();
        assertThat(network.rechecked).isEmpty();
    }

    @Test
    void directMessagesAreNotLookedForAmongPosts() throws Exception {
        InboxItem direct = InboxItem.builder(
                        new RemoteId("4711"), ItemKind.DIRECT_MESSAGE, Pages.author("7"), Pages.START.plusSeconds(30))
                .conversation(new RemoteId("direct-7"))
                .text("between us")
                .build();
        house.take(
                brand,
                new Delivery("test", false, List.of(direct), List.of(), List.of(), List.of(), List.of(), List.of()));
        take(page -> page.received(message("q", "7", 0, null)));
        network.gone.add("4711");
        look();
        look();
        assertThat(network.rechecked.stream().flatMap(List::stream))
                .contains("q")
                .doesNotContain("4711");
        assertThat(house.value("select removed from inbox.item where remote_id = '4711' and account_id = '" + brand.id()
                        + "'"))
                .isEqualTo("f");
    }

    @Test
    void aTurnThatFailsIsTakenAgain() throws Exception {
        take(page -> page.received(message("q", "7", 0, null)));
        network.fetchTrouble = new NetworkException(ErrorKind.TRANSIENT, "later");
        look();
        house.clock.step(Duration.ofMinutes(2));
        desk.outbox.run(desk.rechecks, house.clock.instant());
        assertThat(network.rechecked).containsExactly(List.of("q"), List.of("q"));
    }

    private static InboxItem.Builder message(String id, String author, int seconds, String parent) {
        return Pages.message(id, author, NOW + seconds, parent);
    }

    private void look() throws Exception {
        house.clock.step(Duration.ofHours(1));
        desk.outbox.run(desk.rechecks, house.clock.instant());
    }

    private void take(Consumer<Pages> content) {
        Pages page = page();
        content.accept(page);
        house.take(brand, page.build());
    }

    private String figures() {
        var figures = house.figures(brand);
        return "own " + figures.own() + " received " + figures.received() + " answered " + figures.answered();
    }
}
