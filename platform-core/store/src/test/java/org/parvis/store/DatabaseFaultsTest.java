package org.parvis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.model.WorkspaceId;
import org.parvis.store.connection.ConnectionPool;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;
import org.parvis.store.transaction.JdbiDatabase;

/** What callers are told when the network or the database fails in the middle of their work, and what they can rely on then. */
class DatabaseFaultsTest {
    @RegisterExtension
    static final TestDatabase test = TestDatabase.with("probe");

    private final WorkspaceId ours = new WorkspaceId(Identifiers.next());
    private CuttingProxy proxy;
    private ConnectionPool pool;
    private Database database;

    @BeforeEach
    void connectThroughTheProxy() throws Exception {
        String url;
        try (var connection = test.dataSource().getConnection()) {
            url = connection.getMetaData().getURL();
        }
        Endpoint server = TestServer.get().endpoint();
        String port = url.replaceFirst("^jdbc:postgresql://[^:]+:(\\d+)/.*$", "$1");
        proxy = new CuttingProxy(Integer.parseInt(port));
        Endpoint through =
                new Endpoint(url.replace(":" + port + "/", ":" + proxy.port() + "/"), server.user(), server.password());
        pool = new ConnectionPool(
                new EndpointDataSource(() -> through, Duration.ofSeconds(30), Duration.ofSeconds(20)),
                4,
                Duration.ofSeconds(5));
        database = new JdbiDatabase(pool.source());
    }

    @AfterEach
    void disconnect() {
        pool.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(value = CuttingProxy.Cut.class, names = "NOWHERE", mode = EnumSource.Mode.EXCLUDE)
    void aCommitWithoutAnswerIsReadAgainBeforeItIsRepeatedAndHappensOnce(CuttingProxy.Cut cut) {
        String key = "key-" + cut;
        DatabaseUnavailableException failure = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> database.useWorkspace(ours, handle -> {
                    note(handle, key);
                    proxy.arm(cut);
                }));
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure).hasMessageContaining("whether the change took effect is not known");

        boolean tookEffect = notes(key) == 1;
        assertThat(tookEffect).isEqualTo(cut == CuttingProxy.Cut.BEFORE_THE_ANSWER);
        if (!tookEffect) {
            database.useWorkspace(ours, handle -> note(handle, key));
        }
        assertThat(notes(key)).isEqualTo(1);
    }

    @Test
    void twoThatWaitForEachOtherArePartedAndOneMayTryAgain() throws Exception {
        database.useWorkspace(ours, handle -> List.of("one", "two").forEach(text -> note(handle, text)));
        CyclicBarrier bothHoldTheirFirst = new CyclicBarrier(2);
        List<CompletableFuture<DatabaseUnavailableException>> both = Stream.of("one two", "two one")
                .map(order -> CompletableFuture.supplyAsync(
                        () -> catchThrowableOfType(
                                DatabaseUnavailableException.class, () -> change(order, bothHoldTheirFirst)),
                        task -> new Thread(task, order).start()))
                .toList();
        List<DatabaseUnavailableException> refused = both.stream()
                .map(each -> each.orTimeout(20, TimeUnit.SECONDS).join())
                .filter(failure -> failure != null)
                .toList();
        assertThat(refused).singleElement().satisfies(failure -> {
            assertThat(failure).hasMessageContaining("two transactions waited for each other");
            assertThat(failure.outcomeUnknown()).isFalse();
        });
        assertThat(notes("changed")).as("the other one went on").isEqualTo(2);
    }

    private void change(String order, CyclicBarrier barrier) throws Exception {
        database.useWorkspace(ours, handle -> {
            String[] texts = order.split(" ");
            lock(handle, texts[0]);
            barrier.await();
            lock(handle, texts[1]);
            handle.createUpdate("update probe.note set text = 'changed'").execute();
        });
    }

    private static void lock(Handle handle, String text) {
        handle.createQuery("select text from probe.note where text = :text for update")
                .bind("text", text)
                .mapTo(String.class)
                .one();
    }

    private int notes(String text) {
        return database.inWorkspace(
                ours,
                handle -> handle.createQuery("select count(*) from probe.note where text = :text")
                        .bind("text", text)
                        .mapTo(int.class)
                        .one());
    }

    private void note(Handle handle, String text) {
        handle.createUpdate("insert into probe.note (id, workspace_id, text) values (:id, :workspace, :text)")
                .bind("id", Identifiers.next())
                .bind("workspace", ours)
                .bind("text", text)
                .execute();
    }
}
