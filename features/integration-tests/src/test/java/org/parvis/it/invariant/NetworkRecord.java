package org.parvis.it.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the network itself witnessed, as its simulator's journal tells it.
 *
 * @param entries in the order in which they happened
 */
public record NetworkRecord(List<Entry> entries) {
    private static final Pattern MARKER = Pattern.compile("\\bmarker-([A-Za-z0-9_-]+)");
    private static final Pattern NAMED = Pattern.compile("@([A-Za-z0-9_]{1,15})");

    /** What the networks call the requests by which a post, a film or an answer comes to be. */
    private static final Set<String> SENDING = Set.of(
            "createPosts",
            "post.feed",
            "post.photos",
            "post.videos",
            "post.video_reels",
            "post.comments",
            "post.replies",
            "post.messages",
            "post.media_publish",
            "videos.insert",
            "comments.insert",
            "commentThreads.insert",
            "posts.create",
            "comments.create");

    /** What the control interface calls it when somebody writes on the network itself. */
    private static final Set<String> WRITING = Set.of("strangers/post", "videos");

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

        /** Whether a client of the network made something appear. */
        boolean isSent() {
            return ours && SENDING.contains(operation);
        }

        /** Whether somebody wrote something on the network itself. */
        boolean isWritten() {
            return !ours && WRITING.contains(operation);
        }

        /** Whether the network calls it so: LinkedIn's comments have a number, and a name that ends in it. */
        boolean isCalled(@Nullable String name) {
            return remoteId.equals(name) || name != null && name.endsWith("," + remoteId + ")");
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
            if (SENDING.contains(operation) || WRITING.contains(operation)) {
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
                .filter(Entry::isSent)
                .filter(entry -> entry.marker().equals(marker))
                .toList();
    }
}
