package org.parvis.engine.credentials;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.spi.TokenGrant;

/** When a grant must be looked at again. */
final class GrantLife {
    static final Duration NOTICE = Duration.ofDays(7);
    private static final Duration LEAST = Duration.ofSeconds(30);

    private GrantLife() {}

    /** Null for a grant that does not end. */
    static @Nullable Instant nextLook(TokenGrant grant, boolean renewable, Instant now) {
        Instant end = grant.expiresAt();
        if (end == null) {
            return null;
        }
        Instant due;
        if (renewable && grant.refreshToken() == null) {
            // An access token that is over cannot be exchanged any more: early, so that an outage of weeks does not
            // matter.
            due = now.plus(Duration.between(now, end).dividedBy(2));
        } else if (!renewable) {
            due = now.isBefore(end.minus(NOTICE)) ? end.minus(NOTICE) : end;
        } else {
            // At nine tenths of its life, so that calls hardly ever wait for a refresh.
            due = now.plus(Duration.between(now, end).multipliedBy(9).dividedBy(10));
        }
        return due.isBefore(now.plus(LEAST)) ? now.plus(LEAST) : due;
    }
}
