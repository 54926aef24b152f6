package org.parvis.simulator.instagram;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.NetworkEnvironment;

/** What can be set about the simulated Instagram, at the start and while it runs. Thread-safe. */
final class Settings {

    private final Map<String, String> values;
    private final Set<String> retiredMetrics = ConcurrentHashMap.newKeySet();
    private final Set<String> retiredVersions = ConcurrentHashMap.newKeySet();
    private volatile boolean limited;

    Settings(NetworkEnvironment.NetworkOptions options) {
        this.values = new ConcurrentHashMap<>(options.settings());
        this.limited = options.limited();
    }

    boolean limited() {
        return limited;
    }

    void limited(boolean on) {
        limited = on;
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : value.equals("on") || value.equals("true");
    }

    long number(String name, long otherwise) {
        return Long.parseLong(values.getOrDefault(name, Long.toString(otherwise)));
    }

    /** For how many milliseconds lists do not show what is fresh. */
    long consistencyMillis() {
        return number("consistency-millis", 0);
    }

    /** For how many milliseconds a film is worked on. */
    long processingMillis() {
        return number("processing-millis", 2000);
    }

    String client() {
        return text("client-id", "parvis-demo");
    }

    String secret() {
        return text("client-secret", "parvis-demo-secret");
    }

    Set<String> retiredMetrics() {
        return retiredMetrics;
    }

    Set<String> retiredVersions() {
        return retiredVersions;
    }
}
