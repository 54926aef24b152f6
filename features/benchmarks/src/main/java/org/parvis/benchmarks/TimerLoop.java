package org.parvis.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The limit of being on time with this database: what is due within five seconds is read once a second, one thread waits for
 * the moment, four claim by id and call.
 */
final class TimerLoop {
    private static final Duration HORIZON = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int CLAIMERS = 4;
    private static final int BATCH = 200;

    private final RawQueue queue;
    private final LinkedBlockingQueue<List<Long>> due = new LinkedBlockingQueue<>();
    private final CountDownLatch left;

    private TimerLoop(RawQueue queue, int jobs) {
        this.queue = queue;
        left = new CountDownLatch(jobs);
    }

    /** Calls for each of the jobs from {@code first} on, with its position; returns when all are complete. */
    static void run(RawQueue queue, long first, int jobs, Consumer<Integer> called) throws Exception {
        TimerLoop loop = new TimerLoop(queue, jobs);
        Crew.seconds(CLAIMERS + 1, member -> {
            if (member == 0) {
                loop.waitForTheMoment(first, jobs);
            } else {
                loop.claim(first, called);
            }
        });
    }

    private void waitForTheMoment(long first, int jobs) throws Exception {
        Queue<RawQueue.Job> known = new ArrayDeque<>();
        long next = first;
        Instant look = Instant.MIN;
        while (left.getCount() > 0) {
            Instant now = Instant.now();
            if (now.isAfter(look) && next < first + jobs) {
                List<RawQueue.Job> found = queue.due(next, now.plus(HORIZON));
                known.addAll(found);
                next += found.size();
                look = now.plus(LOOK);
            }
            List<Long> batch = new ArrayList<>();
            now = Instant.now();
            for (RawQueue.Job job = known.peek();
                    job != null && !job.due().isAfter(now) && batch.size() < BATCH;
                    job = known.peek()) {
                batch.add(job.id());
                known.remove();
            }
            if (batch.isEmpty()) {
                RawQueue.Job job = known.peek();
                long wait = job == null
                        ? 1_000_000
                        : Duration.between(now, job.due()).toNanos();
                // Until the next is due, or something earlier may have come: this is the timer that is measured.
                LockSupport.parkNanos(Math.min(wait, 1_000_000));
            } else {
                due.add(batch);
            }
        }
    }

    private void claim(long first, Consumer<Integer> called) throws Exception {
        try (RawQueue.Claimer claimer = queue.new Claimer()) {
            while (left.getCount() > 0) {
                List<Long> ids = due.poll(20, TimeUnit.MILLISECONDS);
                if (ids != null) {
                    claimer.claim(ids).forEach(id -> called.accept((int) (id - first)));
                    claimer.complete(ids);
                    ids.forEach(id -> left.countDown());
                }
            }
        }
    }
}
