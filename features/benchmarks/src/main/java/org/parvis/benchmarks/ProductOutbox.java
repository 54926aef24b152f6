package org.parvis.benchmarks;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.engine.obligation.DatabaseOutbox;
import org.parvis.engine.obligation.OutboxConfiguration;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.trace.HandlingObserver;
import org.parvis.engine.whiteboard.ParticipantRoster;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;

/**
 * The product's outbox with the settings it ships, over its own tables, with a handler that does nothing but tell who was
 * called: what remains is claiming, leasing and settling. Each obligation is a post of an account of its own.
 */
final class ProductOutbox implements AutoCloseable {
    private static final String KIND = "bench.post";
    private static final int ADDED_AT_ONCE = 1_000;
    private static final NetworkId NETWORK = new NetworkId("bench");

    private final ProductDatabase database;
    private final DatabaseOutbox outbox;
    private final WorkspaceId workspace = new WorkspaceId(Identifiers.next());
    private final AtomicLong key = new AtomicLong();

    ProductOutbox(ProductDatabase database) {
        this.database = database;
        outbox = new DatabaseOutbox(
                database.database,
                Clock.systemUTC(),
                new OneNetwork(),
                new ParticipantRoster(List.of()),
                HandlingObserver.NOBODY,
                Defaults.of(OutboxConfiguration.class));
    }

    /** Adds one obligation for each due time; the handler is told its position in the list. */
    void add(List<Instant> dueTimes) {
        List<NewObligation> some = new ArrayList<>(ADDED_AT_ONCE);
        for (int i = 0; i < dueTimes.size(); i++) {
            AccountId account = new AccountId(Identifiers.next());
            some.add(new NewObligation(
                    KIND,
                    Long.toString(key.incrementAndGet()),
                    account + ":write",
                    workspace,
                    account,
                    NETWORK,
                    Integer.toString(i),
                    dueTimes.get(i)));
            if (some.size() == ADDED_AT_ONCE || i == dueTimes.size() - 1) {
                outbox.addAll(some);
                some.clear();
            }
        }
    }

    /** From now on obligations are handled; run the result to stop that. */
    Runnable handle(Consumer<Integer> called) {
        ObligationHandler handler = new ObligationHandler() {
            @Override
            public Set<String> kinds() {
                return Set.of(KIND);
            }

            @Override
            public Settlement handle(Obligation obligation, Lease lease) {
                called.accept(Integer.valueOf(obligation.payload()));
                return Settlement.done();
            }
        };
        outbox.bindHandler(handler);
        return () -> outbox.unbindHandler(handler);
    }

    /** Returns when no obligation is left in the table. */
    void awaitEmpty() throws Exception {
        while (PlainDatabase.number(database.endpoint, "select count(*) from (select from engine.obligation limit 1) o")
                > 0) {
            // Rows go without telling anybody; asking more often would be load of its own.
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        outbox.stop();
    }

    /** A network that can always be called. */
    private static final class OneNetwork implements NetworkService {
        private final NetworkStatus status =
                new NetworkStatus(NETWORK, "Bench", "0.1.0", "[0.1,1)", NetworkState.READY, "", Instant.EPOCH, null);

        @Override
        public List<NetworkStatus> networks() {
            return List.of(status);
        }

        @Override
        public Optional<NetworkStatus> network(NetworkId id) {
            return Optional.of(status).filter(one -> one.id().equals(id));
        }

        @Override
        public void resume(NetworkId id) {
            // It never rests.
        }
    }
}
