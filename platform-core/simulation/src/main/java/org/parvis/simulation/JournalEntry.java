package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal.
 *
 * @param sequence counts from 1 without a gap
 * @param origin {@code api} for what a client of the network did, {@code control} for what strangers did through the
 *     control interface, {@code internal} for what the network keeps for itself, such as issued tokens
 * @param account the handle of the account that wrote, empty where there is none
 * @param remoteId the id that the network gave
 * @param marker what {@code marker-…} in the text says, so that a test finds its own writes
 * @param requestId the exchange that did it
 * @param state all that the network needs to restore the change after a restart
 */
public record JournalEntry(
        long sequence,
        Instant instant,
        String network,
        String origin,
        String account,
        String operation,
        String remoteId,
        String text,
        String marker,
        String requestId,
        @Nullable JsonNode state) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As JSON; without the state, which concerns nobody but the network. */
    public ObjectNode toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("sequence", sequence).put("instant", instant.toString()).put("network", network);
        node.put("origin", origin).put("account", account).put("operation", operation);
        node.put("remoteId", remoteId).put("text", text).put("marker", marker).put("requestId", requestId);
        return node;
    }

    static JournalEntry of(JsonNode node) {
        return new JournalEntry(
                node.path("sequence").asLong(),
                Instant.parse(node.path("instant").asText()),
                node.path("network").asText(),
                node.path("origin").asText(),
                node.path("account").asText(),
                node.path("operation").asText(),
                node.path("remoteId").asText(),
                node.path("text").asText(),
                node.path("marker").asText(),
                node.path("requestId").asText(),
                node.get("state"));
    }
}
