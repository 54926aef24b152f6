package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import org.parvis.model.RemoteId;

/**
 * Which figures. An immutable value.
 *
 * @param publications at most 100; empty for figures of the account
 * @param from begin of the asked time
 * @param until its end; not after the call's clock
 */
public record MetricQuery(List<RemoteId> publications, Instant from, Instant until) {
    public MetricQuery {
        publications = List.copyOf(publications);
    }
}
