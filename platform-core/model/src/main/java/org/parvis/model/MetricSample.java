package org.parvis.model;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A figure at a time. An immutable value.
 *
 * @param metric id of one of the descriptor's metrics
 * @param subject the publication's remote id; null for the account itself
 * @param from begin of the window it covers; equal to {@code until} for a snapshot
 * @param until end of the window
 * @param value in the metric's unit; finite. What the network does not know is left out, never 0
 * @param dimensions what it is split by ({@code country}: {@code FR}), at most 20; empty for the whole
 */
public record MetricSample(
        String metric,
        @Nullable RemoteId subject,
        Instant from,
        Instant until,
        double value,
        SortedMap<String, String> dimensions) {}
