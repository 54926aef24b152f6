package org.parvis.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.store.TestDatabase;

class FlywayMigratorTest {
    @RegisterExtension
    static final TestDatabase database = TestDatabase.with();

    @Test
    void twoNodesThatStartTogetherMigrateOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> node = () -> {
            FlywayMigrator migrator = new FlywayMigrator(database.dataSource(), true);
            together.await();
            migrator.roles();
            migrator.migrate(() -> "probe");
            return true;
        };
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            for (Future<Boolean> each : nodes.invokeAll(List.of(node, node))) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            nodes.shutdownNow();
        }
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from probe.flyway_history where version = '1'")) {
            result.next();
            assertThat(result.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void aSchemaWithoutMigrationsIsRefused() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> new FlywayMigrator(database.dataSource(), true).migrate(() -> "nowhere"))
                .withMessageContaining("'nowhere'")
                .withMessageContaining("db/migration/nowhere");
    }
}
