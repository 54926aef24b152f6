package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import org.parvis.model.RemoteId;

/**
 * Which figures.
 *
 * @param publications at most 100; empty for figures of the account
 */
public record MetricQuery(List<RemoteId> publications, Instant from, Instant until) {
    public MetricQuery {
        publications = List.copyOf(publications);
    }
}
