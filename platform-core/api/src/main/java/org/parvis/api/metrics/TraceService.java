package org.parvis.api.metrics;

import org.osgi.annotation.versioning.ProviderType;

/** How the sending of traces stands. Thread-safe; does not block. */
@ProviderType
public interface TraceService {
    Delivery delivery();

    /**
     * What became of the spans of this node since it was started.
     *
     * @param on whether traces are sent at all
     * @param sent how many the receiver took
     * @param lost how many nobody will get: there was no more room for them, or the receiver refused them
     * @param waiting how many are still to be sent
     * @param trouble why nothing can be sent just now, as a sentence; empty where nothing is wrong
     */
    record Delivery(boolean on, long sent, long lost, int waiting, String trouble) {}
}
