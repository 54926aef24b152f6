package org.parvis.api.analytics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.PublicationId;

/** Figures. Blocking, thread-safe; needs {@code READ} on the brand of each account. */
@ProviderType
public interface AnalyticsService {
    /** One entry for each account asked for, also where there is nothing. */
    Map<AccountId, ResponseTimes> responseTimes(Caller caller, FigureQuery query);

    /** @param step one hour or one day */
    List<Volume> volumes(Caller caller, FigureQuery query, Duration step);

    List<MetricPoint> accountMetrics(Caller caller, AccountId account, @Nullable Instant from, @Nullable Instant until);

    List<MetricPoint> publicationMetrics(Caller caller, PublicationId publication);
}
