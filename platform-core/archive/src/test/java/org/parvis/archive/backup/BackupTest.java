package org.parvis.archive.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.BackupService.Backup;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.WorkspaceId;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.TestDatabase;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.workspace.JdbiAuditTrail;

/** A database with something of everything goes into a file and comes out of it the same. */
class BackupTest {
    private static final String[] SCHEMAS = {"workspace", "engine", "inbox", "publishing", "analytics"};

    @RegisterExtension
    static final TestDatabase OLD = TestDatabase.with(SCHEMAS);

    @RegisterExtension
    static final TestDatabase NEW = TestDatabase.with(SCHEMAS);

    /** Without any of the schemas at first. */
    @RegisterExtension
    static final TestDatabase ANCIENT = TestDatabase.with();

    private static final WorkspaceId WORKSPACE = new WorkspaceId(UUID.randomUUID());
    private static final Caller CALLER = Caller.operator(WORKSPACE, "Mara");
    private static final Caller PLATFORM = Caller.operator(AuditTrail.PLATFORM, "Mara");

    @TempDir
    Path folder;

    private Path file;
    private final FakeVault vault = new FakeVault();

    @BeforeEach
    void arrange() throws Exception {
        file = folder.resolve("parvis.backup");
        Rows.remove(OLD);
        Rows.remove(NEW);
        Rows.add(OLD, WORKSPACE);
        for (int i = 0; i < 3; i++) {
            trail(OLD).record(CALLER, "brand.rename", "brand:" + i, Map.of("name", "Süd\t" + i));
        }
    }

    private static AuditTrail trail(TestDatabase database) {
        return new JdbiAuditTrail(database.database());
    }

    private ZipBackupService service(TestDatabase database) {
        ZipBackupService service = new ZipBackupService(database.transfer());
        service.setTrail(trail(database));
        service.setVault(vault);
        return service;
    }

    @Test
    void everyTableComesOutAsItWentIn() throws Exception {
        Map<String, String> before = Rows.digests(OLD);
        Backup written = service(OLD).backup(file, false, "Mara");
        assertThat(written.rows()).as("no table is left out, and none is empty").doesNotContainValue(0L);
        assertThat(written.rows().keySet()).isEqualTo(before.keySet());
        assertThat(written.keys()).isFalse();
        assertThat(written.product()).isEqualTo("0.1.0");

        assertThat(service(NEW).restore(file, "Mara")).isEqualTo(written);
        assertThat(Rows.digests(NEW)).isEqualTo(before);
    }

    @Test
    void theAuditTrailFitsAndGoesOn() throws Exception {
        service(OLD).backup(file, false, "Mara");
        service(NEW).restore(file, "Mara");
        assertThat(trail(NEW).firstBrokenLink(CALLER)).isEmpty();
        trail(NEW).record(CALLER, "brand.rename", "brand:9", Map.of());
        assertThat(trail(NEW).firstBrokenLink(CALLER)).isEmpty();
        assertThat(trail(NEW).firstBrokenLink(PLATFORM)).isEmpty();
        assertThat(Rows.text(
                        NEW.dataSource(),
                        "select string_agg(action, ' ' order by sequence) from workspace.audit_entry where workspace_id = '"
                                + AuditTrail.PLATFORM + "'"))
                .isEqualTo("backup.restore");
    }

    @Test
    void numbersGoOnAfterTheLastOne() throws Exception {
        service(OLD).backup(file, false, "Mara");
        service(NEW).restore(file, "Mara");
        String last = "select max(id) from publishing.event";
        long before = Long.parseLong(Rows.text(OLD.dataSource(), last));
        Rows.text(
                NEW.dataSource(),
                "insert into publishing.event (workspace_id, publication_id, at, what, detail)"
                        + " select workspace_id, publication_id, at, what, detail from publishing.event limit 1 returning 1");
        assertThat(Long.parseLong(Rows.text(NEW.dataSource(), last))).isEqualTo(before + 1);
        // Each connection takes a thousand of these at a time.
        assertThat(Long.parseLong(Rows.text(NEW.dataSource(), "select nextval('engine.lease_token')")))
                .isGreaterThan(Long.parseLong(Rows.text(OLD.dataSource(), "select 1")));
    }

    @Test
    void theWallsBetweenWorkspacesStandAgain() throws Exception {
        service(OLD).backup(file, false, "Mara");
        service(NEW).restore(file, "Mara");
        WorkspaceId stranger = new WorkspaceId(UUID.randomUUID());
        String count = "select count(*) from inbox.item";
        assertThat((long) NEW.database().inWorkspace(stranger, handle -> number(handle, count)))
                .isZero();
        assertThat((long) NEW.database().inWorkspace(WORKSPACE, handle -> number(handle, count)))
                .isPositive();
        String walls = "select string_agg(tablename || policyname || roles::text, ' ' order by tablename, policyname)"
                + " from pg_policies";
        assertThat(Rows.text(NEW.dataSource(), walls)).isEqualTo(Rows.text(OLD.dataSource(), walls));
        String triggers = "select count(*)::text from pg_trigger where tgenabled = 'D'";
        assertThat(Rows.text(NEW.dataSource(), triggers)).isEqualTo("0");
    }

    private static long number(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }

    @Test
    void aBackupOfEarlierSchemasIsBroughtUpToDate() throws Exception {
        FlywayMigrator migrator = new FlywayMigrator(ANCIENT.dataSource(), true);
        SchemaDefinition workspace = () -> "workspace";
        SchemaDefinition engine = () -> "engine";
        migrator.migrate(workspace, Optional.of("1"));
        migrator.migrate(engine, Optional.of("1"));
        Rows.text(
                ANCIENT.dataSource(),
                "insert into workspace.workspace (id, name, created_at) values ('" + WORKSPACE + "', 'Nord', now())"
                        + " returning name");
        Backup written = service(ANCIENT).backup(file, false, "Mara");
        assertThat(written.schemas()).containsEntry("engine", "1").containsEntry("workspace", "1");
        assertThat(written.rows()).doesNotContainKey("workspace.request_key");

        service(NEW).restore(file, "Mara");
        assertThat(Rows.text(NEW.dataSource(), "select name from workspace.workspace")).isEqualTo("Nord");
        Map<String, String> versions = NEW.transfer().export(snapshot -> snapshot.schemas());
        assertThat(versions).isEqualTo(OLD.transfer().export(snapshot -> snapshot.schemas()));
        assertThat(versions.get("engine")).isNotEqualTo("1");
    }

    @Test
    void whatIsWrittenMeanwhileIsInNoTable() throws Exception {
        Backup written = OLD.transfer().export(snapshot -> {
            try (OutputStream out = Files.newOutputStream(file);
                    BackupWriter writer = new BackupWriter(out)) {
                trail(OLD).record(CALLER, "brand.rename", "brand:late", Map.of());
                return writer.write(snapshot, Optional.empty(), "0.1.0", "2026-01-01T00:00:00Z").summary();
            }
        });
        assertThat(written.rows()).containsEntry("workspace.audit_entry", 3L);
    }

    @Test
    void onlyTheOwnerMayReadItAndTheKeysAreInItOnlyWhenAskedFor() throws Exception {
        service(OLD).backup(file, false, "Mara");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(entries()).noneMatch(name -> name.startsWith("keys/"));
        service(NEW).restore(file, "Mara");
        assertThat(vault.imported).isEmpty();

        assertThat(service(OLD).backup(file, true, "Mara").keys()).isTrue();
        Rows.remove(NEW);
        assertThat(service(NEW).restore(file, "Mara").keys()).isTrue();
        assertThat(vault.imported).asString(StandardCharsets.US_ASCII).isEqualTo("the keys");
    }

    @Test
    void aPlatformInUseIsLeftAlone() throws Exception {
        service(OLD).backup(file, false, "Mara");
        Map<String, String> before = Rows.digests(OLD);
        refuses(OLD, "This platform is in use");
        assertThat(Rows.digests(OLD)).isEqualTo(before);
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        service(OLD).backup(file, false, "Mara");
        rewrite((name, text) -> name.equals(Manifest.ENTRY) ? text.replace("\"format\" : 1", "\"format\" : 2") : text);
        refuses(NEW, "has the format 2, and this release reads up to 1");
    }

    @Test
    void aSchemaOfANewerReleaseIsRefused() throws Exception {
        service(OLD).backup(file, false, "Mara");
        rewrite((name, text) ->
                name.equals(Manifest.ENTRY) ? text.replaceFirst("\"inbox\" : \"\\d+\"", "\"inbox\" : \"999\"") : text);
        refuses(NEW, "the schema 'inbox' in version 999, which this release does not know");
    }

    @Test
    void aSchemaThatNobodyHereKnowsIsRefused() throws Exception {
        service(OLD).backup(file, false, "Mara");
        rewrite((name, text) -> name.equals(Manifest.ENTRY) ? text.replaceFirst("\"inbox\" : ", "\"loans\" : ") : text);
        refuses(NEW, "the schema 'loans', which nothing that is installed here knows");
    }

    @Test
    void aChangedTableIsRefused() throws Exception {
        service(OLD).backup(file, false, "Mara");
        rewrite((name, text) -> name.equals("tables/inbox.item.copy") ? text.replace("plain", "plaIn") : text);
        refuses(NEW, "the checksum of tables/inbox.item.copy is not the one that was written");
    }

    @Test
    void aFileThatWasCutOffOrIsSomethingElseIsRefused() throws Exception {
        service(OLD).backup(file, false, "Mara");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refuses(NEW, "is no backup, or its end is missing");
        Files.writeString(file, "hello");
        refuses(NEW, "is no backup");
        file = folder.resolve("nowhere");
        refuses(NEW, "is not there or cannot be read");
    }

    @Test
    void aRestorationThatFailsHalfWayLeavesThePlatformEmptyAndCanBeRepeated() throws Exception {
        service(OLD).backup(file, false, "Mara");
        byte[] whole = Files.readAllBytes(file);
        rewrite((name, text) -> name.equals(Manifest.ENTRY)
                ? text.replaceFirst("(?s)(\"name\" : \"reply\".*?\"rows\" : )\\d+", "$177")
                : text);
        refuses(NEW, "announces 77 rows for inbox.reply and holds");
        assertThat(NEW.transfer().<Boolean>export(snapshot -> {
            for (var table : snapshot.tables()) {
                if (snapshot.copy(table, OutputStream.nullOutputStream()) > 0) {
                    return false;
                }
            }
            return true;
        }))
                .isTrue();
        Files.write(file, whole);
        service(NEW).restore(file, "Mara");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() {
        file = folder.resolve("no-such-folder/parvis.backup");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> service(OLD).backup(file, false, "Mara"));
        assertThat(folder).isEmptyDirectory();
    }

    private void refuses(TestDatabase database, String sentence) {
        Path chosen = file;
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> service(database).restore(chosen, "Mara"))
                .withMessageContaining(sentence);
    }

    private List<String> entries() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    /** Writes the file anew, each entry changed by its name and text. */
    private void rewrite(BinaryOperator<String> change) throws IOException {
        Path changed = folder.resolve("changed");
        try (ZipFile zip = new ZipFile(file.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : zip.stream().toList()) {
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(change.apply(entry.getName(), text).getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
