package org.parvis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.parvis.store.connection.ConnectionPool;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.store.migration.MigrationException;
import org.parvis.store.migration.StoreSchema;
import org.parvis.store.transaction.JdbiDatabase;
import org.parvis.store.transfer.OwnerTransfer;

/**
 * A real database for one test class: the product's server (one per JVM), a fresh database in it, and the migrations
 * found on the class path in {@code db/migration/<schema>}, in the order given.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase database = TestDatabase.with("workspace", "engine", "inbox");
 * }</pre>
 *
 * <p>Rows live on from one test method to the next; tests that mind make ids of their own, or call {@link #truncate}.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<String> schemas;
    private final List<ConnectionPool> pools = new ArrayList<>();
    private String name = "";
    private String owningContext = "";
    private Database database;

    private TestDatabase(List<String> schemas) {
        this.schemas = schemas;
    }

    /** With the tables of {@code schemas}, each after those before it. The store's own come first by themselves. */
    public static TestDatabase with(String... schemas) {
        return new TestDatabase(List.of(schemas));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!owningContext.isEmpty()) {
            return; // a nested class shares the database of the class around it
        }
        owningContext = context.getUniqueId();
        create();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (owningContext.equals(context.getUniqueId())) {
            drop();
            owningContext = "";
        }
    }

    /** The product's own implementation, as the other rooms get it. */
    public Database database() {
        return database;
    }

    /** Another implementation over the same database, with connections of its own, as a second node has it. */
    public Database anotherNode() {
        ConnectionPool pool = new ConnectionPool(source(Duration.ofSeconds(30)), 8, Duration.ofSeconds(5));
        pools.add(pool);
        return new JdbiDatabase(pool.source());
    }

    /** Unpooled connections as the owner of all tables, who sees every row: for arranging and asserting. */
    public DataSource dataSource() {
        return source(Duration.ZERO);
    }

    /** For taking everything out and putting it in, as the owner; keeps nobody else away. */
    public DatabaseTransfer transfer() {
        return new OwnerTransfer(
                dataSource(),
                new FlywayMigrator(dataSource(), true),
                () -> schemas.stream()
                        .<SchemaDefinition>map(schema -> () -> schema)
                        .toList());
    }

    /** Empties tables, with everything that refers to them. */
    public void truncate(String... tables) {
        execute(dataSource(), "truncate " + String.join(", ", tables) + " cascade");
    }

    /** Stops the server as an operator would. It serves all tests of this JVM: start it again. */
    public void stopServer() {
        TestServer.get().stop();
    }

    /** Starts the server again, if need be on another port; {@link #database()} finds it. */
    public void startServer() {
        TestServer.get().start();
    }

    /** Kills the server as a crash would ({@code kill -9}). */
    public void killServer() {
        TestServer.get().kill();
    }

    private void create() throws MigrationException {
        name = "test_" + COUNT.incrementAndGet();
        execute(server(), "create database " + name);
        migrate();
        database = anotherNode();
    }

    private void migrate() throws MigrationException {
        FlywayMigrator migrator = new FlywayMigrator(dataSource(), true);
        migrator.roles();
        migrator.migrate(new StoreSchema());
        for (String schema : schemas) {
            migrator.migrate(() -> schema);
        }
    }

    private void drop() {
        pools.forEach(ConnectionPool::close);
        pools.clear();
        execute(server(), "drop database " + name + " with (force)");
    }

    private DataSource source(Duration statement) {
        return new EndpointDataSource(
                () -> {
                    Endpoint server = TestServer.get().endpoint();
                    return new Endpoint(
                            server.url().replaceFirst("/parvis$", "/" + name), server.user(), server.password());
                },
                statement,
                Duration.ofSeconds(60));
    }

    private static DataSource server() {
        return new EndpointDataSource(() -> TestServer.get().endpoint(), Duration.ZERO, Duration.ofSeconds(60));
    }

    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Failed: " + sql, e);
        }
    }
}
