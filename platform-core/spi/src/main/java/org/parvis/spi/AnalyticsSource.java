package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.MetricSample;

/**
 * Reads figures ({@code ANALYTICS_ACCOUNT, ANALYTICS_PUBLICATION}), as the network's own pages show them. Blocks until
 * the network has answered or the call's deadline has come, on a thread of the platform; only reads, so every failure
 * is a {@link NetworkException} after which the same may be asked again. Nothing is kept between two calls: the
 * platform holds what was collected.
 */
@ConsumerType
public interface AnalyticsSource {
    /**
     * What the network knows of the asked figures, in units of the descriptor's metrics. One retired metric, or one post that is
     * gone, must not lose the others: what cannot be had is left out.
     *
     * @return at most 10,000 samples, in any order
     */
    List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException;
}
