package ${package}.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the network knows; every change comes through {@code apply}, whether it is new or read from the journal. Not thread-safe. */
final class World {
    /** How long an access token is good. */
    static final Duration LIFETIME = Duration.ofHours(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A post of the account's. */
    record Post(String id, String text, Instant at) {
        ObjectNode toJson() {
            return JSON.createObjectNode().put("id", id).put("text", text).put("at", at.toString());
        }
    }

    /** How an access token stands. */
    enum Standing {
        GOOD,
        EXPIRED,
        REVOKED,
        UNKNOWN
    }

    private final List<Post> posts = new ArrayList<>();
    private final Set<String> codes = new HashSet<>();
    private final Map<String, Instant> tokens = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private long last;

    /** The next number of whatever is made; numbers go on after a restart. */
    String nextId() {
        return Long.toString(last + 1);
    }

    void apply(JsonNode change) {
        String value = change.path("value").asText();
        Instant at = Instant.parse(change.path("at").asText());
        switch (change.path("event").asText()) {
            case "post" -> posts.add(new Post(value, change.path("text").asText(), at));
            case "delete" -> posts.removeIf(post -> post.id().equals(value));
            case "code", "refresh" -> codes.add(value);
            case "spent" -> codes.remove(value);
            case "token" -> tokens.put(value, at.plus(LIFETIME));
            case "expire-token" -> tokens.replaceAll((token, until) -> at);
            case "revoke" -> {
                revoked.addAll(tokens.keySet());
                codes.clear();
            }
            default -> throw new IllegalStateException("The journal holds an unknown change: " + change);
        }
        String number = value.replaceFirst("^[a-z]+-", "");
        if (!number.isEmpty()) {
            last = Math.max(last, Long.parseLong(number));
        }
    }

    /** What others see, newest first. */
    List<Post> posts() {
        List<Post> newestFirst = new ArrayList<>(posts);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Whether a code or a refresh token is good. */
    boolean knows(String code) {
        return codes.contains(code);
    }

    Standing standing(String token, Instant now) {
        Instant until = tokens.get(token);
        if (revoked.contains(token)) {
            return Standing.REVOKED;
        }
        if (until == null) {
            return Standing.UNKNOWN;
        }
        return now.isBefore(until) ? Standing.GOOD : Standing.EXPIRED;
    }
}
