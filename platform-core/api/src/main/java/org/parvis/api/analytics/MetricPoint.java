package org.parvis.api.analytics;

import java.time.Instant;

/** A figure as the network reported it. */
public record MetricPoint(String metric, Instant from, Instant until, double value) {}
