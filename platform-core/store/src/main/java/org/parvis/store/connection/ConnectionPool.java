package org.parvis.store.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.parvis.store.StoreStatus;

/** The pool all transactions draw from. Waiting for a connection is bounded. Thread-safe; its creator closes it. */
public final class ConnectionPool implements AutoCloseable {
    private final HikariDataSource pool;

    public ConnectionPool(DataSource source, int size, Duration wait) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("parvis-store");
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(Math.min(2_000, wait.toMillis()));
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
        // The server may come later than the platform: the pool waits for it instead of refusing to exist.
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
    }

    public DataSource source() {
        return pool;
    }

    /** How it is used now. */
    public StoreStatus.Connections use() {
        var management = pool.getHikariPoolMXBean();
        return management == null
                ? new StoreStatus.Connections(0, 0, 0, pool.getMaximumPoolSize())
                : new StoreStatus.Connections(
                        management.getActiveConnections(),
                        management.getIdleConnections(),
                        management.getThreadsAwaitingConnection(),
                        pool.getMaximumPoolSize());
    }

    /** Forgets the connections to a server that is gone. */
    public void evict() {
        var management = pool.getHikariPoolMXBean();
        if (management != null) {
            management.softEvictConnections();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
