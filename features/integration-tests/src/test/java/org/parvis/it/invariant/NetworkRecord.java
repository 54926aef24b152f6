package org.parvis.it.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the network itself witnessed, as its simulator's journal tells it.
 *
 * @param entries in the order in which they happened
 */
public record NetworkRecord(List<Entry> entries) {
    private static final Pattern MARKER = Pattern.compile("\\bmarker-([A-Za-z0-9_-]+)");
    private static final Pattern NAMED = Pattern.compile("@([A-Za-z0-9_]{1,15})");

    /**
     * One thing that was written.
     *
     * @param ours whether it came through the network's API; otherwise somebody wrote it on the network itself
     * @param account who wrote it
     */
    public record Entry(boolean ours, String operation, String account, String remoteId, String text) {
        String marker() {
            return NetworkRecord.marker(text);
        }

        /** Whether it names this account, and so is meant for its inbox. */
        boolean names(String handle) {
            Matcher named = NAMED.matcher(text);
            while (named.find()) {
                if (named.group(1).equalsIgnoreCase(handle)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Reads what the control interface answers to {@code journal?origin=all}. */
    public static NetworkRecord of(JsonNode journal) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : journal) {
            String operation = node.path("operation").asText();
            if (operation.toLowerCase(Locale.ROOT).contains("post")) {
                entries.add(new Entry(
                        node.path("origin").asText().equals("api"),
                        operation,
                        node.path("account").asText(),
                        node.path("remoteId").asText(),
                        node.path("text").asText()));
            }
        }
        return new NetworkRecord(List.copyOf(entries));
    }

    /** What {@code marker-…} in a text says; empty without one. */
    public static String marker(String text) {
        Matcher marker = MARKER.matcher(text);
        return marker.find() ? marker.group(1) : "";
    }

    /** What the network accepted from clients: posts and answers alike. */
    List<Entry> accepted(String marker) {
        return entries.stream()
                .filter(entry -> entry.ours() && entry.operation().equals("createPosts"))
                .filter(entry -> entry.marker().equals(marker))
                .toList();
    }
}
