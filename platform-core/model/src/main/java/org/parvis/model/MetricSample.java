package org.parvis.model;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A figure at a time.
 *
 * @param subject the publication's remote id; null for the account itself
 * @param from begin of the window it covers; equal to {@code until} for a snapshot
 */
public record MetricSample(
        String metric,
        @Nullable RemoteId subject,
        Instant from,
        Instant until,
        double value,
        SortedMap<String, String> dimensions) {}
