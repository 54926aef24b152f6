package org.parvis.store.service;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;

/** Asks the server for a sign of life, over a connection of its own: a busy pool must not look like a dead server. */
final class Heartbeat implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int OLDEST = 15;

    private final EndpointDataSource source;
    private Optional<Connection> connection = Optional.empty();

    Heartbeat(Supplier<Endpoint> endpoint) {
        source = new EndpointDataSource(endpoint, Duration.ZERO, PATIENCE);
    }

    /** Returns the server's version; fails when it does not answer in time. */
    String beat() throws SQLException {
        if (connection.isEmpty()) {
            connection = Optional.of(source.getConnection());
        }
        try (Statement statement = connection.get().createStatement();
                ResultSet result = statement.executeQuery("show server_version")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Whether the platform can work with a server of that version. */
    static boolean isSupported(String version) {
        return Integer.parseInt(version.replaceFirst("\\D.*", "")) >= OLDEST;
    }

    @Override
    public void close() {
        connection.ifPresent(each -> {
            try {
                each.close();
            } catch (SQLException e) {
                // It is gone already, which is all we want.
            }
        });
        connection = Optional.empty();
    }
}
