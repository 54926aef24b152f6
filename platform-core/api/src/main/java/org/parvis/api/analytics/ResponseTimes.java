package org.parvis.api.analytics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an account answers. A received item is answered by the account's earliest direct answer that is not earlier than the
 * item itself; percentiles interpolate linearly on the sorted list (rank {@code (n - 1) * p}).
 *
 * @param own posts and answers the account wrote
 * @param median seconds; null where nothing was answered
 * @param customers who wrote most, the ten first
 */
public record ResponseTimes(
        long own,
        long received,
        long answered,
        long awaiting,
        @Nullable Double median,
        @Nullable Double p90,
        @Nullable Double p95,
        long withinOneHour,
        long withinOneDay,
        List<Customer> customers) {
    public ResponseTimes {
        customers = List.copyOf(customers);
    }

    /** Somebody and how many items came from them. */
    public record Customer(String handle, long items) {}
}
