package org.parvis.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** P7: claiming and completing what is due, against raw SKIP LOCKED, db-scheduler and BullMQ. */
final class OutboxBenchmark implements Benchmark {
    private static final int LEAST = 2_000;
    private static final int MOST = 300_000;

    private final int least;

    OutboxBenchmark() {
        this(LEAST);
    }

    OutboxBenchmark(int least) {
        this.least = least;
    }

    @Override
    public String group() {
        return "P7";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        List<Rounds.Contestant> contestants = new ArrayList<>();
        try (ProductDatabase database = ProductDatabase.create(bench.database("product_outbox"));
                ProductOutbox outbox = new ProductOutbox(database);
                Bull bull = bull(bench)) {
            RawQueue raw = new RawQueue(bench.database("raw_queue"));
            SchedulerQueue scheduler = new SchedulerQueue(bench.database("scheduler_queue"));
            product(bench, outbox, least);
            double seconds = bench.options().length().toSeconds();
            int jobs = jobs(product(bench, outbox, least * 2) * seconds);
            contestants.add(() -> product(bench, outbox, jobs));
            contestants.add(() -> {
                raw.add(past(jobs));
                bench.settle();
                return raw.drain(jobs);
            });
            int fewer = jobs(jobs / 4.0);
            contestants.add(() -> {
                scheduler.add(fewer);
                bench.settle();
                return scheduler.drain(fewer);
            });
            BullQueue queue = bull.queue;
            if (queue != null) {
                contestants.add(() -> queue.drain(jobs));
            }
            bench.note("P7: " + jobs + " obligations a round, " + fewer + " for db-scheduler");
            return figures(Rounds.alternate(bench.options().rounds(), contestants), bull.missing());
        }
    }

    private static Bull bull(Bench bench) throws InterruptedException {
        Optional<String> missing =
                bench.options().asksFor("P7.bullmq") ? BullQueue.missing() : Optional.of("it was not asked for");
        if (missing.isPresent()) {
            return new Bull(null, missing);
        }
        try {
            return new Bull(BullQueue.open(bench.options().home().resolve("bullmq")), missing);
        } catch (IOException e) {
            return new Bull(null, Optional.of("it could not be installed or started: " + e.getMessage()));
        }
    }

    /** BullMQ, or what is missing. */
    private record Bull(@Nullable BullQueue queue, Optional<String> missing) implements AutoCloseable {
        @Override
        public void close() {
            if (queue != null) {
                queue.close();
            }
        }
    }

    private static List<Figure> figures(Rounds rounds, Optional<String> noBull) {
        List<Figure> figures = new ArrayList<>();
        String what = "claim and complete, ";
        figures.add(Figure.measured(
                "P7.ratio",
                what + "against raw SKIP LOCKED by four connections in batches of 200",
                "1/s",
                Goal.ratioAtLeast(0.4),
                rounds.against(1)));
        figures.add(Figure.measured(
                "P7.scheduler",
                what + "against db-scheduler on twenty threads",
                "1/s",
                Goal.ratioAtLeast(3),
                rounds.against(2)));
        String bull = what + "against BullMQ, a hundred at a time, over Redis that syncs every second";
        figures.add(
                noBull.isPresent()
                        ? Figure.skipped("P7.bullmq", bull, "1/s", Goal.ratioAtLeast(1), noBull.get())
                        : Figure.measured("P7.bullmq", bull, "1/s", Goal.ratioAtLeast(1), rounds.against(3)));
        return figures;
    }

    private int jobs(double wished) {
        return (int) Math.max(least, Math.min(MOST, wished));
    }

    private static List<Instant> past(int jobs) {
        return Collections.nCopies(jobs, Instant.now().minusSeconds(60));
    }

    private static double product(Bench bench, ProductOutbox outbox, int jobs) throws Exception {
        outbox.add(past(jobs));
        bench.settle();
        AtomicInteger handled = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(jobs);
        long began = System.nanoTime();
        Runnable stop = outbox.handle(position -> {
            handled.incrementAndGet();
            left.countDown();
        });
        left.await();
        outbox.awaitEmpty();
        double seconds = (System.nanoTime() - began) / 1e9;
        stop.run();
        if (handled.get() != jobs) {
            throw new IllegalStateException(handled.get() + " were handled of " + jobs);
        }
        return jobs / seconds;
    }
}
