package org.parvis.engine.obligation;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** {@link OutboxConfiguration}, checked. */
record OutboxSettings(Duration poll, int batch, Duration lease, int threads, int maxAttempts, Duration maxAge) {
    static final OutboxSettings DEFAULT =
            new OutboxSettings(Duration.ofSeconds(1), 250, Duration.ofMinutes(2), 16, 12, Duration.ofDays(2));

    OutboxSettings {
        positive("poll", poll);
        positive("lease", lease);
        positive("max.age", maxAge);
        positive("batch", batch);
        positive("threads", threads);
        positive("max.attempts", maxAttempts);
    }

    static OutboxSettings of(OutboxConfiguration configuration) {
        return new OutboxSettings(
                duration("poll", configuration.poll()),
                configuration.batch(),
                duration("lease", configuration.lease()),
                configuration.threads(),
                configuration.max_attempts(),
                duration("max.age", configuration.max_age()));
    }

    /** How many obligations of one network run at a time, so that one that hangs leaves threads to the others. */
    int perNetwork() {
        return Math.max(1, threads * 3 / 4);
    }

    private static Duration duration(String key, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "org.parvis.outbox: " + key + " is '" + text + "', which is no duration; write for instance PT2M",
                    e);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("org.parvis.outbox: " + key + " must be longer than nothing");
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("org.parvis.outbox: " + key + " must be at least 1");
        }
    }
}
