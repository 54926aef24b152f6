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
        Instant due = due(grant, end, renewable, now);
        Instant last = grant.refreshExpiresAt();
        if (renewable && last != null) {
            // a person must be told in time that renewing comes to its end, however long the access token lives
            Instant notice = last.minus(NOTICE);
            due = notice.isAfter(now) && notice.isBefore(due) ? notice : due;
        }
        return due.isBefore(now.plus(LEAST)) ? now.plus(LEAST) : due;
    }

    private static Instant due(TokenGrant grant, Instant end, boolean renewable, Instant now) {
        if (renewable && grant.refreshToken() == null) {
            // An access token that is over cannot be exchanged any more: early, so that an outage of weeks does not
            // matter.
            return now.plus(Duration.between(now, end).dividedBy(2));
        }
        if (!renewable) {
            return now.isBefore(end.minus(NOTICE)) ? end.minus(NOTICE) : end;
        }
        // At nine tenths of its life, so that calls hardly ever wait for a refresh.
        return now.plus(Duration.between(now, end).multipliedBy(9).dividedBy(10));
    }

    /** A refresh token that stays the same ends when it would have ended, or earlier where the network says so. */
    static @Nullable Instant refreshEnd(TokenGrant present, TokenGrant fresh) {
        Instant before = present.refreshExpiresAt();
        Instant after = fresh.refreshExpiresAt();
        boolean another = fresh.refreshToken() != null && !fresh.refreshToken().equals(present.refreshToken());
        if (another || before == null) {
            return after;
        }
        return after == null || before.isBefore(after) ? before : after;
    }

    /** Whether the day is near on which it can no longer be renewed without a person. */
    static boolean renewalEndsSoon(TokenGrant grant, Instant now) {
        Instant last = grant.refreshExpiresAt();
        return last != null && !now.isBefore(last.minus(NOTICE));
    }
}
