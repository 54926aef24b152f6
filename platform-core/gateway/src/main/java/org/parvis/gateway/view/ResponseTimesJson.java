package org.parvis.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.api.analytics.ResponseTimes;

/** How an account answers; durations in seconds, absent where nothing was answered. */
public record ResponseTimesJson(
        String account,
        String handle,
        long own,
        long received,
        long answered,
        long awaiting,
        @Nullable Double median,
        @Nullable Double p90,
        @Nullable Double p95,
        long withinOneHour,
        long withinOneDay,
        List<CustomerJson> customers) {
    /** Somebody and how many items came from them. */
    public record CustomerJson(String handle, long items) {}

    public static ResponseTimesJson of(String account, String handle, ResponseTimes figures) {
        return new ResponseTimesJson(
                account,
                handle,
                figures.own(),
                figures.received(),
                figures.answered(),
                figures.awaiting(),
                figures.median(),
                figures.p90(),
                figures.p95(),
                figures.withinOneHour(),
                figures.withinOneDay(),
                figures.customers().stream()
                        .map(c -> new CustomerJson(c.handle(), c.items()))
                        .toList());
    }
}
