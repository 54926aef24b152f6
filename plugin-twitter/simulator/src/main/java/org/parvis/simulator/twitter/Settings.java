package org.parvis.simulator.twitter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.NetworkEnvironment;

/** What can be set about the simulated X, at the start and while it runs. Thread-safe. */
final class Settings {

    private final Map<String, Integer> windows;
    private final Map<String, String> values;
    private volatile boolean limited;

    Settings(NetworkEnvironment.NetworkOptions options) {
        this.windows = new ConcurrentHashMap<>(options.windows());
        this.values = new ConcurrentHashMap<>(options.settings());
        this.limited = options.limited();
    }

    boolean limited() {
        return limited;
    }

    void limited(boolean on) {
        limited = on;
    }

    /** How many posts a timeline shows; 0 for all. A size that was set holds even where limits are lifted. */
    int window(String name, int documented) {
        return windows.getOrDefault(name, limited ? documented : 0);
    }

    void resize(String name, int size) {
        windows.put(name, size);
    }

    void set(String name, String value) {
        values.put(name, value);
    }

    private boolean flag(String name, boolean otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : value.equals("on") || value.equals("true");
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** Whether texts are answered with their markup escaped. */
    boolean escape() {
        return flag("escape-text", true);
    }

    /** Whether links in written texts become short ones. */
    boolean shortLinks() {
        return flag("short-links", true);
    }

    /** Whether a reply needs its author to have called for it. */
    boolean replyRule() {
        return flag("reply-rule", true);
    }

    /** Whether the same text of the same author is refused for a day. */
    boolean duplicateRule() {
        return flag("duplicate-rule", true);
    }

    /** Whether likes and quotes are part of the app's tier. */
    boolean enterprise() {
        return flag("enterprise", false);
    }

    /** For how many milliseconds lists do not show a fresh post. */
    long consistencyMillis() {
        return Long.parseLong(values.getOrDefault("consistency-millis", "0"));
    }

    /** For how many milliseconds an uploaded video is processed. */
    long processingMillis() {
        return Long.parseLong(values.getOrDefault("processing-millis", "2000"));
    }

    /** How a request is answered that uses words of neither dialect. */
    Dialect dialect() {
        return text("dialect", "tweet").equals("post") ? Dialect.POST : Dialect.TWEET;
    }

    boolean anyLoopbackRedirect() {
        return flag("any-loopback-redirect", false);
    }
}
