package org.parvis.archive.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.archive.BackupService.Backup;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;
import org.parvis.workspace.JdbiAuditTrail;

/** What release 0.1.0 wrote is restored by this one; how the file was made stands beside it. */
class EarlierBackupTest {
    @RegisterExtension
    static final TestDatabase DATABASE =
            TestDatabase.with("workspace", "engine", "media", "inbox", "publishing", "analytics");

    private static final WorkspaceId WORKSPACE = WorkspaceId.of("01a204bf-dc1b-7176-af27-bd458f68d4a5");

    private static Backup restored;

    @BeforeAll
    static void restore(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("week-0.1.0.backup");
        try (InputStream fixture = EarlierBackupTest.class.getResourceAsStream("/backups/week-0.1.0.backup")) {
            Files.copy(fixture, file);
        }
        ZipBackupService service = new ZipBackupService(DATABASE.transfer());
        service.setTrail(trail());
        restored = service.restore(file, "Mara");
    }

    private static AuditTrail trail() {
        return new JdbiAuditTrail(DATABASE.database());
    }

    private static long number(String sql) throws Exception {
        return Long.parseLong(Rows.text(DATABASE.dataSource(), sql));
    }

    @Test
    void theFileIsOfThatRelease() {
        assertThat(restored.product()).isEqualTo("0.1.0");
        assertThat(restored.format()).isEqualTo(1);
        assertThat(restored.allRows()).isEqualTo(1_708);
    }

    @Test
    void conversationsPostsAndFiguresAreThere() throws Exception {
        assertThat(number("select count(*) from engine.account where state = 'OK'"))
                .isEqualTo(2);
        assertThat(number("select count(*) from inbox.item")).isEqualTo(393);
        assertThat(number("select count(*) from inbox.conversation")).isEqualTo(111);
        assertThat(number("select count(*) from publishing.publication")).isEqualTo(25);
        assertThat(number("select sum(received) from analytics.hour")).isEqualTo(218);
        assertThat(number("select count(*) from analytics.received where answered_at is not null"))
                .isEqualTo(134);
    }

    @Test
    void everyItemStillHasItsConversationAndItsBytes() throws Exception {
        assertThat(number("select count(*) from inbox.item i where not exists (select from inbox.conversation c"
                        + " where c.account_id = i.account_id and c.id = i.conversation_id)"))
                .isZero();
        assertThat(number("select count(*) from inbox.item_raw where length(raw) > 2"))
                .isEqualTo(restored.rows().get("inbox.item_raw"));
        assertThat(number("select count(*) from inbox.item where body ~ '[^\\x01-\\x7f]'"))
                .isPositive();
    }

    /** Releases before this one took it away with the account, or did not give it at all. */
    @Test
    void whatIsKeptOfEachAccountEndsDaily() throws Exception {
        for (String kind : new String[] {"inbox.expire", "analytics.expire"}) {
            assertThat(number("select count(*) from engine.account a where not exists (select from engine.obligation o"
                            + " where o.account_id = a.id and o.key = a.id::text and o.kind = '" + kind + "')"))
                    .as(kind)
                    .isZero();
        }
    }

    @Test
    void itsAuditTrailFits() throws Exception {
        assertThat(number("select count(*) from workspace.audit_entry where workspace_id = '" + WORKSPACE + "'"))
                .isEqualTo(5);
        assertThat(trail().firstBrokenLink(Caller.operator(WORKSPACE, "Mara"))).isEmpty();
    }
}
