package org.parvis.store.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens plain connections to wherever the database answers at that moment: a restarted embedded server may have moved to
 * another port. Thread-safe; not pooled.
 */
public final class EndpointDataSource implements DataSource {
    private final Supplier<Endpoint> endpoint;
    private final Duration statement;
    private final Duration answer;

    /**
     * @param endpoint throws {@link IllegalStateException} while there is none
     * @param statement how long one statement may run, zero for as long as it takes
     * @param answer how long to wait for the server's next byte, zero for as long as it takes; a silent network must not
     *     hold a thread for ever
     */
    public EndpointDataSource(Supplier<Endpoint> endpoint, Duration statement, Duration answer) {
        this.endpoint = endpoint;
        this.statement = statement;
        this.answer = answer;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Endpoint current;
        try {
            current = endpoint.get();
        } catch (IllegalStateException e) {
            throw new SQLException(e.getMessage(), SqlFailure.CANNOT_CONNECT, e);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(current.url());
        source.setUser(current.user());
        source.setPassword(current.password());
        source.setApplicationName("Parvis");
        source.setReWriteBatchedInserts(true);
        source.setTcpKeepAlive(true);
        // The server's details quote the values of rows; they have no place in a log.
        source.setLogServerErrorDetail(false);
        source.setConnectTimeout(5);
        source.setLoginTimeout(10);
        source.setSocketTimeout(Math.toIntExact(answer.toSeconds()));
        Connection connection = source.getConnection();
        try (Statement setting = connection.createStatement()) {
            // The driver asks for the zone of this machine, and what a day is must not depend on that.
            setting.execute("set time zone 'UTC'; set statement_timeout = " + statement.toMillis()
                    + "; set idle_in_transaction_session_timeout = " + statement.toMillis() * 2);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The endpoint says as whom to connect");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("Nothing is logged here");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Nothing is logged here");
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // Hikari passes its own patience on; ours is fixed above, and bounded either way.
    }

    @Override
    public int getLoginTimeout() {
        return 10;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Nothing is logged here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
