package org.parvis.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How the database fares, for health checks and the operator; registered as a service from the store's activation on,
 * whatever the state. Thread-safe; answers at once and never throws.
 */
@ProviderType
public interface StoreStatus {
    /** What the store can do at the moment. */
    enum State {
        /** Not yet ready for the first time. */
        STARTING,
        /** The server answers. Whether each room has its tables, {@link #failedSchemas()} says. */
        READY,
        /** The server does not answer; the store keeps trying, no person is needed unless it lasts. */
        UNAVAILABLE,
        /** A person must change something; the reason says what. The store notices when it has been done. */
        REFUSED
    }

    /** Whose server it is. */
    enum Mode {
        /** The platform's own, started by it. */
        EMBEDDED,
        /** One that somebody else runs. */
        EXTERNAL
    }

    State state();

    /** One sentence for the operator: why the state is what it is. */
    String reason();

    /** When the state was entered. */
    Instant since();

    Mode mode();

    /** The server's version, empty before it first answered. */
    Optional<String> serverVersion();

    /** The folder of the embedded server, empty in external mode and before it was chosen. */
    Optional<Path> folder();

    /** How the connections are used; empty before there is a pool. */
    default Optional<Connections> connections() {
        return Optional.empty();
    }

    /**
     * The pool at one moment.
     *
     * @param waiting how many threads wait for a connection
     * @param most how many connections there may be
     */
    record Connections(int active, int idle, int waiting, int most) {}

    /** The schemas that could not be brought up to date or wait for others, by name, each with a sentence saying why. */
    Map<String, String> failedSchemas();
}
