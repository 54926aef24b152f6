package org.parvis.api.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with what a network pushes for an account.
 *
 * @param reason why it stands so and what mends it; empty when all is well
 * @param checkedAt when the network was last asked; null before the first time
 * @param expiresAt when it ends unless renewed, which happens by itself; null for never or unknown
 */
public record WebhookStanding(
        State state,
        String reason,
        @Nullable Instant checkedAt,
        @Nullable Instant expiresAt) {
    /** Where it stands. */
    public enum State {
        /** The platform wants it and has not arranged it yet. */
        WANTED,
        ACTIVE,
        /** It could not be arranged; tried again by itself. */
        FAILED,
        /** Nothing to arrange: the network offers none, or the platform has no public address. */
        NONE
    }
}
