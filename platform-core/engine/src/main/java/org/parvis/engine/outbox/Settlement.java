package org.parvis.engine.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of an obligation. */
public sealed interface Settlement {
    /** It is fulfilled. */
    record Done() implements Settlement {}

    /**
     * It is due again: a retry, or the next round of something recurring.
     *
     * @param counts whether it was a failed attempt
     * @param waitingFor what it waits for until then, for people to see; null for nothing
     */
    record Again(
            Instant due,
            boolean counts,
            String reason,
            @Nullable WaitingFor waitingFor) implements Settlement {
        public Again(Instant due, boolean counts, String reason) {
            this(due, counts, reason, null);
        }
    }

    /** It waits until its network is ready or its account works again. */
    record Waiting(WaitingFor what, String reason) implements Settlement {}

    /** It will not be tried again; kept for people to see. */
    record Dead(String reason) implements Settlement {}

    /** The handler settled it itself, inside its transaction. */
    record Settled() implements Settlement {}

    static Settlement done() {
        return new Done();
    }

    static Settlement settled() {
        return new Settled();
    }

    /** What an obligation can wait for. */
    enum WaitingFor {
        NETWORK,
        QUOTA,
        PERSON
    }
}
