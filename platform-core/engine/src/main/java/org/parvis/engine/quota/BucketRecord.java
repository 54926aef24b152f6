package org.parvis.engine.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a budget.
 *
 * @param used units in the present window
 * @param begins of the window; for a rolling one, of its oldest step
 * @param ends when all is there again
 * @param observedLimit what the network last called the limit; null where it did not
 * @param steps for a rolling window: units per step, the newest last; empty otherwise
 * @param purposes units by purpose, in the order of their constants; empty where nobody counted them
 */
record BucketRecord(
        BucketKey key,
        long used,
        Instant begins,
        Instant ends,
        @Nullable Long observedLimit,
        long[] steps,
        long[] purposes) {}
