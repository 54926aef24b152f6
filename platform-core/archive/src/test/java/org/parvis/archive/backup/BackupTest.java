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
import java.util.Random;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.BackupService.Backup;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.MediaId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.TestDatabase;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.workspace.JdbiAuditTrail;

/** A database with something of everything goes into a file and comes out of it the same. */
class BackupTest {
    private static final String[] SCHEMAS = {"workspace", "engine", "media", "inbox", "publishing", "analytics"};

    @RegisterExtension
    static final TestDatabase OLD = TestDatabase.with(SCHEMAS);

    @RegisterExtension
    static final TestDatabase NEW = TestDatabase.with(SCHEMAS);

    @RegisterExtension
    static final TestDatabase SPARE = TestDatabase.with(SCHEMAS);

    /** Without any of the schemas at first. */
    @RegisterExtension
    static final TestDatabase ANCIENT = TestDatabase.with();

    private static final WorkspaceId WORKSPACE = new WorkspaceId(UUID.randomUUID());
    private static final Caller CALLER = Caller.operator(WORKSPACE, "Mara");
    private static final Caller PLATFORM = Caller.operator(AuditTrail.PLATFORM, "Mara");

    private static final FakeVault VAULT = new FakeVault();
    private static final FakeLibrary LIBRARY = new FakeLibrary();
    private static final FakeLibrary EMPTY = new FakeLibrary();

    @TempDir
    Path folder;

    /** Of the database as all tests find it, and what was in it. */
    private static byte[] whole;

    private static Map<String, String> before;

    private static Backup written;

    /** What became of it in the other database, and how that one then looked. */
    private static Backup restored;

    private static Map<String, String> digests;

    private Path file;

    @BeforeAll
    static void fill(@TempDir Path elsewhere) throws Exception {
        Rows.add(OLD, WORKSPACE);
        for (int i = 0; i < 3; i++) {
            trail(OLD).record(CALLER, "brand.rename", "brand:" + i, Map.of("name", "Süd\t" + i));
        }
        for (String id : ids()) {
            LIBRARY.files.put(MediaId.of(id), content(id));
        }
        before = Rows.digests(OLD);
        written = service(OLD).backup(elsewhere.resolve("whole"), false, "Mara");
        whole = Files.readAllBytes(elsewhere.resolve("whole"));
        restored = service(NEW).restore(elsewhere.resolve("whole"), "Mara");
        digests = Rows.digests(NEW);
    }

    @BeforeEach
    void arrange() throws Exception {
        file = folder.resolve("parvis.backup");
        Files.write(file, whole);
    }

    private static AuditTrail trail(TestDatabase database) {
        return new JdbiAuditTrail(database.database());
    }

    /** Of the files that the library names; that of the last one is lost. */
    private static List<String> ids() throws Exception {
        String ids = Rows.text(OLD.dataSource(), "select string_agg(id::text, ' ' order by id) from media.asset");
        List<String> named = List.of(ids.split(" "));
        return named.subList(0, named.size() - 1);
    }

    /** Much that does not pack, so that it comes in many blocks. */
    private static byte[] content(String id) {
        byte[] content = new byte[300_000];
        new Random(id.hashCode()).nextBytes(content);
        return content;
    }

    private static ZipBackupService service(TestDatabase database) {
        ZipBackupService service = new ZipBackupService(database.transfer());
        service.setTrail(trail(database));
        service.setVault(VAULT);
        service.setMedia(database == OLD ? LIBRARY : EMPTY);
        return service;
    }

    @Test
    void everyTableComesOutAsItWentIn() throws Exception {
        assertThat(written.rows()).as("no table is left out, and none is empty").doesNotContainValue(0L);
        assertThat(written.rows().keySet()).isEqualTo(before.keySet());
        assertThat(written.keys()).isFalse();
        assertThat(written.product()).isEqualTo("0.1.0");

        assertThat(restored).isEqualTo(written);
        assertThat(digests).isEqualTo(before);
    }

    @Test
    void theFilesOfTheLibraryComeAlongAndAreHeldMeanwhile() throws Exception {
        assertThat(written.media().number()).isEqualTo(ids().size()).isPositive();
        assertThat(written.media().missing()).isEqualTo(1);
        assertThat(written.media().bytes()).isEqualTo(300_000L * ids().size());
        EMPTY.files.clear();
        assertThat(restoreSpare().media()).isEqualTo(written.media());
        for (String id : ids()) {
            assertThat(EMPTY.files.get(MediaId.of(id))).isEqualTo(content(id));
        }
        assertThat(LIBRARY.openedWithoutHold).isZero();
        assertThat(LIBRARY.holds).isZero();
    }

    @Test
    void aChangedFileOfTheLibraryIsRefusedBeforeAnythingIsDone() throws Exception {
        Rows.remove(SPARE);
        EMPTY.files.clear();
        rewrite((name, text) -> name.startsWith("media/") ? "changed" : text);
        refuses(SPARE, "the checksum of media/");
        assertThat(EMPTY.files).isEmpty();
    }

    @Test
    void theAuditTrailFitsAndGoesOn() throws Exception {
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
        String last = "select max(id) from publishing.event";
        long latest = Long.parseLong(Rows.text(OLD.dataSource(), last));
        Rows.text(
                NEW.dataSource(),
                "insert into publishing.event (workspace_id, publication_id, at, what, detail)"
                        + " select workspace_id, publication_id, at, what, detail from publishing.event limit 1 returning 1");
        assertThat(Long.parseLong(Rows.text(NEW.dataSource(), last))).isEqualTo(latest + 1);
        assertThat(Long.parseLong(Rows.text(NEW.dataSource(), "select nextval('engine.lease_token')")))
                .isGreaterThan(Long.parseLong(Rows.text(
                        OLD.dataSource(), "select last_value from pg_sequences where sequencename = 'lease_token'")));
    }

    @Test
    void theWallsBetweenWorkspacesStandAgain() throws Exception {
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
        Backup ancient = service(ANCIENT).backup(file, false, "Mara");
        assertThat(ancient.schemas()).containsEntry("engine", "1").containsEntry("workspace", "1");
        assertThat(ancient.rows()).doesNotContainKey("workspace.request_key");

        restoreSpare();
        assertThat(Rows.text(SPARE.dataSource(), "select name from workspace.workspace"))
                .isEqualTo("Nord");
        Map<String, String> versions = SPARE.transfer().export(snapshot -> snapshot.schemas());
        assertThat(versions).isEqualTo(OLD.transfer().export(snapshot -> snapshot.schemas()));
        assertThat(versions.get("engine")).isNotEqualTo("1");
    }

    @Test
    void whatIsWrittenMeanwhileIsInNoTable() throws Exception {
        Backup late = OLD.transfer().export(snapshot -> {
            try (OutputStream out = Files.newOutputStream(file);
                    BackupWriter writer = new BackupWriter(out, LIBRARY::open)) {
                trail(OLD).record(CALLER, "brand.rename", "brand:late", Map.of());
                writer.tables(snapshot);
                return writer.finish(Optional.empty(), "0.1.0", "2026-01-01T00:00:00Z")
                        .summary();
            }
        });
        assertThat(late.rows().get("workspace.audit_entry"))
                .isEqualTo(
                        Long.parseLong(Rows.text(OLD.dataSource(), "select count(*) - 1 from workspace.audit_entry")));
    }

    @Test
    void onlyTheOwnerMayReadItAndTheKeysAreInItOnlyWhenAskedFor() throws Exception {
        Files.delete(file);
        service(OLD).backup(file, false, "Mara");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(entries()).noneMatch(name -> name.startsWith("keys/"));
        assertThat(VAULT.imported).isEmpty();

        assertThat(service(OLD).backup(file, true, "Mara").keys()).isTrue();
        assertThat(restoreSpare().keys()).isTrue();
        assertThat(VAULT.imported).asString(StandardCharsets.US_ASCII).isEqualTo("the keys");
    }

    @Test
    void aPlatformInUseIsLeftAlone() throws Exception {
        Map<String, String> present = Rows.digests(OLD);
        refuses(OLD, "This platform is in use");
        assertThat(Rows.digests(OLD)).isEqualTo(present);
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        rewrite((name, text) -> name.equals(Manifest.ENTRY) ? text.replace("\"format\" : 2", "\"format\" : 3") : text);
        refuses(SPARE, "has the format 3, and this release reads up to 2");
    }

    @Test
    void aSchemaOfANewerReleaseIsRefused() throws Exception {
        rewrite((name, text) ->
                name.equals(Manifest.ENTRY) ? text.replaceFirst("\"inbox\" : \"\\d+\"", "\"inbox\" : \"999\"") : text);
        refuses(SPARE, "the schema 'inbox' in version 999, which this release does not know");
    }

    @Test
    void aSchemaThatNobodyHereKnowsIsRefused() throws Exception {
        rewrite((name, text) -> name.equals(Manifest.ENTRY) ? text.replaceFirst("\"inbox\" : ", "\"loans\" : ") : text);
        refuses(SPARE, "the schema 'loans', which nothing that is installed here knows");
    }

    @Test
    void aChangedTableIsRefused() throws Exception {
        rewrite((name, text) -> name.equals("tables/inbox.item.copy") ? text.replace("plain", "plaIn") : text);
        refuses(SPARE, "the checksum of tables/inbox.item.copy is not the one that was written");
    }

    @Test
    void aFileThatWasCutOffOrIsSomethingElseIsRefused() throws Exception {
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        refuses(SPARE, "is no backup, or its end is missing");
        Files.writeString(file, "hello");
        refuses(SPARE, "is no backup");
        file = folder.resolve("nowhere");
        refuses(SPARE, "is not there or cannot be read");
    }

    @Test
    void aRestorationThatFailsHalfWayLeavesThePlatformEmptyAndCanBeRepeated() throws Exception {
        Rows.remove(SPARE);
        rewrite((name, text) -> name.equals(Manifest.ENTRY)
                ? text.replaceFirst("(?s)(\"name\" : \"reply\".*?\"rows\" : )\\d+", "$177")
                : text);
        refuses(SPARE, "announces 77 rows for inbox.reply and holds");
        assertThat(SPARE.transfer().<Boolean>export(snapshot -> {
                    for (var table : snapshot.tables()) {
                        if (snapshot.copy(table, OutputStream.nullOutputStream()) > 0) {
                            return false;
                        }
                    }
                    return true;
                }))
                .isTrue();
        Files.write(file, whole);
        service(SPARE).restore(file, "Mara");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() {
        file = folder.resolve("no-such-folder/parvis.backup");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> service(OLD).backup(file, false, "Mara"));
        assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("parvis.backup"));
    }

    /** Into an empty platform. */
    private Backup restoreSpare() throws Exception {
        Rows.remove(SPARE);
        return service(SPARE).restore(file, "Mara");
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
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(change.apply(entry.getName(), text).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        Files.move(changed, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
