package org.parvis.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Several threads that begin the same kind of work at the same moment. */
final class Crew {
    private Crew() {}

    /** What the member with this number does. */
    @FunctionalInterface
    interface Work {
        void run(int member) throws Exception;
    }

    /** Runs the work of all members and says how many seconds it took from the common begin to the last end. */
    static double seconds(int members, Work work) throws Exception {
        AtomicInteger count = new AtomicInteger();
        ExecutorService threads =
                Executors.newFixedThreadPool(members, task -> new Thread(task, "bench-" + count.incrementAndGet()));
        try {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                int member = i;
                all.add(threads.submit(() -> {
                    begin.await();
                    work.run(member);
                    return true;
                }));
            }
            long began = System.nanoTime();
            begin.countDown();
            for (Future<?> one : all) {
                one.get();
            }
            return (System.nanoTime() - began) / 1e9;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }
}
