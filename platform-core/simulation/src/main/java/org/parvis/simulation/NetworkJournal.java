package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The journal as one network sees it. Thread-safe. */
public final class NetworkJournal {

    private static final Pattern MARKER = Pattern.compile("\\bmarker-([A-Za-z0-9_-]+)");

    private final Journal journal;
    private final String network;
    private final Clock clock;

    NetworkJournal(Journal journal, String network, Clock clock) {
        this.journal = journal;
        this.network = network;
        this.clock = clock;
    }

    /** What was accepted.
     *
     * @param account the handle of who wrote
     * @param remoteId the id given to it
     * @param state all that is needed to restore it
     */
    public record Write(
            String account,
            String operation,
            String remoteId,
            String text,
            @Nullable JsonNode state) {}

    /** Notes what a client of the network did; on the disk when this returns. */
    public void accepted(Write write, String requestId) {
        append("api", write, requestId);
    }

    /** Notes what happened through the control interface. */
    public void controlled(Write write) {
        append("control", write, "");
    }

    /** Notes what the network only keeps for itself. */
    public void kept(Write write, String requestId) {
        append("internal", write, requestId);
    }

    /** Everything that this network wrote before, in its order. */
    public List<JournalEntry> entries() {
        return journal.since(0).stream()
                .filter(entry -> entry.network().equals(network))
                .toList();
    }

    private void append(String origin, Write write, String requestId) {
        Matcher marker = MARKER.matcher(write.text());
        journal.append(new JournalEntry(
                0,
                clock.instant(),
                network,
                origin,
                write.account(),
                write.operation(),
                write.remoteId(),
                write.text(),
                marker.find() ? marker.group(1) : "",
                requestId,
                write.state()));
    }
}
