package org.parvis.simulator.twitter;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * X's rate limits: per user and per app, in windows of 15 minutes and of 24 hours of the business clock, each beginning
 * with its first request. Thread-safe.
 */
final class RateLimits {

    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofHours(24);
    private static final int LIFTED = 1_000_000;

    /** How many requests a route takes; 0 where there is no such limit. */
    record Rate(int user, int app, int userDay, int appDay) {
        static Rate of(int user, int app) {
            return new Rate(user, app, 0, 0);
        }
    }

    private static final class Window {
        private long end;
        private int used;
    }

    private record Key(String operation, String who, Duration length) {}

    private final Clock clock;
    private final Map<Key, Window> windows = new HashMap<>();
    private final Map<String, Integer> overrides = new HashMap<>();
    private boolean limited;

    RateLimits(Clock clock, boolean limited) {
        this.clock = clock;
        this.limited = limited;
    }

    synchronized void limited(boolean on) {
        limited = on;
        windows.clear();
    }

    /** Sets an operation's limit in 15 minutes, for users and apps alike. */
    synchronized void override(String operation, int limit) {
        overrides.put(operation, limit);
        windows.keySet().removeIf(key -> key.operation().equals(operation));
    }

    /** What came of counting a request: the header fields to send, and whether it is one too many. */
    record Verdict(Map<String, String> headers, boolean exceeded) {}

    synchronized Verdict count(Route route, Call.Principal principal) {
        Map<String, String> headers = new LinkedHashMap<>();
        long now = clock.millis();
        if (!limited && !overrides.containsKey(route.operation)) {
            header(headers, "x-rate-limit", LIFTED, LIFTED - 1, now + SHORT.toMillis());
            return new Verdict(headers, false);
        }
        String who = principal.isApp() ? "app " + principal.client() : "user " + principal.user();
        int limit = Optional.ofNullable(overrides.get(route.operation))
                .orElse(principal.isApp() ? route.rate.app() : route.rate.user());
        boolean exceeded = false;
        if (limit > 0) {
            exceeded = count(headers, "x-rate-limit", new Key(route.operation, who, SHORT), limit, now);
        }
        if (route.rate.userDay() > 0 && !principal.isApp()) {
            exceeded |= count(
                    headers, "x-user-limit-24hour", new Key(route.operation, who, DAY), route.rate.userDay(), now);
        }
        if (route.rate.appDay() > 0) {
            Key key = new Key(route.operation, "app " + principal.client(), DAY);
            exceeded |= count(headers, "x-app-limit-24hour", key, route.rate.appDay(), now);
        }
        return new Verdict(headers, exceeded);
    }

    private boolean count(Map<String, String> headers, String prefix, Key key, int limit, long now) {
        Window window = windows.computeIfAbsent(key, any -> new Window());
        if (now >= window.end || window.end - now > key.length().toMillis()) {
            window.end = now + key.length().toMillis();
            window.used = 0;
        }
        boolean exceeded = window.used >= limit;
        window.used = Math.min(limit, window.used + 1);
        header(headers, prefix, limit, limit - window.used, window.end);
        return exceeded;
    }

    private static void header(Map<String, String> headers, String prefix, int limit, int left, long end) {
        headers.put(prefix + "-limit", Integer.toString(limit));
        headers.put(prefix + "-remaining", Integer.toString(left));
        headers.put(prefix + "-reset", Long.toString((end + 999) / 1000));
    }
}
