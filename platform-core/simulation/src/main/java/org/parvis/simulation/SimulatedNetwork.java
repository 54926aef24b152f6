package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One network's simulator, found by {@link java.util.ServiceLoader}; each simulation gets its own instance. It is written
 * from the network's documentation and shares no code with the plugin that speaks to it.
 *
 * <p>{@link #answer} is called by many threads at once. It may block; faults are applied around it by the caller, and
 * what it changes must be in the journal before it returns.
 */
public interface SimulatedNetwork extends AutoCloseable {

    /** The network's id, such as {@code twitter}. */
    String id();

    /** Loads its world from the archive and its journal. Called once, before the first request. */
    void open(NetworkEnvironment environment);

    /** Answers one request. */
    Reply answer(Exchange exchange);

    /** The name of the operation that a request is, for faults; a path that is none gives {@code unknown}. */
    String operation(Exchange exchange);

    /** The handle of the account that a request acts for, for faults. */
    Optional<String> account(Exchange exchange);

    /**
     * Carries out a control operation of this network, such as {@code strangers/post}.
     *
     * @return the answer, or empty where there is no such operation
     * @throws IllegalArgumentException where the request is wrong, with a sentence that says what
     */
    Optional<JsonNode> control(String operation, JsonNode request);

    /** When the next things of the archive happen after an instant: at most {@code count} of them, in order. */
    List<Instant> eventsAfter(Instant after, int count);

    /** Whether it serves the files that lie beside an archive itself; the simulation does it for those that do not. */
    default boolean servesFiles() {
        return false;
    }

    /** Told after each change of the clock, so that what has just come to be can be announced. */
    default void clockChanged() {}

    @Override
    default void close() {}
}
