package org.parvis.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A connection of the test's own to the platform's database, as the login that owns its tables. Opens again by itself after
 * the server was killed, then on its new port. Used by one thread.
 */
final class DatabaseDoor implements AutoCloseable {
    private final Demo demo;
    private Connection connection;

    DatabaseDoor(Demo demo) {
        this.demo = demo;
    }

    /** The connection, opened if there is none that works. */
    Connection connection() throws SQLException, IOException {
        if (connection == null || !connection.isValid(10)) {
            close();
            Path store = demo.store();
            connection = DriverManager.getConnection(
                    url(store) + "?connectTimeout=5&socketTimeout=60",
                    "parvis",
                    Files.readString(store.resolve("password")).strip());
        }
        return connection;
    }

    /** Where the database of a folder listens just now. */
    static String url(Path store) throws IOException {
        List<String> note = Files.readAllLines(store.resolve("data/postmaster.pid"));
        if (note.size() < 4) {
            throw new IOException("the database is only just starting");
        }
        return "jdbc:postgresql://127.0.0.1:" + note.get(3).trim() + "/parvis";
    }

    void execute(String sql) throws SQLException, IOException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a query gives a row. */
    boolean exists(String sql) throws SQLException, IOException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next();
        }
    }

    /** The first column of the first row. */
    String text(String sql) throws SQLException, IOException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("no row: " + sql);
            }
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            // The server was killed; there is nothing left to close.
        } finally {
            connection = null;
        }
    }
}
