package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.analytics.FactKeeper;
import org.parvis.analytics.FactRebuild;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.analytics.Volume;
import org.parvis.api.change.Change;
import org.parvis.api.change.StandingFacts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** Figures that were damaged come back from what the inbox tells once more, as they were. */
class RebuildTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private final PublicationId post = new PublicationId(Identifiers.next());
    private Desk desk;
    private House house;
    private LinkedAccount brand;
    private LinkedAccount other;
    private FactRebuild rebuild;

    @BeforeEach
    void link() {
        desk = new Desk(DATABASE);
        house = desk.house;
        brand = house.link("900", "brand");
        other = house.link("900", "brand", 1);
        StandingFacts publications = (workspace, account, after, limit) -> new StandingFacts.Page(
                List.of(new Change.PublicationPublished(account, post, new RemoteId("p"), Pages.START)), null);
        rebuild = new FactRebuild(
                house.database,
                house.accounts,
                new FactKeeper(house.database, house.clock),
                new StandingItems(house.database),
                publications,
                desk);
    }

    @Test
    void whatWasDamagedComesBackAsItWas() {
        fill(brand);
        fill(other);
        house.announce(
                house.workspace,
                List.of(new Change.PublicationPublished(brand.id(), post, new RemoteId("p"), Pages.START)));
        ResponseTimes figures = house.figures(brand);
        ResponseTimes ofOther = house.figures(other);
        List<Volume> volumes = volumes();
        house.execute("delete from analytics.received where account_id = '" + brand.id() + "' and author_id = 'a3'");
        house.execute("update analytics.received set answered_at = null where account_id = '" + brand.id() + "'");
        house.execute("insert into analytics.own (account_id, subject_id, workspace_id, published_at) values ('"
                + brand.id() + "', '" + UUID.randomUUID() + "', '" + house.workspace + "', now())");
        house.execute("update analytics.hour set received = 7 where account_id = '" + brand.id() + "'");
        assertThat(house.figures(brand)).isNotEqualTo(figures);

        assertThat(rebuild.rebuild(house.operator, brand.id()))
                .as("1,299 received, 1,298 of them answered, 1,299 answers, a post")
                .isEqualTo(3_897);
        assertThat(house.figures(brand)).isEqualTo(figures);
        assertThat(house.figures(other)).isEqualTo(ofOther);
        assertThat(volumes()).isEqualTo(volumes);
        assertThat(desk.audit).contains("figures.rebuild");
        rebuild.rebuild(house.operator, brand.id());
        assertThat(house.figures(brand)).isEqualTo(figures);
        assertThat(volumes()).isEqualTo(volumes);
    }

    @Test
    void whatFailsInTheMiddleLeavesTheOldFigures() {
        fill(brand);
        ResponseTimes figures = house.figures(brand);
        FactRebuild broken = new FactRebuild(
                house.database,
                house.accounts,
                new FactKeeper(house.database, house.clock),
                new StandingItems(house.database),
                (workspace, account, after, limit) -> {
                    throw new IllegalStateException("killed");
                },
                desk);
        assertThatThrownBy(() -> broken.rebuild(house.operator, brand.id())).hasMessage("killed");
        assertThat(house.figures(brand)).isEqualTo(figures);
    }

    /** 1,300 questions: 1,299 of them with an answer, one taken back after it was answered. */
    private void fill(LinkedAccount account) {
        for (int from = 0; from < 1_300; from += 650) {
            Pages page = page();
            for (int i = from; i < from + 650; i++) {
                page.received(message("q" + i, "a" + i % 50, i * 10, null)).context(message("c" + i, "x", i, null));
                if (i % 1_300 != 7) {
                    page.own(message("o" + i, "900", i * 10 + i % 90, "q" + i));
                }
            }
            house.take(account, page.build());
        }
        house.take(account, page().removed("q9").build());
    }

    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>(house.analytics.volumes(
                house.operator, new FigureQuery(List.of(brand.id()), null, null), Duration.ofHours(1)));
        volumes.removeIf(v -> v.received() == 0 && v.own() == 0 && v.answered() == 0);
        return volumes;
    }
}
