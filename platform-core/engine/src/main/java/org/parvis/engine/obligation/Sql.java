package org.parvis.engine.obligation;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Runs plain JDBC inside a transaction of the store, so that its failures are understood as those of JDBI are. */
final class Sql {
    private Sql() {}

    /** What is done with the connection, which stays the transaction's. */
    @FunctionalInterface
    interface Statement<T> {
        T run(Connection connection) throws SQLException;
    }

    static <T> T run(Handle handle, Statement<T> statement) {
        try {
            return statement.run(handle.getConnection());
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /** As {@link #run}, in a transaction of the outbox's own, which goes by its indexes. */
    static <T> T byIndex(Handle handle, Statement<T> statement) {
        return run(handle, connection -> {
            ObligationTable.byIndex(connection);
            return statement.run(connection);
        });
    }
}
