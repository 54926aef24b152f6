package org.parvis.simulator.linkedin;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.NetworkEnvironment;

/** What can be set about the simulated LinkedIn, at the start and while it runs. Thread-safe. */
final class Settings {
    /** Active in November 2026: each version lives a year. */
    private static final String VERSIONS =
            "202511 202512 202601 202602 202603 202604 202605 202606 202607 202608 202609";

    private final Map<String, String> values;
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

    private long number(String name, long otherwise) {
        return Long.parseLong(values.getOrDefault(name, Long.toString(otherwise)));
    }

    Set<String> versions() {
        return new TreeSet<>(Set.of(text("versions", VERSIONS).split("[ |]+")));
    }

    void retire(String version) {
        Set<String> left = versions();
        left.remove(version);
        set("versions", String.join(" ", left));
    }

    /** Whether the app is of the Standard tier: many at once, notifications, more calls. */
    boolean standard() {
        return !text("tier", "standard").equals("development");
    }

    long callsOfApp() {
        return number("calls-app", standard() ? 100_000 : 500);
    }

    long callsOfMember() {
        return number("calls-member", standard() ? 20_000 : 100);
    }

    long commentsPerMinute() {
        return number("comments-per-minute", 10);
    }

    /** For how many milliseconds lists do not show what is fresh. */
    long consistencyMillis() {
        return number("consistency-millis", 0);
    }

    /** For how many milliseconds a film or document is processed. */
    long processingMillis() {
        return number("processing-millis", 2000);
    }

    long pictureMillis() {
        return number("picture-millis", 0);
    }

    /** Where files are sent: LinkedIn names a host of its own there, not the API's. */
    String uploadHost() {
        return text("upload-host", "https://www.linkedin.com");
    }

    boolean duplicates() {
        return flag("refuse-duplicates", true);
    }

    boolean anyLoopbackRedirect() {
        return flag("any-loopback-redirect", false);
    }
}
