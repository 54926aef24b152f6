package org.parvis.engine.quota;

import java.time.Instant;
import java.util.List;
import org.parvis.api.network.Purpose;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;

/** The budgets of all networks. Thread-safe; does not block. */
public interface Quotas {
    /**
     * Sets aside what a request costs, before it leaves. Polling and figures leave a reserve to all else, and of a budget that
     * several accounts share nobody gets what the others still want of their equal shares.
     *
     * @param job what the request is made with; what polling costs is learned by it
     * @throws NetworkException {@code RATE_LIMITED} or, for windows over an hour, {@code QUOTA_EXHAUSTED}, with the time from
     *     which it fits again
     */
    Reservation reserve(NetworkDescriptor descriptor, Spender spender, String operation, Purpose purpose, String job)
            throws NetworkException;

    /** Takes over what an answer said. */
    void observe(NetworkDescriptor descriptor, Spender spender, List<QuotaObservation> observations);

    /** The network refused for lack of budget: nothing leaves from this bucket until then. */
    void park(NetworkDescriptor descriptor, Spender spender, String bucket, Instant until);
}
