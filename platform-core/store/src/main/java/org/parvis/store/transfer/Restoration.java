package org.parvis.store.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.parvis.store.DatabaseTransfer.Source;
import org.parvis.store.DatabaseTransfer.Table;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.TransferException;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.store.migration.MigrationException;
import org.parvis.store.migration.SchemaOrder;
import org.parvis.store.migration.StoreSchema;
import org.postgresql.PGConnection;

/**
 * Puts a database's contents into an empty one: makes the schemas anew at the versions of the source, fills them in one
 * transaction, brings them up to date. Whenever it ends early, what is left are schemas without rows, which the next start
 * brings up to date as usual.
 */
final class Restoration {
    private static final String NIL = "'00000000-0000-0000-0000-000000000000'";

    private final DataSource owner;
    private final FlywayMigrator migrator;
    private final Supplier<Collection<SchemaDefinition>> definitions;

    Restoration(DataSource owner, FlywayMigrator migrator, Supplier<Collection<SchemaDefinition>> definitions) {
        this.owner = owner;
        this.migrator = migrator;
        this.definitions = definitions;
    }

    void perform(Source source) throws IOException, TransferException {
        Map<String, SchemaDefinition> known = known();
        refuseUnknown(source, known);
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            removeEmptySchemas(connection);
            connection.commit();
            migrate(known, source.schemas());
            fill(connection, source);
            connection.commit();
            migrate(known, Map.of());
            connection.setAutoCommit(true);
            execute(connection, "analyze");
        } catch (SQLException e) {
            throw new TransferException("The database cannot be restored: " + e.getMessage(), e);
        } catch (MigrationException e) {
            throw new TransferException(e.getMessage(), e);
        }
    }

    void check(Source source) throws TransferException {
        refuseUnknown(source, known());
        try (Connection connection = owner.getConnection()) {
            refuseUnlessEmpty(
                    connection,
                    Catalogue.tables(connection, Catalogue.schemas(connection).keySet()));
        } catch (SQLException e) {
            throw new TransferException("The database cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<String, SchemaDefinition> known() {
        Map<String, SchemaDefinition> known = new LinkedHashMap<>();
        known.put(StoreSchema.NAME, new StoreSchema());
        definitions.get().forEach(definition -> known.put(definition.name(), definition));
        return known;
    }

    private void refuseUnknown(Source source, Map<String, SchemaDefinition> known) throws TransferException {
        for (Map.Entry<String, String> schema : source.schemas().entrySet()) {
            SchemaDefinition definition = known.get(schema.getKey());
            if (definition == null) {
                throw new TransferException("The backup holds the schema '" + schema.getKey()
                        + "', which nothing that is installed here knows. Install what brings it, then restore again.");
            }
            if (!migrator.knows(definition, schema.getValue())) {
                throw new TransferException(
                        "The backup holds the schema '" + schema.getKey() + "' in version "
                                + schema.getValue()
                                + ", which this release does not know. Restore it with the release that made it, or a newer one.");
            }
        }
    }

    /** Under locks, so that nobody writes between the look and the removal. */
    private static void removeEmptySchemas(Connection connection) throws SQLException, TransferException {
        Set<String> schemas = Catalogue.schemas(connection).keySet();
        List<Table> tables = Catalogue.tables(connection, schemas);
        if (!tables.isEmpty()) {
            execute(connection, "set local lock_timeout = '30s'");
            execute(
                    connection,
                    tables.stream()
                            .map(Catalogue::quoted)
                            .collect(Collectors.joining(", ", "lock table ", " in access exclusive mode")));
        }
        refuseUnlessEmpty(connection, tables);
        for (String schema : schemas) {
            execute(connection, "drop schema if exists " + Catalogue.quoted(schema) + " cascade");
        }
    }

    /** A platform that nobody has used yet keeps a few rows of its own; what counts is whether any belongs to a workspace. */
    private static void refuseUnlessEmpty(Connection connection, List<Table> tables)
            throws SQLException, TransferException {
        for (Table table : tables) {
            if (table.columns().contains("workspace_id") || table.name().equals("workspace")) {
                String column = table.columns().contains("workspace_id") ? "workspace_id" : "id";
                String sql = "select exists (select from " + Catalogue.quoted(table) + " where " + column + " <> " + NIL
                        + ")";
                if (isTrue(connection, sql)) {
                    throw new TransferException("This platform is in use: its table " + table.qualifiedName()
                            + " has rows. A backup is restored into an empty one only; start with a fresh home"
                            + " (./parvis run --home DIR) or an empty database.");
                }
            }
        }
    }

    /** @param versions up to which; all others, as far as there is */
    private void migrate(Map<String, SchemaDefinition> known, Map<String, String> versions) throws MigrationException {
        migrator.roles();
        Set<String> done = new HashSet<>();
        List<SchemaDefinition> waiting = new ArrayList<>(known.values());
        for (Optional<SchemaDefinition> next = SchemaOrder.next(waiting, done);
                next.isPresent();
                next = SchemaOrder.next(waiting, done)) {
            SchemaDefinition definition = next.get();
            String version = versions.get(definition.name());
            if (version != null || versions.isEmpty()) {
                migrator.migrate(definition, Optional.ofNullable(version));
            }
            done.add(definition.name());
            waiting.remove(definition);
        }
    }

    private static void fill(Connection connection, Source source) throws SQLException, IOException, TransferException {
        execute(connection, OwnerTransfer.FORMS);
        List<Table> present = Catalogue.tables(connection, source.schemas().keySet());
        Map<String, Table> wanted =
                source.tables().stream().collect(Collectors.toMap(Table::qualifiedName, table -> table));
        for (Table table : present) {
            Table filled = wanted.remove(table.qualifiedName());
            if (filled != null) {
                fill(connection, table, filled, source);
            }
        }
        if (!wanted.isEmpty()) {
            throw new TransferException("The backup holds tables that its own schema version does not have: "
                    + wanted.keySet() + ". The file was not written by this product.");
        }
        Set<String> sequences =
                Catalogue.allSequences(connection, source.schemas().keySet());
        for (Map.Entry<String, Long> sequence : source.sequences().entrySet()) {
            if (!sequences.contains(sequence.getKey())) {
                throw new TransferException(
                        "The backup speaks of a sequence that its own schema version does not have: "
                                + sequence.getKey() + ".");
            }
            try (PreparedStatement statement = connection.prepareStatement("select setval(?::regclass, ?, true)")) {
                statement.setString(1, sequence.getKey());
                statement.setLong(2, sequence.getValue());
                statement.execute();
            }
        }
    }

    private static void fill(Connection connection, Table present, Table wanted, Source source)
            throws SQLException, IOException, TransferException {
        if (!present.columns().containsAll(wanted.columns())) {
            throw new TransferException("The backup's table " + wanted.qualifiedName() + " has the columns "
                    + wanted.columns() + ", its schema version has " + present.columns() + ".");
        }
        String name = Catalogue.quoted(present);
        // What a trigger would do has been done when the rows were first written.
        execute(connection, "alter table " + name + " disable trigger user");
        long rows;
        try (InputStream in = source.open(wanted)) {
            rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + name + " (" + Catalogue.columns(wanted) + ") from stdin", in);
        }
        if (rows != source.rows(wanted)) {
            throw new TransferException("The backup announces " + source.rows(wanted) + " rows for "
                    + wanted.qualifiedName() + " and holds " + rows + ".");
        }
        execute(connection, "alter table " + name + " enable trigger user");
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
