package org.parvis.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;

/** A database without anything of the product's in between. */
final class PlainDatabase {
    private PlainDatabase() {}

    static Connection connect(Endpoint endpoint) throws SQLException {
        return new EndpointDataSource(() -> endpoint, Duration.ZERO, Duration.ZERO).getConnection();
    }

    static void execute(Endpoint endpoint, String... statements) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The number in the first column of the first row. */
    static long number(Endpoint endpoint, String sql) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
