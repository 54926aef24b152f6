package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A place at which the platform stands still until it is let go, made from outside. In the database: a trigger, or a policy for
 * reading, that the test puts on a table waits for a lock that the test's connection holds. On the network: the simulator
 * holds the exchange. The product knows nothing of either.
 */
abstract class Stop {
    private static final Duration REACHED = Duration.ofSeconds(45);

    /** For what goes on without standing still. */
    static final Stop NOWHERE = new Stop() {
        @Override
        boolean isReached() {
            return true;
        }

        @Override
        void release() {}
    };

    /** Returns when the platform stands here. */
    void awaitReached(String name) {
        await("the platform at " + name)
                .atMost(REACHED)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isReached);
    }

    abstract boolean isReached() throws IOException, SQLException, InterruptedException;

    /** Lets go what stands here, after the kill. What waited in a database that was killed is gone already. */
    abstract void release() throws IOException, InterruptedException;

    /** A transaction that waits for a lock of the test. */
    static final class InDatabase extends Stop {
        /** What sets the test's locks apart from the product's. */
        static final int LOCKS = 4711;

        private final DatabaseDoor door;
        private final int number;

        private InDatabase(DatabaseDoor door, int number) throws SQLException, IOException {
            this.door = door;
            this.number = number;
            door.execute("select pg_advisory_lock(" + LOCKS + ", " + number + ")");
        }

        static void prepare(DatabaseDoor door) throws SQLException, IOException {
            door.execute("""
                    create schema if not exists kills;
                    create or replace function kills.wait(number int) returns boolean language plpgsql as $$
                        begin perform pg_advisory_xact_lock(4711, number); return true; end $$;
                    create or replace function kills.stop() returns trigger language plpgsql as $$
                        begin perform pg_advisory_xact_lock(4711, tg_argv[0]::int); return new; end $$;
                    """);
        }

        /** Takes away every trigger and policy of the test. */
        static void remove(DatabaseDoor door) throws SQLException, IOException {
            door.execute("select pg_advisory_unlock_all()");
            door.execute("drop schema if exists kills cascade");
        }

        /** At a statement that writes such a row, inside its transaction. */
        static Stop atStatement(DatabaseDoor door, int number, String event, String table, String condition)
                throws SQLException, IOException {
            InDatabase stop = new InDatabase(door, number);
            door.execute("create trigger kills_" + number + " before " + event + " on " + table + " for each row when ("
                    + condition + ") execute function kills.stop(" + number + ")");
            return stop;
        }

        /** At the commit of a transaction that wrote such a row: everything is done but this. */
        static Stop atCommit(DatabaseDoor door, int number, String event, String table, String condition)
                throws SQLException, IOException {
            InDatabase stop = new InDatabase(door, number);
            door.execute("create constraint trigger kills_" + number + " after " + event + " on " + table
                    + " deferrable initially deferred for each row when (" + condition
                    + ") execute function kills.stop("
                    + number + ")");
            return stop;
        }

        /** At a statement that reads such a row: what was committed before stays committed. */
        static Stop atRead(DatabaseDoor door, int number, String table, String condition)
                throws SQLException, IOException {
            InDatabase stop = new InDatabase(door, number);
            door.execute("create policy kills_" + number + " on " + table
                    + " as restrictive for select to parvis_workspace using (case when " + condition
                    + " then kills.wait(" + number + ") else true end)");
            return stop;
        }

        @Override
        boolean isReached() throws IOException, SQLException {
            return door.exists("select from pg_locks where locktype = 'advisory' and classid = " + LOCKS
                    + " and objid = " + number + " and not granted");
        }

        @Override
        void release() {
            try {
                door.execute("select pg_advisory_unlock(" + LOCKS + ", " + number + ")");
            } catch (SQLException | IOException killed) {
                door.close();
            }
        }
    }

    /** An exchange that the simulator holds. */
    static final class OnNetwork extends Stop {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final Demo demo;
        private final long fault;
        private final String sign;
        private final boolean cut;

        /** @param cut whether what is held is cut off in the end; else it goes on, though nobody may listen any more */
        OnNetwork(Demo demo, String account, String operation, String kind, int skip, boolean cut)
                throws IOException, InterruptedException {
            this.demo = demo;
            this.cut = cut;
            this.sign = kind.equals("hang") || kind.equals("hold-after") ? "waiting" : "hits";
            ObjectNode order = JSON.createObjectNode()
                    .put("network", "twitter")
                    .put("operation", operation)
                    .put("account", account)
                    .put("kind", kind)
                    .put("skip", skip);
            fault = demo.control("faults", order.toString()).path("id").asLong();
        }

        @Override
        boolean isReached() throws IOException, InterruptedException {
            return demo.controlState("faults/" + fault).path(sign).asInt() > 0;
        }

        @Override
        void release() throws IOException, InterruptedException {
            demo.control(
                    "faults/" + fault + "/release",
                    JSON.createObjectNode().put("cut", cut).toString());
        }
    }
}
