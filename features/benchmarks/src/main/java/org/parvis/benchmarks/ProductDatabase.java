package org.parvis.benchmarks;

import java.time.Duration;
import java.util.List;
import org.parvis.store.Database;
import org.parvis.store.connection.ConnectionPool;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.store.migration.MigrationException;
import org.parvis.store.migration.StoreSchema;
import org.parvis.store.transaction.JdbiDatabase;

/** A database as the product has it: its tables by its own migrations, its pool with the settings it ships. */
final class ProductDatabase implements AutoCloseable {
    private static final List<String> SCHEMAS = List.of("workspace", "engine", "inbox", "publishing", "analytics");
    private static final int POOL = 12;
    private static final Duration STATEMENT = Duration.ofSeconds(30);

    final Endpoint endpoint;
    final Database database;
    private final ConnectionPool pool;

    private ProductDatabase(Endpoint endpoint) {
        this.endpoint = endpoint;
        pool = new ConnectionPool(
                new EndpointDataSource(() -> endpoint, STATEMENT, STATEMENT.plusSeconds(30)),
                POOL,
                Duration.ofSeconds(5));
        database = new JdbiDatabase(pool.source());
    }

    /** Creates the tables and opens the pool. */
    static ProductDatabase create(Endpoint endpoint) throws MigrationException {
        FlywayMigrator migrator =
                new FlywayMigrator(new EndpointDataSource(() -> endpoint, Duration.ZERO, Duration.ZERO), true);
        migrator.roles();
        migrator.migrate(new StoreSchema());
        for (String schema : SCHEMAS) {
            migrator.migrate(() -> schema);
        }
        return new ProductDatabase(endpoint);
    }

    /** Opens a pool over tables that are there. */
    static ProductDatabase open(Endpoint endpoint) {
        return new ProductDatabase(endpoint);
    }

    @Override
    public void close() {
        pool.close();
    }
}
