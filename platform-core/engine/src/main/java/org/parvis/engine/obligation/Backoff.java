package org.parvis.engine.obligation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after a failed attempt: doubling from five seconds to a quarter of an hour, spread by a fifth each way. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final double SPREAD = 0.2;

    private final RandomGenerator random;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param attempt the one that failed; 1 for the first */
    public Duration after(int attempt) {
        long doubled = FIRST.toMillis() << Math.min(Math.max(attempt, 1) - 1, 20);
        return spread(Duration.ofMillis(Math.min(doubled, LONGEST.toMillis())));
    }

    public Duration spread(Duration about) {
        double factor = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        return Duration.ofMillis((long) (about.toMillis() * factor));
    }
}
