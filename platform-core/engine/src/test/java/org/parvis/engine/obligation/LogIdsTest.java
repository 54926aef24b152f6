package org.parvis.engine.obligation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parvis.engine.outbox.Obligation;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

class LogIdsTest {
    private static final WorkspaceId WORKSPACE = new WorkspaceId(UUID.randomUUID());
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());

    @Test
    void aLineBearsWhatItsObligationIsAbout() {
        Obligation publish = new Obligation(
                UUID.randomUUID(),
                "publishing.publish",
                "17",
                WORKSPACE,
                ACCOUNT,
                new NetworkId("twitter"),
                "{}",
                Instant.EPOCH,
                1);
        assertThat(LogIds.ids(publish, "publication"))
                .containsEntry("workspace", WORKSPACE.toString())
                .containsEntry("network", "twitter")
                .containsEntry("account", ACCOUNT.toString())
                .containsEntry("publication", "17");
    }

    @Test
    void whatItIsNotAboutIsLeftOut() {
        Obligation upkeep =
                new Obligation(UUID.randomUUID(), "media.sweep", "all", WORKSPACE, null, null, "{}", Instant.EPOCH, 1);
        assertThat(LogIds.ids(upkeep, "")).containsOnlyKeys("workspace");
    }
}
