package org.parvis.store;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * One statement over many rows: values are bound in the order of its question marks, columns of rows as arrays for
 * {@code unnest}. Written on JDBC because the driver sends its own arrays in binary, which counts at a thousand rows a page.
 * Belongs to the transaction of its handle. Blocking; used by one thread and closed after use. What the database refuses
 * comes as JDBI's own failures do, so that a lost connection is recognised.
 */
public final class SetStatement implements AutoCloseable {
    private final PreparedStatement statement;
    private final List<Array> arrays = new ArrayList<>();
    private int position;

    public SetStatement(Handle handle, String sql) {
        try {
            statement = handle.getConnection().prepareStatement(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public SetStatement value(@Nullable Object value) {
        try {
            Object bound = value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
            statement.setObject(++position, bound);
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A time that may be null, which needs its type said. */
    public SetStatement time(@Nullable Instant value) {
        try {
            if (value == null) {
                statement.setNull(++position, Types.TIMESTAMP_WITH_TIMEZONE);
                return this;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return value(value);
    }

    public SetStatement texts(Collection<? extends @Nullable String> values) {
        return array("text", values.toArray(new String[0]));
    }

    public SetStatement ids(Collection<UUID> values) {
        return array("uuid", values.toArray(new UUID[0]));
    }

    public SetStatement times(Collection<? extends @Nullable Instant> values) {
        return array(
                "timestamptz",
                values.stream().map(v -> v == null ? null : v.toString()).toArray(String[]::new));
    }

    public SetStatement flags(Collection<Boolean> values) {
        return array("bool", values.toArray(new Boolean[0]));
    }

    public SetStatement doubles(Collection<Double> values) {
        return array("float8", values.toArray(new Double[0]));
    }

    public SetStatement longs(Collection<Long> values) {
        return array("int8", values.toArray(new Long[0]));
    }

    public SetStatement bytes(Collection<byte[]> values) {
        return array("bytea", values.toArray(new byte[0][]));
    }

    public int update() {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public <T> List<T> list(Row<T> row) {
        try (ResultSet result = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (result.next()) {
                list.add(row.read(result));
            }
            return list;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public void close() {
        try {
            for (Array array : arrays) {
                array.free();
            }
            statement.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private SetStatement array(String type, Object[] values) {
        try {
            Array array = statement.getConnection().createArrayOf(type, values);
            arrays.add(array);
            statement.setArray(++position, array);
            return this;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** As JDBI's own failures, so that the store recognises a lost connection. */
    private static Failed failed(SQLException e) {
        return new Failed(e);
    }

    private static final class Failed extends JdbiException {
        private static final long serialVersionUID = 1L;

        Failed(SQLException cause) {
            super(cause);
        }
    }
}
