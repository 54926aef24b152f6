package org.parvis.model;

import java.time.Duration;
import java.util.Set;

/**
 * A figure the network reports. Standard ids are {@code impressions, reach, engagements, reactions, comments, shares, clicks,
 * video.views, video.watch-time, followers}; a network's own are {@code <network>:<name>}.
 *
 * @param unit {@code count}, {@code seconds}, {@code percent}
 * @param subjects what it is reported of
 * @param delay how late the network publishes it
 */
public record MetricDefinition(String id, String unit, Aggregation aggregation, Set<Subject> subjects, Duration delay) {
    public MetricDefinition {
        subjects = Set.copyOf(subjects);
    }

    /** How two samples may be put together; the core refuses to sum what is not additive. */
    public enum Aggregation {
        SUM,
        LAST,
        NOT_ADDITIVE
    }

    /** What the figure is about. */
    public enum Subject {
        ACCOUNT,
        PUBLICATION
    }
}
