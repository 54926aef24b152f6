package org.parvis.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.parvis.store.connection.Endpoint;

/**
 * The limit of a queue in this database: a table with one index over what is ready. A claim marks a batch and commits, its
 * completion deletes it and commits. No lanes, no turns, no tokens, no tenants.
 */
final class RawQueue {
    private static final int BATCH = 200;
    private static final int THREADS = 4;
    private static final String CLAIM = "with picked as (select id from job where state = 'READY' and due <= now()"
            + " order by due limit " + BATCH + " for update skip locked)"
            + " update job set state = 'LEASED', owner = ?, lease_until = now() + interval '2 minutes'"
            + " from picked where job.id = picked.id returning job.id";
    private static final String CLAIM_BY_ID = "update job set state = 'LEASED', owner = ?,"
            + " lease_until = now() + interval '2 minutes' where id = any (?) and state = 'READY' returning id";
    private static final String COMPLETE = "delete from job where id = any (?)";

    private final Endpoint endpoint;
    private long next;

    RawQueue(Endpoint endpoint) throws SQLException {
        this.endpoint = endpoint;
        PlainDatabase.execute(
                endpoint,
                "create table job (id bigint primary key, queue text not null, payload text not null, due timestamptz not null,"
                        + " state text not null default 'READY', owner text, lease_until timestamptz)",
                "create index job_ready on job (due) where state = 'READY'");
    }

    /** @return the first of the new ids, which count upwards in the order of the due times */
    long add(List<Instant> dueTimes) throws SQLException {
        long first = next;
        next += dueTimes.size();
        try (Connection connection = PlainDatabase.connect(endpoint);
                PreparedStatement insert = connection.prepareStatement(
                        "insert into job (id, queue, payload, due)"
                                + " select ? + u.at - 1, 'bench', '{}', u.due from unnest(?::timestamptz[]) with ordinality as u (due, at)")) {
            insert.setLong(1, first);
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            dueTimes.stream().map(Instant::toString).toArray()));
            insert.executeUpdate();
        }
        // Without it the planner may take the table for as empty as the last round left it, which is no limit.
        PlainDatabase.execute(endpoint, "analyze job");
        return first;
    }

    /** Claims and completes everything; jobs a second. */
    double drain(int jobs) throws Exception {
        double seconds = Crew.seconds(THREADS, member -> {
            try (Connection connection = PlainDatabase.connect(endpoint);
                    PreparedStatement claim = connection.prepareStatement(CLAIM);
                    PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
                claim.setString(1, "member " + member);
                for (List<Long> ids = ids(claim); !ids.isEmpty(); ids = ids(claim)) {
                    complete(complete, ids);
                }
            }
        });
        long left = PlainDatabase.number(endpoint, "select count(*) from job");
        if (left > 0) {
            throw new IllegalStateException(left + " jobs were left over");
        }
        return jobs / seconds;
    }

    private static List<Long> ids(PreparedStatement claim) throws SQLException {
        List<Long> ids = new ArrayList<>(BATCH);
        try (ResultSet row = claim.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private static void complete(PreparedStatement complete, List<Long> ids) throws SQLException {
        complete.setArray(1, complete.getConnection().createArrayOf("int8", ids.toArray()));
        complete.executeUpdate();
    }

    /** One connection that claims by id, as a timer does that knows what is due. */
    final class Claimer implements AutoCloseable {
        private final Connection connection = PlainDatabase.connect(endpoint);
        private final PreparedStatement claim = connection.prepareStatement(CLAIM_BY_ID);
        private final PreparedStatement complete = connection.prepareStatement(COMPLETE);

        Claimer() throws SQLException {
            claim.setString(1, "claimer");
        }

        List<Long> claim(List<Long> ids) throws SQLException {
            claim.setArray(2, connection.createArrayOf("int8", ids.toArray()));
            return ids(claim);
        }

        void complete(List<Long> ids) throws SQLException {
            RawQueue.complete(complete, ids);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** What is due until then, in order, from an id on. */
    List<Job> due(long from, Instant until) throws SQLException {
        try (Connection connection = PlainDatabase.connect(endpoint);
                PreparedStatement select = connection.prepareStatement(
                        "select id, due from job where state = 'READY' and due <= ? and id >= ? order by due, id")) {
            select.setObject(1, until.atOffset(ZoneOffset.UTC));
            select.setLong(2, from);
            List<Job> jobs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    jobs.add(new Job(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return jobs;
        }
    }

    /** A job and when it is due. */
    record Job(long id, Instant due) {}
}
