package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.MetricSample;

/** Reads figures. */
@ConsumerType
public interface AnalyticsSource {
    /** One retired metric must not lose the others: what cannot be had is left out. */
    List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException;
}
