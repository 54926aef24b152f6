package org.parvis.engine.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What the rounds of recurring jobs cost, and how long they pause so that the budgets last. What a budget has left for polling
 * until it is whole again, over that time, is a rate; the jobs want rates too, each the cost of its round over the pause it
 * would like. Where they want more than there is, each gets a share by the square root of what it wants, which is what keeps
 * the mean wait of a message shortest, and never more than it wants. Guarded by its owner.
 */
final class Pace {
    /** How much the latest round counts in what a round is expected to cost. */
    private static final double NEWEST = 0.3;
    /** What is kept back for retries and for jobs that cost more than before. */
    private static final double MARGIN = 0.95;

    private static final Duration RECOUNT = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN = Duration.ofHours(2);

    private final Map<String, Job> jobs = new HashMap<>();
    private final Map<BucketKey, Demand> demands = new HashMap<>();
    private Instant forgotten = Instant.EPOCH;

    /** What a budget allows. {@code perSecond}: until {@code whole}, when it is all there again. */
    record Supply(double perSecond, Instant whole) {}

    private static final class Job {
        private final Map<BucketKey, Long> round = new HashMap<>();
        private final Map<BucketKey, Double> cost = new HashMap<>();
        private Instant next = Instant.MIN;
    }

    private static final class Demand {
        private final Map<String, Double> wanted = new HashMap<>();
        private double level = Double.POSITIVE_INFINITY;
        private Instant counted = Instant.MIN;
    }

    void spent(String job, BucketKey bucket, long cost, Instant now) {
        Job present = jobs.computeIfAbsent(job, name -> new Job());
        present.round.merge(bucket, cost, Long::sum);
        present.next = now;
    }

    Duration pause(String job, Duration wanted, Duration latest, Instant now, Function<BucketKey, Supply> supplies) {
        forget(now);
        Job present = jobs.get(job);
        if (present == null) {
            return shorter(wanted, latest);
        }
        learn(present);
        Duration pause = wanted;
        for (Map.Entry<BucketKey, Double> each : present.cost.entrySet()) {
            Supply supply = supplies.apply(each.getKey());
            Demand demand = demands.computeIfAbsent(each.getKey(), key -> new Demand());
            double rate = each.getValue() * 1000 / Math.max(1, wanted.toMillis());
            demand.wanted.put(job, rate);
            double allowed = level(demand, supply, now) * Math.sqrt(rate);
            if (rate > allowed) {
                pause = longer(pause, atRate(each.getValue(), allowed, wanted, supply, now));
            }
        }
        Duration result = shorter(pause, latest);
        present.next = now.plus(result);
        return result;
    }

    /** Never much longer than until the budget is whole again. */
    private static Duration atRate(double cost, double perSecond, Duration wanted, Supply supply, Instant now) {
        Duration untilWhole = supply.whole().isAfter(now) ? Duration.between(now, supply.whole()) : Duration.ZERO;
        Duration longest = untilWhole.plus(wanted);
        double millis = cost * 1000 / perSecond;
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }

    private static void learn(Job job) {
        job.round.forEach((bucket, cost) ->
                job.cost.merge(bucket, cost.doubleValue(), (old, newest) -> old * (1 - NEWEST) + newest * NEWEST));
        job.cost.replaceAll((bucket, cost) -> job.round.containsKey(bucket) ? cost : cost * (1 - NEWEST));
        job.cost.values().removeIf(cost -> cost < 0.01);
        job.round.clear();
    }

    private double level(Demand demand, Supply supply, Instant now) {
        if (demand.counted.equals(Instant.MIN) || !now.isBefore(demand.counted.plus(RECOUNT))) {
            demand.level = filled(demand, supply.perSecond() * MARGIN);
            demand.counted = now;
        }
        return demand.level;
    }

    /** What has not been heard of for long wants nothing any more. */
    private void forget(Instant now) {
        if (now.isBefore(forgotten.plus(FORGOTTEN))) {
            return;
        }
        forgotten = now;
        jobs.values().removeIf(job -> job.next.plus(FORGOTTEN).isBefore(now));
        demands.values().forEach(demand -> demand.wanted.keySet().retainAll(jobs.keySet()));
        demands.values().removeIf(demand -> demand.wanted.isEmpty());
    }

    /** What multiplies the square roots of the wanted rates, so that together they get {@code supply}. */
    private static double filled(Demand demand, double supply) {
        double[] rates = demand.wanted.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double left = supply;
        double roots = Arrays.stream(rates).map(Math::sqrt).sum();
        for (double rate : rates) {
            if (Math.sqrt(rate) * roots > left) {
                return left / roots;
            }
            left -= rate;
            roots -= Math.sqrt(rate);
        }
        return Double.POSITIVE_INFINITY;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
