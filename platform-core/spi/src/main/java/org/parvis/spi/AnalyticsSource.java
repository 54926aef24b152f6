package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.MetricSample;

/** Reads figures ({@code ANALYTICS_ACCOUNT, ANALYTICS_PUBLICATION}). Blocks, on a thread of the platform; only reads. */
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
