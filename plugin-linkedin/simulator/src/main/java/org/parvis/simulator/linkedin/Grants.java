package org.parvis.simulator.linkedin;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.parvis.simulation.NetworkJournal;

/**
 * Issued tokens. An access token lives 60 days; a refresh token 365 days from the first grant, however often it is used.
 * Another set of scopes by the same member invalidates all that was issued before. Kept in the journal, tokens only as
 * digests. Thread-safe.
 */
final class Grants {
    static final Duration ACCESS = Duration.ofDays(60);
    static final Duration REFRESH = Duration.ofDays(365);

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a token stands for.
     *
     * @param member the id of the member who authorised
     * @param expires when the access token ends
     * @param refreshEnds when nothing can be renewed any more
     */
    record Grant(String member, String client, Set<String> scopes, long expires, long refreshEnds) {}

    /** Freshly issued tokens. */
    record Issued(String access, String refresh, Grant grant) {}

    /** Why a token is no good. */
    enum Standing {
        GOOD,
        UNKNOWN,
        EXPIRED,
        REVOKED
    }

    private final Clock clock;
    private final NetworkJournal journal;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Grant> accesses = new HashMap<>();
    private final Map<String, Grant> refreshes = new HashMap<>();
    private final Set<String> revoked = new TreeSet<>();

    Grants(Clock clock, NetworkJournal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    String random(String prefix) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    synchronized Issued issue(String member, String client, Set<String> scopes, String requestId) {
        long now = clock.millis();
        boolean other = accesses.values().stream()
                .anyMatch(grant -> grant.member().equals(member)
                        && grant.client().equals(client)
                        && !grant.scopes().equals(scopes));
        if (other) {
            revoke(member, requestId);
        }
        String refresh = random("AQW");
        return issue(
                new Grant(member, client, scopes, now + ACCESS.toMillis(), now + REFRESH.toMillis()),
                refresh,
                requestId);
    }

    private Issued issue(Grant grant, String refresh, String requestId) {
        String access = random("AQX");
        ObjectNode state = JSON.createObjectNode().put("event", "grant").put("member", grant.member());
        state.put("client", grant.client()).put("scopes", String.join(" ", grant.scopes()));
        state.put("expires", grant.expires()).put("refreshEnds", grant.refreshEnds());
        state.put("access", digest(access)).put("refresh", digest(refresh));
        keep(state, requestId);
        return new Issued(access, refresh, grant);
    }

    /** A new access token for a refresh token, which stays the same and ends when it always would have. */
    synchronized Optional<Issued> refresh(String token, String client, String requestId) {
        Grant grant = refreshes.get(digest(token));
        if (grant == null || !grant.client().equals(client) || clock.millis() >= grant.refreshEnds()) {
            return Optional.empty();
        }
        long expires = Math.min(clock.millis() + ACCESS.toMillis(), grant.refreshEnds());
        return Optional.of(issue(
                new Grant(grant.member(), client, grant.scopes(), expires, grant.refreshEnds()), token, requestId));
    }

    synchronized Optional<Grant> access(String token) {
        return Optional.ofNullable(accesses.get(digest(token)));
    }

    synchronized Standing standing(String token) {
        String digest = digest(token);
        Grant grant = accesses.get(digest);
        if (grant == null) {
            return revoked.contains(digest) ? Standing.REVOKED : Standing.UNKNOWN;
        }
        return clock.millis() < grant.expires() ? Standing.GOOD : Standing.EXPIRED;
    }

    /** The member withdrew the access on LinkedIn's own pages. */
    synchronized void revoke(String member, String requestId) {
        keep(JSON.createObjectNode().put("event", "grant.revoked").put("member", member), requestId);
    }

    /** Makes a member's access tokens expire now; the refresh tokens stay good. */
    synchronized void expire(String member) {
        ObjectNode state = JSON.createObjectNode().put("event", "grant.expired").put("member", member);
        keep(state.put("at", clock.millis()), "");
    }

    private void keep(ObjectNode state, String requestId) {
        journal.kept(new NetworkJournal.Write("", "oauth", "", "", state), requestId);
        apply(state);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    synchronized void apply(JsonNode state) {
        String member = state.path("member").asText();
        switch (state.path("event").asText()) {
            case "grant" -> {
                Grant grant = new Grant(
                        member,
                        state.get("client").asText(),
                        new TreeSet<>(Set.of(state.get("scopes").asText().split(" "))),
                        state.get("expires").asLong(),
                        state.get("refreshEnds").asLong());
                accesses.put(state.get("access").asText(), grant);
                refreshes.put(state.get("refresh").asText(), grant);
            }
            case "grant.revoked" -> {
                accesses.forEach((digest, grant) -> {
                    if (grant.member().equals(member)) {
                        revoked.add(digest);
                    }
                });
                accesses.values().removeIf(grant -> grant.member().equals(member));
                refreshes.values().removeIf(grant -> grant.member().equals(member));
            }
            case "grant.expired" ->
                accesses.replaceAll((digest, grant) -> grant.member().equals(member)
                        ? new Grant(
                                member,
                                grant.client(),
                                grant.scopes(),
                                Math.min(grant.expires(), state.get("at").asLong()),
                                grant.refreshEnds())
                        : grant);
            default -> {}
        }
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
