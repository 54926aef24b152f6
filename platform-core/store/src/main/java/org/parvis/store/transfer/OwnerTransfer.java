package org.parvis.store.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.TransferException;
import org.parvis.store.migration.FlywayMigrator;
import org.postgresql.PGConnection;

/**
 * {@link DatabaseTransfer} over connections of the login that owns the tables. Keeps nobody else away: that is for whoever
 * calls it.
 */
public final class OwnerTransfer implements DatabaseTransfer {
    /** So that both ends write and read the same, whatever the server's configuration says. */
    static final String FORMS = "set local datestyle = 'ISO, YMD'; set local intervalstyle = 'iso_8601';"
            + " set local bytea_output = 'hex'; set local extra_float_digits = 3; set local time zone 'UTC';"
            // Fails where rows would be hidden, instead of leaving them out.
            + " set local row_security = off; set local idle_in_transaction_session_timeout = 0";

    private final DataSource owner;
    private final Restoration restoration;

    /**
     * @param owner connections as the login role, without a time limit
     * @param definitions the schemas that this installation knows
     */
    public OwnerTransfer(
            DataSource owner, FlywayMigrator migrator, Supplier<Collection<SchemaDefinition>> definitions) {
        this.owner = owner;
        this.restoration = new Restoration(owner, migrator, definitions);
    }

    @Override
    public <T> T export(Export<T> export) throws IOException, TransferException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(FORMS);
            }
            return export.read(snapshot(connection));
        } catch (SQLException e) {
            throw new TransferException("The database cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void restore(Source source) throws IOException, TransferException {
        restoration.perform(source);
    }

    @Override
    public void check(Source source) throws TransferException {
        restoration.check(source);
    }

    private static Snapshot snapshot(Connection connection) throws SQLException, TransferException {
        Map<String, String> schemas = Catalogue.schemas(connection);
        return new ConnectionSnapshot(
                connection,
                connection.getMetaData().getDatabaseProductVersion(),
                schemas,
                Catalogue.tables(connection, schemas.keySet()),
                Catalogue.sequences(connection, schemas.keySet()));
    }

    private record ConnectionSnapshot(
            Connection connection,
            String server,
            Map<String, String> schemas,
            List<Table> tables,
            Map<String, Long> sequences)
            implements Snapshot {
        @Override
        public long copy(Table table, OutputStream out) throws IOException {
            String sql =
                    "copy (select " + Catalogue.columns(table) + " from " + Catalogue.quoted(table) + ") to stdout";
            try {
                return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
            } catch (SQLException e) {
                throw new IOException("The table " + table.qualifiedName() + " cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
