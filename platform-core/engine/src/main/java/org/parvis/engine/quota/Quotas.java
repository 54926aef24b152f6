package org.parvis.engine.quota;

import java.time.Instant;
import java.util.List;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;

/** The budgets of all networks. Thread-safe; does not block. */
public interface Quotas {
    /**
     * Sets aside what a request costs, before it leaves.
     *
     * @param writes whether it belongs to a writing call; reading calls leave a fifth of a shared budget to those
     * @throws NetworkException {@code RATE_LIMITED} or, for windows over an hour, {@code QUOTA_EXHAUSTED}, with the time from
     *     which it fits again
     */
    Reservation reserve(NetworkDescriptor descriptor, RemoteId account, String operation, boolean writes)
            throws NetworkException;

    /** Takes over what an answer said. */
    void observe(NetworkDescriptor descriptor, RemoteId account, List<QuotaObservation> observations);

    /** The network refused for lack of budget: nothing leaves from this bucket until then. */
    void park(NetworkDescriptor descriptor, RemoteId account, String bucket, Instant until);
}
