package org.parvis.api.network;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.model.NetworkId;

/**
 * The obligations of all workspaces, for the operator at the console and for health checks; never for a request. Blocking,
 * thread-safe.
 */
@ProviderType
public interface OutboxService {
    /** In the order of their due times. */
    Slice<ObligationView> obligations(Query query);

    Optional<ObligationView> obligation(UUID id);

    /**
     * Makes an obligation that waits, was put off or was given up due at once, with a fresh count of attempts. False if it is
     * being handled, is not there, or another one of its kind and key has taken its place.
     */
    boolean retry(UUID id);

    /** Deletes what was given up before a time; how many. */
    int purgeDead(Instant before);

    Status status();

    /** @param network null for any */
    record Query(ObligationState state, @Nullable NetworkId network, PageRequest page) {}

    /**
     * How the outbox stands. Asked for with every look at the platform's health, so nothing is counted
     * beyond 10,000, which then says: so many or more.
     *
     * @param lag how long the oldest obligation that could be handled has been due; zero when none is
     * @param claiming whether this node takes obligations: not while it cannot renew its leases
     */
    record Status(Duration lag, long leased, long waiting, long dead, boolean claiming) {}
}
