package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts and mentions all the time while networks are exchanged, and a look at how long no version of X serves. */
final class InstallerLoad implements AutoCloseable {
    private final InstallerStage stage;
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger mentioned = new AtomicInteger();
    private final List<Future<?>> clients = new ArrayList<>();
    private final Future<Long> watcher;

    InstallerLoad(InstallerStage stage) {
        this.stage = stage;
        clients.add(threads.submit(again(() -> {
            stage.publish();
            return published.incrementAndGet();
        })));
        clients.add(threads.submit(again(() -> {
            stage.mention();
            TimeUnit.MILLISECONDS.sleep(20);
            return mentioned.incrementAndGet();
        })));
        watcher = threads.submit(this::longestGap);
    }

    private Callable<Boolean> again(Callable<?> one) {
        return () -> {
            while (!over.get()) {
                one.call();
            }
            return true;
        };
    }

    /** The longest time between two looks at which a version served, less than that where it served at both. */
    private long longestGap() throws IOException, InterruptedException {
        long longest = 0;
        long served = System.nanoTime();
        while (!over.get()) {
            JsonNode network = stage.demo().api(stage.token(), "networks/twitter", null);
            String state = network.path("state").asText();
            if (state.equals("READY") || state.equals("DEGRADED")) {
                served = System.nanoTime();
            } else {
                longest = Math.max(longest, System.nanoTime() - served);
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    int published() {
        return published.get();
    }

    int mentioned() {
        return mentioned.get();
    }

    /** Waits until so many more posts were asked for. */
    void awaitMore(int posts) {
        int before = published.get();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> published.get() >= before + posts);
    }

    /** Ends, and fails where a request failed; the longest time in milliseconds in which no version served. */
    long end() throws Exception {
        over.set(true);
        for (Future<?> client : clients) {
            Object unused = client.get(1, TimeUnit.MINUTES);
        }
        return watcher.get(1, TimeUnit.MINUTES);
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdownNow();
    }
}
