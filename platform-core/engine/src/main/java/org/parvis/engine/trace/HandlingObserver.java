package org.parvis.engine.trace;

import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;

/**
 * Is told of obligations that are handled: on the thread that handles them, outside of every transaction, and of the end
 * whenever it was told of the beginning. Must be quick, and never throws.
 */
public interface HandlingObserver {
    /** For an outbox that nobody watches. */
    HandlingObserver NOBODY = new HandlingObserver() {
        @Override
        public void begins(Obligation obligation, String subject) {}

        @Override
        public void ended(Obligation obligation, @Nullable Settlement settlement) {}
    };

    /** @param subject what the obligation's key is the id of; empty where that is nothing one would look for */
    void begins(Obligation obligation, String subject);

    /** @param settlement what became of it; null where the lease was lost meanwhile */
    void ended(Obligation obligation, @Nullable Settlement settlement);
}
