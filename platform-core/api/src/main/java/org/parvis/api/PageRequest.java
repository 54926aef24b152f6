package org.parvis.api;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list.
 *
 * @param after what the page before called {@code next}; null for the first
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record PageRequest(@Nullable String after, int limit) {
    public static final int MAX_LIMIT = 200;
    public static final int DEFAULT_LIMIT = 50;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.invalid(
                    "limit", "limit.range", "A page has 1 to " + MAX_LIMIT + " entries; " + limit + " were asked for.");
        }
    }

    public static PageRequest first() {
        return new PageRequest(null, DEFAULT_LIMIT);
    }
}
