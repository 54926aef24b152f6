package org.parvis.engine.outbox;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.spi.NetworkException;

/** What the core does after a failed call, by the table of error kinds. Thread-safe. */
@ProviderType
public interface RetryPolicy {
    /**
     * The settlement for work that may be repeated (fetching, refreshing, looking up): backoff with jitter for what is
     * transient, parked until the window opens for what is limited, waiting for a person where one must act, dead where
     * nothing helps. Marks the account's state where the kind says so.
     */
    Settlement afterFailure(Obligation obligation, NetworkException failure);
}
