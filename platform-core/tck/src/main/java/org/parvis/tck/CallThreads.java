package org.parvis.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.parvis.spi.NetworkException;

/** Threads on which a plugin is called, in a group of their own: whatever a plugin starts is found in it. */
final class CallThreads {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final long LONGEST_SECONDS = 60;

    private final ThreadGroup group = new ThreadGroup("tck-call-" + NUMBER.incrementAndGet());

    /** A call under way. */
    final class Running {
        private final FutureTask<Object> task;
        private final Thread thread;
        private volatile long ended;

        private Running(Failures.Attempt attempt, CountDownLatch begin) {
            task = new FutureTask<>(() -> {
                begin.await();
                try {
                    return attempt.make() == null ? "nothing" : "something";
                } finally {
                    ended = System.nanoTime();
                }
            });
            thread = new Thread(group, task, "tck-call");
            thread.setDaemon(true);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        /** When it was over, by {@link System#nanoTime}. */
        long ended() {
            return ended;
        }

        /** What it failed with; null where it did not. */
        Throwable failure() throws InterruptedException {
            try {
                task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
                return new AssertionError("The call did not fail");
            } catch (ExecutionException failed) {
                return Objects.requireNonNull(failed.getCause());
            } catch (java.util.concurrent.TimeoutException stuck) {
                return new AssertionError("The call was still running after " + LONGEST_SECONDS + " seconds", stuck);
            }
        }

        void success() throws Exception {
            try {
                task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof NetworkException refused) {
                    throw refused;
                }
                throw new AssertionError("The call failed: " + failed.getCause(), failed.getCause());
            }
        }
    }

    Running start(Failures.Attempt attempt) {
        return new Running(attempt, new CountDownLatch(0));
    }

    /** All at the same moment. */
    List<Running> together(List<Failures.Attempt> attempts) {
        CountDownLatch begin = new CountDownLatch(1);
        List<Running> running = new ArrayList<>();
        attempts.forEach(attempt -> running.add(new Running(attempt, begin)));
        begin.countDown();
        return running;
    }

    /** The names of the threads that are left when the calls are over; those that are just ending are waited for. */
    List<String> left() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        List<Thread> alive = alive();
        while (!alive.isEmpty()
                && System.nanoTime() < end
                && alive.stream().allMatch(t -> t.getName().equals("tck-call"))) {
            alive.get(0).join(50);
            alive = alive();
        }
        return alive.stream().map(Thread::getName).toList();
    }

    private List<Thread> alive() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads, true);
        return Arrays.stream(threads, 0, count).filter(Thread::isAlive).toList();
    }
}
