package org.parvis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

class JdbiDatabaseTest {
    @RegisterExtension
    static final TestDatabase test = TestDatabase.with("probe");

    private final WorkspaceId ours = new WorkspaceId(Identifiers.next());
    private final WorkspaceId theirs = new WorkspaceId(Identifiers.next());
    private Database database;

    @BeforeEach
    void twoWorkspacesWithANoteEach() {
        test.truncate("probe.note", "probe.mark", "probe.machine", "probe.country");
        database = test.database();
        database.useWorkspace(ours, handle -> note(handle, ours, "ours"));
        database.useWorkspace(theirs, handle -> note(handle, theirs, "theirs"));
    }

    @Test
    void aQueryWithoutConditionSeesOnlyItsWorkspace() {
        assertThat(texts(ours)).containsExactly("ours");
        assertThat(texts(theirs)).containsExactly("theirs");
    }

    @Test
    void theSystemSeesAllWorkspaces() {
        assertThat(database.<List<String>, RuntimeException>inSystem(JdbiDatabaseTest::texts))
                .containsExactly("ours", "theirs");
    }

    @Test
    void aRowOfAnotherWorkspaceCannotBeInserted() {
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> note(handle, theirs, "smuggled")))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageContaining("row-level security");
        assertThat(texts(theirs)).containsExactly("theirs");
    }

    @Test
    void aRowCannotBeMovedToAnotherWorkspaceNorChangedFromOne() {
        assertThatThrownBy(() -> database.useWorkspace(
                        ours,
                        handle -> handle.createUpdate("update probe.note set workspace_id = :theirs")
                                .bind("theirs", theirs)
                                .execute()))
                .hasMessageContaining("row-level security");
        int changed = database.inWorkspace(ours, handle -> handle.execute("update probe.note set text = 'changed'"));
        assertThat(changed).isEqualTo(1);
        assertThat(texts(theirs)).containsExactly("theirs");
    }

    @Test
    void aWorkspaceMayNotDoWhatItsTablesDoNotGrant() {
        database.useWorkspace(
                ours,
                handle -> handle.execute(
                        "insert into probe.mark (id, workspace_id, text) values (?, ?, 'kept')",
                        Identifiers.next(),
                        ours));
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> handle.execute("delete from probe.mark")))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> handle.execute("drop table probe.note")))
                .hasMessageContaining("must be owner");
    }

    @Test
    void sharedTablesAreForTheSystemUnlessSaidOtherwise() {
        database.useSystem(handle -> handle.execute("insert into probe.machine values ('a')"));
        database.useSystem(handle -> handle.execute("insert into probe.country values ('NO')"));
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> handle.execute("select * from probe.machine")))
                .hasMessageContaining("permission denied");
        List<String> countries = database.inWorkspace(
                ours,
                handle -> handle.select("select code from probe.country")
                        .mapTo(String.class)
                        .list());
        assertThat(countries).containsExactly("NO");
    }

    @Test
    void theScopeDoesNotLeakIntoTheNextTransactionOfTheSameConnection() {
        for (int i = 0; i < 20; i++) {
            WorkspaceId workspace = i % 2 == 0 ? ours : theirs;
            assertThat(texts(workspace)).hasSize(1);
            String scope = database.inSystem(
                    handle -> handle.select("select current_user || coalesce(store.current_workspace()::text, '')")
                            .mapTo(String.class)
                            .one());
            assertThat(scope).isEqualTo("parvis_system");
        }
    }

    @Test
    void aCallInsideATransactionJoinsIt() {
        assertThatThrownBy(() -> database.useWorkspace(ours, outer -> {
                    database.useWorkspace(ours, inner -> {
                        assertThat(inner).isSameAs(outer);
                        note(inner, ours, "inner");
                    });
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(texts(ours)).containsExactly("ours");
    }

    @Test
    void aCallWithAnotherScopeIsRefusedInsideATransaction() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.useWorkspace(ours, outer -> database.useSystem(inner -> {})));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.useWorkspace(ours, outer -> database.useWorkspace(theirs, inner -> {})));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.useSystem(outer -> database.useWorkspace(ours, inner -> {})));
    }

    @Test
    void actionsRunAfterTheCommitAndMaySeeIt() {
        List<String> seen = new ArrayList<>();
        database.useWorkspace(ours, outer -> {
            database.useWorkspace(ours, inner -> {
                note(inner, ours, "second");
                database.afterCommit(() -> seen.addAll(texts(ours)));
            });
            assertThat(seen).isEmpty();
        });
        assertThat(seen).containsExactly("ours", "second");
    }

    @Test
    void actionsAreDroppedWhenTheTransactionIsRolledBack() {
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> {
                    database.afterCommit(() -> seen.add("ran"));
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void actionsAreDroppedWhenTheCommitFails() {
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> database.useWorkspace(ours, handle -> {
                    handle.execute("update probe.note set number = 1");
                    note(handle, ours, "same number");
                    handle.execute("update probe.note set number = 1");
                    database.afterCommit(() -> seen.add("ran"));
                }))
                .hasRootCauseMessage("ERROR: duplicate key value violates unique constraint \"note_number_key\"");
        assertThat(seen).isEmpty();
        assertThat(texts(ours)).containsExactly("ours");
    }

    @Test
    void anActionWithoutTransactionRunsAtOnce() {
        List<String> seen = new ArrayList<>();
        database.afterCommit(() -> seen.add("ran"));
        assertThat(seen).containsExactly("ran");
    }

    @Test
    void anActionThatFailsDoesNotMakeTheCommittedWorkFail() {
        List<String> seen = new ArrayList<>();
        database.useWorkspace(ours, handle -> {
            database.afterCommit(() -> {
                throw new IllegalStateException("deliberate");
            });
            database.afterCommit(() -> seen.add("ran"));
        });
        assertThat(seen).containsExactly("ran");
    }

    @Test
    void valuesOfEveryKindComeBackAsTheyWent() {
        AccountId account = new AccountId(Identifiers.next());
        Instant at = Instant.parse("2026-03-29T01:30:00.123456Z");
        database.useSystem(handle -> {
            assertThat(handle.select("select :a::uuid", new Object[0])
                            .bind("a", account)
                            .mapTo(AccountId.class)
                            .one())
                    .isEqualTo(account);
            assertThat(handle.select("select :at")
                            .bind("at", at)
                            .mapTo(Instant.class)
                            .one())
                    .isEqualTo(at);
            assertThat(handle.select("select :at::text")
                            .bind("at", at)
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("2026-03-29 01:30:00.123456+00");
            assertThat(handle.select("select cast(:n as timestamptz)")
                            .bind("n", (Instant) null)
                            .mapTo(Instant.class)
                            .findFirst())
                    .isEmpty();
            assertThat(handle.select("select cast(:n as uuid)")
                            .bindByType("n", null, AccountId.class)
                            .mapTo(AccountId.class)
                            .findFirst())
                    .isEmpty();
        });
    }

    @Test
    void aDayIsADayInUtcWhateverTheZoneOfThisMachine() throws SQLException {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        try (Connection connection = test.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show time zone")) {
            result.next();
            assertThat(result.getString(1)).isEqualTo("UTC");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void arraysComeBackAsTheyWent() {
        UUID[] ids = {Identifiers.next(), Identifiers.next()};
        Instant[] instants = {Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-07-01T12:00:00.5Z")};
        byte[][] blobs = {{0, 1, (byte) 255}, {}};
        String[] texts = {"plain", "\"quoted\", with {braces} \\ and ünïcode 🦊", ""};
        database.useSystem(handle -> {
            assertThat(handle.select("select unnest(:v)")
                            .bind("v", ids)
                            .mapTo(UUID.class)
                            .list())
                    .containsExactly(ids);
            assertThat(handle.select("select unnest(:v)")
                            .bind("v", instants)
                            .mapTo(Instant.class)
                            .list())
                    .containsExactly(instants);
            assertThat(handle.select("select unnest(:v)")
                            .bind("v", blobs)
                            .mapTo(byte[].class)
                            .list())
                    .containsExactly(blobs);
            assertThat(handle.select("select unnest(:v)")
                            .bind("v", texts)
                            .mapTo(String.class)
                            .list())
                    .containsExactly(texts);
            assertThat(handle.select("select :v")
                            .bind("v", ids)
                            .mapTo(UUID[].class)
                            .one())
                    .containsExactly(ids);
            assertThat(handle.select("select :v")
                            .bind("v", texts)
                            .mapTo(String[].class)
                            .one())
                    .containsExactly(texts);
            assertThat(handle.select("select :v")
                            .bind("v", instants)
                            .mapTo(Instant[].class)
                            .one())
                    .containsExactly(instants);
            assertThat(handle.select("select :v")
                            .bind("v", blobs)
                            .mapTo(byte[][].class)
                            .one())
                    .isEqualTo(blobs);
            AccountId account = new AccountId(ids[0]);
            assertThat(handle.select("select unnest(:v)")
                            .bindArray("v", AccountId.class, List.of(account))
                            .mapTo(AccountId.class)
                            .list())
                    .containsExactly(account);
        });
    }

    @Test
    void exceptionsDoNotQuoteValues() {
        assertThatThrownBy(() -> database.useSystem(handle -> {
                    for (int i = 0; i < 2; i++) {
                        handle.execute("insert into probe.machine values (?)", "s3cret-token");
                    }
                }))
                .hasMessageContaining("duplicate key")
                .hasMessageContaining("insert into probe.machine values (?)")
                .satisfies(e -> {
                    for (Throwable each = e; each != null; each = each.getCause()) {
                        assertThat(each.toString()).doesNotContain("s3cret-token");
                    }
                });
    }

    private List<String> texts(WorkspaceId workspace) {
        return database.inWorkspace(workspace, JdbiDatabaseTest::texts);
    }

    private static List<String> texts(Handle handle) {
        return handle.select("select text from probe.note order by at, id")
                .mapTo(String.class)
                .list();
    }

    private static void note(Handle handle, WorkspaceId workspace, String text) {
        handle.execute(
                "insert into probe.note (id, workspace_id, text) values (?, ?, ?)",
                Identifiers.next(),
                workspace,
                text);
    }
}
