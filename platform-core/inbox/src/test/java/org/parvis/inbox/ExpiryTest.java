package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.inbox.Pages.author;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.change.Change;
import org.parvis.api.inbox.ItemView;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.model.Attachment;
import org.parvis.model.ConversationId;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.Retention;
import org.parvis.store.TestDatabase;

/** What the network's terms allow to be kept no longer is blanked; what it was counted for stays. */
class ExpiryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private static final Duration MONTH = Duration.ofDays(30);

    private Desk desk;
    private House house;
    private LinkedAccount brand;

    @BeforeEach
    void link() {
        desk = new Desk(DATABASE);
        house = desk.house;
        brand = house.link("900", "brand");
        house.database.useWorkspace(house.workspace, handle -> desk.fetching.begin(handle, brand));
        desk.network.retention = new Retention(MONTH, MONTH, null);
    }

    private static InboxItem.Builder question() {
        return message("1", "7", 0, null)
                .attachments(
                        List.of(new Attachment("image/png", URI.create("https://probe.example/cat.png"), "a cat")));
    }

    @Test
    void textsFilesRawBytesEarlierTextsAndNamesGoAndFiguresStay() throws Exception {
        house.take(
                brand,
                page().received(question()).own(message("2", "900", 60, "1")).build());
        house.take(brand, page().changed(question().text("edited")).build());
        ResponseTimes before = house.figures(brand);
        expire(MONTH.minusSeconds(1));
        assertThat(item("1").text()).isEqualTo("edited");

        expire(Duration.ofDays(1).plusSeconds(2));
        ItemView blank = item("1");
        assertThat(blank.text()).isEmpty();
        assertThat(blank.attachments()).isEmpty();
        assertThat(blank.author().id().value()).isEqualTo("7");
        assertThat(blank.author().handle() + blank.author().displayName()).isEqualTo("77");
        assertThat(item("2").text()).as("our own writing is ours").isEqualTo("text of 2");
        assertThat(count("inbox.item_revision")).isZero();
        assertThat(count("inbox.item_raw")).as("that of our own").isEqualTo(1);
        ResponseTimes after = house.figures(brand);
        assertThat(after.received() + " " + after.answered() + " " + after.median())
                .isEqualTo(before.received() + " " + before.answered() + " " + before.median());
        assertThat(after.customers()).extracting(ResponseTimes.Customer::handle).containsExactly("7");
    }

    @Test
    void listsShowNothingOfIt() throws Exception {
        house.take(brand, page().received(question()).build());
        assertThat(snippet()).isEqualTo("text of 1");
        expire(MONTH.plusSeconds(1));
        assertThat(snippet()).isEmpty();
    }

    @Test
    void whatIsFetchedAgainIsKeptForAsLongAgain() throws Exception {
        house.take(brand, page().received(question()).build());
        house.clock.step(Duration.ofDays(20));
        house.take(brand, page().received(question()).build());
        expire(Duration.ofDays(20));
        assertThat(item("1").text()).isEqualTo("text of 1");
        assertThat(item("1").author()).isEqualTo(author("7"));
        expire(Duration.ofDays(11));
        assertThat(item("1").text()).isEmpty();
    }

    @Test
    void whatWasBlankedAndIsFetchedAgainIsThereAgainAndWasNotEdited() throws Exception {
        house.take(brand, page().received(question()).build());
        expire(MONTH.plusSeconds(1));
        house.take(brand, page().changed(question()).build());
        assertThat(item("1").text()).isEqualTo("text of 1");
        assertThat(item("1").author()).isEqualTo(author("7"));
        assertThat(item("1").edited()).isFalse();
    }

    @Test
    void moreThanOneBatchIsDoneInSeveral() throws Exception {
        for (int from = 0; from < 1_200; from += 400) {
            var page = page();
            for (int i = from; i < from + 400; i++) {
                page.received(message("m" + i, "a" + i, i, null));
            }
            house.take(brand, page.build());
        }
        house.clock.step(MONTH.plusSeconds(1));
        desk.outbox.run(desk.expiry, house.clock.instant());
        assertThat(house.value(
                        "select count(*) from inbox.item where not blanked and account_id = '" + brand.id() + "'"))
                .isEqualTo("0");
        assertThat(house.value("select count(*) from inbox.author where handle like 'h%' and account_id = '"
                        + brand.id() + "'"))
                .isEqualTo("0");
    }

    @Test
    void whatIsKeptOfAnUnlinkedAccountEndsToo() throws Exception {
        house.take(
                brand,
                page().received(question()).own(message("2", "900", 60, "1")).build());
        expire(Duration.ofDays(10));
        house.unlink(brand, desk.outbox);
        desk.fetching.changed(house.workspace, List.of(new Change.AccountUnlinked(brand.id())));
        expire(Duration.ofDays(19));
        assertThat(texts()).as("not before its time").isEqualTo("text of 1, text of 2");

        expire(Duration.ofDays(1).plusSeconds(1));
        expire(Duration.ofDays(1));
        assertThat(texts()).as("our own writing is ours").isEqualTo(", text of 2");
        assertThat(house.value("select handle || display_name from inbox.author where account_id = '" + brand.id()
                        + "' and remote_id = '7'"))
                .isEqualTo("77");
        assertThat(house.heard).contains(new Change.AuthorForgotten(brand.id(), new RemoteId("7")));
        assertThat(desk.outbox.open.values())
                .as("a day later it is looked at again")
                .extracting(NewObligation::kind)
                .containsExactly(ExpiryHandler.KIND);
    }

    @Test
    void anAccountWithoutADailyEndGetsOneWhenTheSchemaIsBroughtUpToDate() throws Exception {
        house.execute("update engine.account set unlinked_at = now() where id = '" + brand.id() + "'");
        try (InputStream migration = getClass().getResourceAsStream("/db/migration/inbox/V8__expiry_of_all.sql")) {
            String sql = new String(migration.readAllBytes(), StandardCharsets.UTF_8);
            house.execute(sql);
            house.execute(sql);
        }
        assertThat(house.value("select string_agg(kind || ' ' || key || ' ' || network, ', ') from engine.obligation"
                        + " where account_id = '" + brand.id() + "'"))
                .isEqualTo("inbox.expire " + brand.id() + " probe");
    }

    private String texts() {
        return house.value("select string_agg(body, ', ' order by remote_id) from inbox.item where account_id = '"
                + brand.id() + "'");
    }

    @Test
    void withoutAnEndNothingGoes() throws Exception {
        desk.network.retention = Retention.unlimited();
        house.take(brand, page().received(question()).build());
        expire(Duration.ofDays(4_000));
        assertThat(item("1").text()).isEqualTo("text of 1");
        assertThat(item("1").author()).isEqualTo(author("7"));
    }

    private void expire(Duration later) throws Exception {
        house.clock.step(later);
        desk.outbox.run(desk.expiry, house.clock.instant());
    }

    private ItemView item(String remoteId) {
        return desk.inbox.items(house.operator, conversation(), PageRequest.first()).items().stream()
                .filter(item ->
                        item.remoteId() != null && item.remoteId().value().equals(remoteId))
                .findFirst()
                .orElseThrow();
    }

    private ConversationId conversation() {
        return new ConversationId(UUID.fromString(
                house.value("select id from inbox.conversation where account_id = '" + brand.id() + "'")));
    }

    private String snippet() {
        return house.value("select snippet from inbox.conversation where account_id = '" + brand.id() + "'");
    }

    private long count(String table) {
        return Long.parseLong(
                house.value("select count(*) from " + table + " where account_id = '" + brand.id() + "'"));
    }
}
