package org.parvis.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the figures of a publication are collected: often while it is young, then no more. */
final class CollectTimes {
    private static final List<Duration> AGES = List.of(
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24),
            Duration.ofDays(3),
            Duration.ofDays(7),
            Duration.ofDays(30));

    private CollectTimes() {}

    /** The next time for something published then; one that is older than all of them is collected once, now. */
    static Instant first(Instant publishedAt, Instant now) {
        Instant next = next(publishedAt, now);
        return next == null ? now : next;
    }

    /** Null after the last. */
    static @Nullable Instant next(Instant publishedAt, Instant now) {
        for (Duration age : AGES) {
            Instant at = publishedAt.plus(age);
            if (at.isAfter(now)) {
                return at;
            }
        }
        return null;
    }
}
