package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** How often a post was commented and reacted to. */
record SocialCounts(long comments, long reactions) {

    private static SocialCounts read(JsonNode metadata) {
        long reactions = 0;
        for (Map.Entry<String, JsonNode> kind :
                Json.at(metadata, "reactionSummaries").properties()) {
            reactions += Math.max(0, Json.whole(kind.getValue(), "count").orElse(0L));
        }
        long comments = Json.whole(Json.at(metadata, "commentSummary"), "count").orElse(0L);
        return new SocialCounts(Math.max(0, comments), reactions);
    }

    /** The counts of posts, in one request where the app may; posts LinkedIn says nothing of are left out. */
    static Map<String, SocialCounts> fetch(LinkedinWire wire, List<String> posts) throws NetworkException {
        Map<String, SocialCounts> counts = new HashMap<>();
        if (posts.isEmpty()) {
            return counts;
        }
        if (wire.batches()) {
            JsonNode answer =
                    wire.read(Operations.COUNTS, "/rest/socialMetadata", Map.of("ids", posts), LinkedinWire.BATCH_GET);
            for (Map.Entry<String, JsonNode> result : Json.at(answer, "results").properties()) {
                counts.put(result.getKey(), read(result.getValue()));
            }
            return counts;
        }
        for (String post : posts) {
            try {
                String path = "/rest/socialMetadata/" + RestLi.encode(post);
                counts.put(post, read(wire.read(Operations.COUNTS, path, Map.of(), null)));
            } catch (NetworkException failure) {
                if (failure.kind() != ErrorKind.NOT_FOUND) {
                    throw failure;
                }
            }
        }
        return counts;
    }
}
