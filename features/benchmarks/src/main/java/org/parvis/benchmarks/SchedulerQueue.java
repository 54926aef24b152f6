package org.parvis.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.parvis.store.connection.ConnectionPool;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;

/** db-scheduler in the same database server, at its fastest: it locks and fetches in one statement, on twenty threads. */
final class SchedulerQueue {
    private static final int THREADS = 20;
    private static final String TASK = "bench";

    private final Endpoint endpoint;

    SchedulerQueue(Endpoint endpoint) throws SQLException {
        this.endpoint = endpoint;
        PlainDatabase.execute(
                endpoint,
                "create table scheduled_tasks (task_name text not null, task_instance text not null, task_data bytea,"
                        + " execution_time timestamptz not null, picked boolean not null, picked_by text,"
                        + " last_success timestamptz, last_failure timestamptz, consecutive_failures int,"
                        + " last_heartbeat timestamptz, version bigint not null, priority smallint,"
                        + " primary key (task_name, task_instance))",
                "create index execution_time_idx on scheduled_tasks (execution_time)",
                "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
    }

    void add(int jobs) throws SQLException {
        PlainDatabase.execute(
                endpoint,
                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                        + " select '" + TASK
                        + "', i::text, now() - interval '1 minute', false, 1 from generate_series(1, "
                        + jobs + ") as i");
    }

    /** Executes everything; jobs a second. */
    double drain(int jobs) throws Exception {
        AtomicInteger done = new AtomicInteger();
        OneTimeTask<Void> task = Tasks.oneTime(TASK).execute((instance, context) -> done.incrementAndGet());
        try (ConnectionPool pool = new ConnectionPool(
                new EndpointDataSource(() -> endpoint, Duration.ZERO, Duration.ZERO),
                THREADS,
                Duration.ofSeconds(10))) {
            Scheduler scheduler = Scheduler.create(pool.source(), task)
                    .threads(THREADS)
                    .pollUsingLockAndFetch(0.5, 4.0)
                    .pollingInterval(Duration.ofMillis(100))
                    .build();
            long began = System.nanoTime();
            scheduler.start();
            while (done.get() < jobs
                    || PlainDatabase.number(endpoint, "select count(*) from (select from scheduled_tasks limit 1) t")
                            > 0) {
                // Rows go without telling anybody; asking more often would be load of its own.
                Thread.sleep(5);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            scheduler.stop();
            return jobs / seconds;
        }
    }
}
