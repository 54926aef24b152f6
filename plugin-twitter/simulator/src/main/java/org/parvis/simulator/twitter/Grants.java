package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.NetworkJournal;

/**
 * Issued tokens. An access token lives two hours; a refresh token is used once, gives a new pair, and takes the whole
 * family with it when it is used again. Kept in the journal, tokens only as digests. Thread-safe.
 */
final class Grants {

    /** How long an access token lives. */
    static final Duration ACCESS = Duration.ofSeconds(7200);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a token stands for. */
    record Grant(String family, long user, String client, Set<String> scopes, long expires) {}

    /** Freshly issued tokens; the refresh token only with {@code offline.access}. */
    record Issued(String access, @Nullable String refresh, Set<String> scopes) {}

    private final Clock clock;
    private final NetworkJournal journal;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Grant> accesses = new HashMap<>();
    private final Map<String, Grant> refreshes = new HashMap<>();
    private final Set<String> spent = new LinkedHashSet<>();

    Grants(Clock clock, NetworkJournal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    String random() {
        byte[] bytes = new byte[36];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    synchronized Issued issue(String family, long user, String client, Set<String> scopes, String requestId) {
        String access = random();
        String refresh = scopes.contains("offline.access") ? random() : null;
        ObjectNode state = JSON.createObjectNode()
                .put("event", "grant")
                .put("family", family)
                .put("user", user);
        state.put("client", client).put("scopes", String.join(" ", scopes)).put("access", digest(access));
        state.put("expires", clock.instant().plus(ACCESS).toEpochMilli());
        if (refresh != null) {
            state.put("refresh", digest(refresh));
        }
        keep(state, requestId);
        return new Issued(access, refresh, scopes);
    }

    /** Gives a new pair for a refresh token; empty, with the family revoked, where it was used before. */
    synchronized Optional<Issued> refresh(String token, String client, String requestId) {
        String digest = digest(token);
        Grant grant = refreshes.get(digest);
        if (grant == null || !grant.client().equals(client)) {
            return Optional.empty();
        }
        if (spent.contains(digest)) {
            revokeFamily(grant.family(), requestId);
            return Optional.empty();
        }
        keep(JSON.createObjectNode().put("event", "grant.spent").put("refresh", digest), requestId);
        return Optional.of(issue(grant.family(), grant.user(), grant.client(), grant.scopes(), requestId));
    }

    /** What a bearer token stands for; empty where it is unknown, expired or revoked. */
    synchronized Optional<Grant> access(String token) {
        return Optional.ofNullable(accesses.get(digest(token))).filter(grant -> clock.millis() < grant.expires());
    }

    /** Revokes what a token of either kind belongs to; says whether it was known. */
    synchronized boolean revoke(String token, String requestId) {
        String digest = digest(token);
        Grant grant = accesses.getOrDefault(digest, refreshes.get(digest));
        if (grant == null) {
            return false;
        }
        revokeFamily(grant.family(), requestId);
        return true;
    }

    synchronized void revokeFamily(String family, String requestId) {
        keep(JSON.createObjectNode().put("event", "grant.revoked").put("family", family), requestId);
    }

    /** Revokes all tokens of a user; the user withdrew the access on X's own pages. */
    synchronized void revokeUser(long user) {
        keep(JSON.createObjectNode().put("event", "grant.revoked").put("user", user), "");
    }

    /** Makes a user's access tokens expire now; the refresh tokens stay good. */
    synchronized void expire(long user) {
        keep(JSON.createObjectNode().put("event", "grant.expired").put("user", user), "");
    }

    private void keep(ObjectNode state, String requestId) {
        journal.kept(new NetworkJournal.Write("", "oauth", "", "", state), requestId);
        apply(state);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    synchronized void apply(JsonNode state) {
        switch (state.path("event").asText()) {
            case "grant" -> {
                Grant grant = new Grant(
                        state.get("family").asText(),
                        state.get("user").asLong(),
                        state.get("client").asText(),
                        Set.of(state.get("scopes").asText().split(" ")),
                        state.get("expires").asLong());
                accesses.put(state.get("access").asText(), grant);
                if (state.has("refresh")) {
                    refreshes.put(state.get("refresh").asText(), grant);
                }
            }
            case "grant.spent" -> spent.add(state.get("refresh").asText());
            case "grant.revoked" -> {
                accesses.values().removeIf(grant -> concerns(grant, state));
                refreshes.values().removeIf(grant -> concerns(grant, state));
            }
            case "grant.expired" -> accesses.values().removeIf(grant -> concerns(grant, state));
            default -> {}
        }
    }

    private static boolean concerns(Grant grant, JsonNode state) {
        return state.has("family")
                ? grant.family().equals(state.get("family").asText())
                : grant.user() == state.get("user").asLong();
    }

    static String digest(String token) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
