package org.parvis.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parvis.store.Database;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.DatabaseUnavailableException;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.StoreStatus.State;
import org.parvis.store.TransferException;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;

class StoreKeeperTest {
    private final Map<String, Database> offered = new ConcurrentHashMap<>();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private Path root;
    private Path binaries;
    private StoreKeeper keeper;
    private Server server;
    private volatile Instant killedAt = Instant.MAX;

    private record Definition(String name, List<String> after, String location) implements SchemaDefinition {
        Definition(String name, String... after) {
            this(name, List.of(after), "db/migration/" + name);
        }
    }

    @BeforeEach
    void folder() throws IOException {
        root = Files.createTempDirectory("parvis-keeper-").toRealPath();
        binaries = Path.of(
                System.getProperty("java.io.tmpdir"), "parvis-test-postgres-" + System.getProperty("user.name"));
        Files.createDirectories(binaries);
        server = Server.embedded(() -> root, binaries);
        keeper = keeper(settings(Duration.ofSeconds(15)), server);
    }

    @AfterEach
    void nothingStaysBehind() throws IOException {
        keeper.close();
        assertThat(offered).isEmpty();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void schemasAreOfferedInTheOrderTheyDependOnEachOther() {
        keeper.add(new Definition("later", "probe"));
        keeper.start();
        awaitState(State.READY);
        await().until(() -> keeper.failedSchemas().containsKey("later"));
        assertThat(keeper.failedSchemas().get("later")).contains("waits for [probe]");
        keeper.add(new Definition("probe"));
        await().untilAsserted(() -> assertThat(order).containsExactly("probe", "later"));
        assertThat(keeper.failedSchemas()).isEmpty();
        assertThat(keeper.serverVersion())
                .hasValueSatisfying(version -> assertThat(version).startsWith("18"));
        assertThat(keeper.folder()).contains(root);
    }

    @Test
    void aBrokenSchemaIsReportedAndTriedAgainOnlyWhenItsDefinitionChanges() {
        Definition broken = new Definition("broken");
        keeper.add(broken);
        keeper.add(new Definition("probe"));
        keeper.start();
        await().untilAsserted(() -> assertThat(keeper.failedSchemas()).containsOnlyKeys("broken"));
        assertThat(keeper.failedSchemas().get("broken"))
                .contains("'broken' could not be brought up to date")
                .contains("syntax error");
        await().untilAsserted(() -> assertThat(offered).containsOnlyKeys("probe"));
        assertThat(keeper.state()).isEqualTo(State.READY);

        keeper.remove(broken);
        keeper.add(new Definition("broken", List.of(), "db/migration/mended"));
        await().untilAsserted(() -> assertThat(offered).containsOnlyKeys("probe", "broken"));
        assertThat(keeper.failedSchemas()).isEmpty();
    }

    @Test
    void restoringTakesTheDatabaseFromEverybodyAndOffersItAgain() throws Exception {
        probe().useSystem(handle -> handle.execute("insert into probe.country values ('fr')"));
        List<Set<String>> offeredMeanwhile = new CopyOnWriteArrayList<>();
        DatabaseTransfer.Table country = new DatabaseTransfer.Table("probe", "country", List.of("code"));
        order.clear();
        keeper.restore(new Contents(Map.of("store", "1", "probe", "1"), country, "de\nat\n", 2, () -> {
            offeredMeanwhile.add(Set.copyOf(offered.keySet()));
            assertThat(keeper.state()).isEqualTo(State.STARTING);
        }));
        assertThat(offeredMeanwhile).containsExactly(Set.of());
        assertThat(order).containsExactly("probe");
        assertThat(keeper.state()).isEqualTo(State.READY);
        assertThat((String) offered.get("probe")
                        .inSystem(handle -> handle.createQuery(
                                        "select string_agg(code, ' ' order by code) from probe.country")
                                .mapTo(String.class)
                                .one()))
                .isEqualTo("at de");
    }

    @Test
    void aRestorationThatFailsIsToldAndTheDatabaseIsOfferedAgain() throws Exception {
        probe();
        DatabaseTransfer.Table country = new DatabaseTransfer.Table("probe", "country", List.of("code"));
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() ->
                        keeper.restore(new Contents(Map.of("store", "1", "probe", "1"), country, "de\n", 2, () -> {})))
                .withMessageContaining("announces 2 rows for probe.country and holds 1");
        assertThat(keeper.state()).isEqualTo(State.READY);
        assertThat(count(offered.get("probe"))).isZero();
    }

    /** One table with rows. */
    private record Contents(
            Map<String, String> schemas, DatabaseTransfer.Table table, String text, long rows, Runnable opened)
            implements DatabaseTransfer.Source {
        @Override
        public List<DatabaseTransfer.Table> tables() {
            return List.of(table);
        }

        @Override
        public Map<String, Long> sequences() {
            return Map.of();
        }

        @Override
        public long rows(DatabaseTransfer.Table asked) {
            return rows;
        }

        @Override
        public InputStream open(DatabaseTransfer.Table asked) {
            opened.run();
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aSchemaWhoseBundleLeavesIsWithdrawn() {
        Definition probe = new Definition("probe");
        keeper.add(probe);
        keeper.start();
        await().untilAsserted(() -> assertThat(offered).containsOnlyKeys("probe"));
        keeper.remove(probe);
        assertThat(offered).isEmpty();
    }

    @Test
    void afterTheServerIsKilledTheSameDatabaseWorksAgainWithinTenSeconds() throws Exception {
        Database database = probe();
        killServer();
        await().atMost(Duration.ofSeconds(2))
                .until(() -> keeper.state() != State.READY || keeper.since().isAfter(killedAt));
        await().atMost(Duration.ofSeconds(10))
                .ignoreException(DatabaseUnavailableException.class)
                .untilAsserted(() -> assertThat(count(database)).isZero());
        awaitState(State.READY);
    }

    @Test
    void workUnderWayWhenTheServerIsKilledIsToldSo() throws Exception {
        Database database = probe();
        DatabaseUnavailableException failure = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> database.useSystem(handle -> {
                    handle.execute("select 1");
                    killServer();
                    handle.execute("select pg_sleep(1)");
                }));
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void aConnectionLostWhileCommittingLeavesTheOutcomeUnknown() throws Exception {
        Database database = probe();
        slowCommits();
        DatabaseUnavailableException failure = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> database.useSystem(handle -> {
                    handle.execute("insert into probe.machine values ('a')");
                    CompletableFuture.runAsync(
                            () -> {
                                await().until(() -> 1 == committing());
                                killServer();
                            },
                            task -> new Thread(task, "killer").start());
                }));
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void whatTheDiskDoesNotKeepIsNotAcknowledgedAndWhatItKeptIsThere() throws Exception {
        Database database = probe();
        database.useSystem(handle -> handle.execute("insert into probe.machine values ('kept')"));
        Process fault = failingFsync();
        try {
            DatabaseUnavailableException failure = catchThrowableOfType(
                    DatabaseUnavailableException.class,
                    () -> database.useSystem(
                            handle -> handle.execute("insert into probe.machine values ('not kept')")));
            assertThat(failure.outcomeUnknown()).isTrue();
        } finally {
            fault.destroy();
            fault.waitFor();
        }
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(DatabaseUnavailableException.class)
                .untilAsserted(() -> assertThat(kept(database)).containsExactly("kept"));
        awaitState(State.READY);
        database.useSystem(handle -> handle.execute("insert into probe.machine values ('afterwards')"));
    }

    private static List<String> kept(Database database) {
        return database.inSystem(handle -> handle.select("select name from probe.machine where name = 'kept'")
                .mapTo(String.class)
                .list());
    }

    /** Makes every write of the server's log to the disk fail with EIO, from outside. */
    private Process failingFsync() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "there is no strace that could make fdatasync fail");
        long postmaster = Long.parseLong(
                Files.readAllLines(root.resolve("data/postmaster.pid")).get(0));
        List<String> command = new ArrayList<>(List.of(
                "strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO"));
        List<ProcessHandle> processes = Stream.concat(
                        Stream.of(ProcessHandle.of(postmaster).orElseThrow()),
                        ProcessHandle.of(postmaster).orElseThrow().children())
                .toList();
        processes.forEach(process -> command.addAll(List.of("-p", Long.toString(process.pid()))));
        Process fault = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader said = fault.inputReader(StandardCharsets.UTF_8);
        for (int attached = 0; attached < processes.size(); attached++) {
            String line = String.valueOf(said.readLine());
            assumeTrue(line.contains("attached"), "strace may not attach here: " + line);
        }
        return fault;
    }

    @Test
    void aStatementThatTakesTooLongIsStoppedAndWorthAnotherTry() {
        keeper.close();
        server = Server.embedded(() -> root, binaries);
        keeper = keeper(settings(Duration.ofSeconds(1)), server);
        Database database = probe();
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> database.useSystem(handle -> handle.execute("select pg_sleep(30)")))
                .withMessageContaining("took too long")
                .satisfies(failure -> assertThat(failure.outcomeUnknown()).isFalse());
        assertThat(count(database)).isZero();
    }

    @Test
    void whoFindsAllConnectionsTakenWaitsNoLongerThanAllowed() {
        Database database = probe();
        CompletableFuture<Void> release = new CompletableFuture<>();
        List<CompletableFuture<Void>> busy = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> database.useSystem(handle -> release.join()), task -> new Thread(task, "busy").start()))
                .limit(3)
                .toList();
        try {
            await().until(() -> connections() == 3);
            assertThatExceptionOfType(DatabaseUnavailableException.class).isThrownBy(() -> count(database));
        } finally {
            release.complete(null);
        }
        busy.forEach(CompletableFuture::join);
        assertThat(count(database)).isZero();
    }

    @Test
    void anExternalServerIsUsedAsItIs() {
        keeper.add(new Definition("probe"));
        keeper.start();
        awaitState(State.READY);
        Endpoint endpoint = server.endpoint();
        StoreSettings settings = new StoreSettings(
                Optional.of(endpoint), 3, Duration.ofSeconds(2), Duration.ofSeconds(2), Optional.empty(), false);
        List<String> offeredOutside = new CopyOnWriteArrayList<>();
        try (StoreKeeper outside = new StoreKeeper(settings, Server.external(endpoint), (name, database) -> {
            offeredOutside.add(name);
            return () -> offeredOutside.remove(name);
        })) {
            await().untilAsserted(() -> assertThat(offered).containsKey("probe"));
            outside.add(new Definition("probe"));
            outside.add(new Definition("mended"));
            outside.start();
            await().untilAsserted(() -> assertThat(outside.failedSchemas()).containsOnlyKeys("mended"));
            assertThat(outside.failedSchemas().get("mended")).contains("migrate=check forbids");
            assertThat(offeredOutside).containsExactly("probe");
            killServer();
            await().atMost(Duration.ofSeconds(2)).until(() -> outside.state() == State.UNAVAILABLE);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> keeper.state() == State.READY);
    }

    private Database probe() {
        keeper.add(new Definition("probe"));
        keeper.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> offered.containsKey("probe"));
        return offered.get("probe");
    }

    private void killServer() {
        killedAt = Instant.now();
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(root.resolve("data/postmaster.pid")).get(0));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void slowCommits() throws Exception {
        ask("create function probe.slow() returns trigger language plpgsql as"
                + " $$ begin perform pg_sleep(20); return null; end $$");
        ask("create constraint trigger slow after insert on probe.machine deferrable initially deferred"
                + " for each row execute function probe.slow()");
    }

    private int committing() throws Exception {
        return number("select count(*) from pg_stat_activity where query = 'COMMIT' and state = 'active'");
    }

    private int connections() throws Exception {
        return number("select count(*) from pg_stat_activity where state = 'idle in transaction'");
    }

    private int number(String query) throws Exception {
        try (var connection = source().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }

    private void ask(String sql) throws Exception {
        try (var connection = source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private EndpointDataSource source() {
        return new EndpointDataSource(server::endpoint, Duration.ZERO, Duration.ZERO);
    }

    private static int count(Database database) {
        return database.inSystem(handle -> handle.select("select count(*) from probe.note")
                .mapTo(int.class)
                .one());
    }

    private void awaitState(State state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> keeper.state() == state);
    }

    private StoreKeeper keeper(StoreSettings settings, Server behind) {
        return new StoreKeeper(settings, behind, (name, database) -> {
            order.add(name);
            offered.put(name, database);
            return () -> offered.remove(name);
        });
    }

    private static StoreSettings settings(Duration statement) {
        return new StoreSettings(Optional.empty(), 3, Duration.ofSeconds(3), statement, Optional.empty(), true);
    }
}
