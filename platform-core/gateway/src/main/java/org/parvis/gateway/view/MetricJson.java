package org.parvis.gateway.view;

import java.time.Instant;
import org.parvis.api.analytics.MetricPoint;

/** A figure as the network reported it. */
public record MetricJson(String metric, Instant from, Instant until, double value) {
    public static MetricJson of(MetricPoint point) {
        return new MetricJson(point.metric(), point.from(), point.until(), point.value());
    }
}
