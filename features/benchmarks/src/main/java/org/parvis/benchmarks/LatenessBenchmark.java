package org.parvis.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/** P8: how late the handler of a scheduled post is called, steadily and all at once, against a raw prefetch and timer loop. */
final class LatenessBenchmark implements Benchmark {
    private static final int A_SECOND = 200;
    private static final int AT_ONCE = 5_000;
    private static final Duration AHEAD = Duration.ofSeconds(4);
    private static final Duration GIVEN_UP = Duration.ofSeconds(20);

    @Override
    public String group() {
        return "P8";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (ProductDatabase database = ProductDatabase.create(bench.database("product_outbox"));
                ProductOutbox outbox = new ProductOutbox(database)) {
            RawQueue raw = new RawQueue(bench.database("raw_queue"));
            Score score = new Score();
            List<Figure> figures = new ArrayList<>();
            int count = Math.toIntExact(A_SECOND * bench.options().length().toSeconds());
            if (bench.options().asksFor("P8.p99")) {
                Rounds steady = alternate(bench, outbox, raw, score, () -> steady(count));
                figures.add(Figure.measured(
                        "P8.p99",
                        "lateness of 200 posts a second, p99, against a raw prefetch and timer loop",
                        "ms",
                        Goal.productAtMost(50),
                        steady.against(1)));
            }
            if (bench.options().asksFor("P8.burst")) {
                Rounds burst = alternate(bench, outbox, raw, score, LatenessBenchmark::burst);
                figures.add(Figure.measured(
                        "P8.burst",
                        "lateness of 5,000 posts at the same instant, p99, against the same",
                        "ms",
                        Goal.productAtMost(1_000),
                        burst.against(1)));
            }
            figures.add(count("P8.early", "posts before their time, in all rounds", score.early));
            figures.add(
                    count("P8.missed", "posts not within 20 s of their time, or twice, in all rounds", score.missed));
            return figures;
        }
    }

    private static Figure count(String id, String what, int value) {
        return Figure.measured(id, what, "posts", Goal.productAtMost(0), List.of(new Figure.Round(value, 0)));
    }

    /** Due times, from the moment they are asked for. */
    private interface Plan {
        List<Instant> dueTimes();
    }

    private static List<Instant> steady(int count) {
        Instant begin = Instant.now().plus(AHEAD);
        List<Instant> due = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            due.add(begin.plusNanos(i * 1_000_000_000L / A_SECOND));
        }
        return due;
    }

    private static List<Instant> burst() {
        return Collections.nCopies(AT_ONCE, Instant.now().plus(AHEAD));
    }

    private static Rounds alternate(Bench bench, ProductOutbox outbox, RawQueue raw, Score score, Plan plan)
            throws Exception {
        return Rounds.alternate(
                bench.options().rounds(),
                List.of(() -> product(outbox, plan.dueTimes(), score), () -> raw(raw, plan.dueTimes())));
    }

    /** What must not happen, summed over all rounds. */
    private static final class Score {
        private int early;
        private int missed;
    }

    private static double product(ProductOutbox outbox, List<Instant> dueTimes, Score score) throws Exception {
        Calls calls = new Calls(dueTimes);
        Runnable stop = outbox.handle(calls);
        outbox.add(dueTimes);
        calls.await();
        outbox.awaitEmpty();
        stop.run();
        score.early += calls.early();
        score.missed += calls.missed();
        return Statistics.percentile(calls.lateness(), 0.99);
    }

    private static double raw(RawQueue queue, List<Instant> dueTimes) throws Exception {
        Calls calls = new Calls(dueTimes);
        long first = queue.add(dueTimes);
        TimerLoop.run(queue, first, dueTimes.size(), calls);
        return Statistics.percentile(calls.lateness(), 0.99);
    }

    /** When each post was called, by its position. */
    private static final class Calls implements Consumer<Integer> {
        private static final long NEVER = Long.MIN_VALUE;

        private final List<Instant> dueTimes;
        private final AtomicLongArray micros;
        private final AtomicInteger twice = new AtomicInteger();
        private final AtomicInteger called = new AtomicInteger();

        Calls(List<Instant> dueTimes) {
            this.dueTimes = dueTimes;
            long[] never = new long[dueTimes.size()];
            Arrays.fill(never, NEVER);
            micros = new AtomicLongArray(never);
        }

        @Override
        public void accept(Integer position) {
            long late = Duration.between(dueTimes.get(position), Instant.now()).toNanos() / 1_000;
            if (micros.compareAndSet(position, NEVER, late)) {
                called.incrementAndGet();
            } else {
                twice.incrementAndGet();
            }
        }

        void await() throws InterruptedException {
            Instant end = dueTimes.get(dueTimes.size() - 1).plus(GIVEN_UP);
            while (called.get() < dueTimes.size() && Instant.now().isBefore(end)) {
                // At the end of the run; a latch in the measured calls would be one more thing they wait for.
                Thread.sleep(5);
            }
        }

        /** In milliseconds; what was never called is as late as it was waited for. */
        double[] lateness() {
            double[] lateness = new double[micros.length()];
            for (int i = 0; i < lateness.length; i++) {
                lateness[i] = micros.get(i) == NEVER ? GIVEN_UP.toMillis() : micros.get(i) / 1_000.0;
            }
            return lateness;
        }

        int early() {
            int early = 0;
            for (int i = 0; i < micros.length(); i++) {
                early += micros.get(i) != NEVER && micros.get(i) < 0 ? 1 : 0;
            }
            return early;
        }

        int missed() {
            return dueTimes.size() - called.get() + twice.get();
        }
    }
}
