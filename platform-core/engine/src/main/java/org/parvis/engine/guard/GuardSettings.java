package org.parvis.engine.guard;

import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bounds of one network, as configured. */
public record GuardSettings(
        int threads,
        int queue,
        Map<Lane, Duration> timeouts,
        Duration grace,
        Duration drain,
        int breakerFailures,
        Duration breakerWindow,
        Duration breakerPause,
        int quarantineDefects,
        Duration quarantineWindow) {

    public GuardSettings {
        timeouts = Map.copyOf(timeouts);
    }

    public static GuardSettings defaults() {
        return of(List.of());
    }

    /**
     * @param configurations the more special before the more general; defaults for what none of them says
     * @throws IllegalArgumentException for a value that does not fit, naming key and mend
     */
    public static GuardSettings of(List<Map<String, String>> configurations) {
        Map<String, String> values = new HashMap<>();
        for (Method method : GuardConfiguration.class.getDeclaredMethods()) {
            String key = method.getName().replace('_', '.');
            values.put(
                    key,
                    configurations.stream()
                            .filter(c -> c.containsKey(key))
                            .map(c -> c.get(key))
                            .findFirst()
                            .orElse(String.valueOf(method.getDefaultValue())));
        }
        return new GuardSettings(
                number(values, "threads"),
                number(values, "queue"),
                Map.of(
                        Lane.READ, duration(values, "timeout.read"),
                        Lane.WRITE, duration(values, "timeout.write"),
                        Lane.MEDIA, duration(values, "timeout.media"),
                        Lane.PURE, duration(values, "timeout.pure")),
                duration(values, "grace"),
                duration(values, "drain"),
                number(values, "breaker.failures"),
                duration(values, "breaker.window"),
                duration(values, "breaker.pause"),
                number(values, "quarantine.defects"),
                duration(values, "quarantine.window"));
    }

    Duration timeout(Lane lane) {
        return timeouts.getOrDefault(lane, Duration.ofSeconds(10));
    }

    /** Reading and writing get all threads each, the others a quarter. */
    int threads(Lane lane) {
        return lane == Lane.READ || lane == Lane.WRITE ? threads : Math.max(2, threads / 4);
    }

    private static int number(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "").trim();
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(key + " must be a whole number above 0, not \"" + text + "\"");
    }

    private static Duration duration(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "").trim();
        try {
            Duration value = Duration.parse(text);
            if (!value.isNegative() && !value.isZero()) {
                return value;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new IllegalArgumentException(key + " must be an ISO-8601 duration such as PT30S, not \"" + text + "\"");
    }
}
