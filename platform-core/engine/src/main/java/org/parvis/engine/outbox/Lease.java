package org.parvis.engine.outbox;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The right to handle one obligation, for a time on the database's clock. Renewed by the outbox while the handler runs, as
 * long as the database answers.
 */
@ProviderType
public interface Lease {
    /** Asks the database whether the lease still holds; right before something leaves that cannot be taken back. */
    void assertHeld() throws LeaseLostException;

    /**
     * Settles the obligation inside the open transaction, so that the outcome and its settlement are committed together.
     * Fails when another took over, which rolls the transaction back.
     */
    void settle(Settlement settlement) throws LeaseLostException;
}
