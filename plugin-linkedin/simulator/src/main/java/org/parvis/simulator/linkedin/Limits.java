package org.parvis.simulator.linkedin;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Calls of the day, which begin anew at 00:00 UTC and are told in no header, and the limiter of comments. Thread-safe. */
final class Limits {
    private static final long DAY = 86_400_000;
    private static final long MINUTE = 60_000;

    private final Clock clock;
    private final Settings settings;
    private final Map<String, Long> today = new HashMap<>();
    private final Map<String, Deque<Long>> comments = new HashMap<>();
    private long day;

    Limits(Clock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** Counts a call, or refuses it. */
    synchronized void call(String client, String member) {
        if (!settings.limited()) {
            return;
        }
        long now = clock.millis() / DAY;
        if (now != day) {
            today.clear();
            day = now;
        }
        count("APPLICATION", client, settings.callsOfApp());
        count("MEMBER", member, settings.callsOfMember());
    }

    private void count(String whose, String name, long most) {
        long calls = today.merge(whose + " " + name, 1L, Long::sum);
        if (calls > most) {
            throw new Refusal(
                    429,
                    101,
                    "TOO_MANY_REQUESTS",
                    "Resource level throttle " + whose + " DAY limit for calls to this resource is reached.");
        }
    }

    synchronized void comment(String actor) {
        if (!settings.limited()) {
            return;
        }
        Deque<Long> lately = comments.computeIfAbsent(actor, key -> new ArrayDeque<>());
        long now = clock.millis();
        while (!lately.isEmpty() && lately.peek() <= now - MINUTE) {
            lately.remove();
        }
        if (lately.size() >= settings.commentsPerMinute()) {
            throw new Refusal(429, 101, "TOO_MANY_REQUESTS", "Comment create throttled");
        }
        lately.add(now);
    }

    void requireStandard(String what) {
        if (!settings.standard()) {
            throw Refusal.denied(what);
        }
    }
}
