package org.parvis.simulator.youtube;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a project may use in a day of California: three budgets, counted by client. Thread-safe. */
final class Quotas {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final Clock clock;
    private final Settings settings;
    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private final Map<String, Long> limits =
            new ConcurrentHashMap<>(Map.of("units", 10_000L, "videos.insert", 100L, "search.list", 100L));

    Quotas(Clock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Draws on a budget; says whether there was enough. What is refused costs nothing. */
    synchronized boolean take(String client, String bucket, int cost) {
        if (cost == 0 || !settings.limited()) {
            return true;
        }
        String key = client + " " + bucket + " " + LocalDate.now(clock.withZone(PACIFIC));
        long after = used.getOrDefault(key, 0L) + cost;
        if (after > limits.getOrDefault(bucket, Long.MAX_VALUE)) {
            return false;
        }
        used.put(key, after);
        return true;
    }

    synchronized long used(String client, String bucket) {
        return used.getOrDefault(client + " " + bucket + " " + LocalDate.now(clock.withZone(PACIFIC)), 0L);
    }

    void limit(String bucket, long limit) {
        limits.put(bucket, limit);
    }
}
