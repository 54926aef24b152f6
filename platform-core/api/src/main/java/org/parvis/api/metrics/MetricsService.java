package org.parvis.api.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Figures about the whole platform, as Prometheus reads them; never about one account or person. For whoever has the
 * operator's token. Thread-safe; reading blocks for a short look at the database.
 */
@ProviderType
public interface MetricsService {
    String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Whether the operator offers them at all. */
    boolean isOffered();

    /** Whether this is the operator's token; takes as long whatever it is. */
    boolean admits(String token);

    /** All figures as they stand now. */
    String text();
}
