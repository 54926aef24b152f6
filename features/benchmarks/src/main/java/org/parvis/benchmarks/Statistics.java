package org.parvis.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** The few statistics that the figures need. */
final class Statistics {
    private Statistics() {}

    /** The middle one, or the mean of the two in the middle. */
    static double median(Collection<Double> values) {
        double[] sorted =
                sorted(values.stream().mapToDouble(Double::doubleValue).toArray());
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest value that at least {@code share} of all do not exceed (nearest rank). */
    static double percentile(double[] values, double share) {
        double[] sorted = sorted(values);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    private static double[] sorted(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There is no middle of nothing");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
