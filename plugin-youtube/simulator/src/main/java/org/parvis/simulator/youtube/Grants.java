package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.NetworkJournal;

/**
 * Google's tokens. An access token lives an hour; a refresh token is used again and again, and dies after six months without
 * use, after a week while the consent screen is in testing, when there are more than a hundred, or when it is revoked. Kept
 * in the journal, only as digests. Thread-safe.
 */
final class Grants {
    static final Duration ACCESS = Duration.ofSeconds(3599);
    private static final Duration IDLE = Duration.ofDays(183);
    private static final Duration TESTING = Duration.ofDays(7);
    private static final int MOST = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a token stands for. */
    record Grant(String channel, String client, Set<String> scopes, long expires) {}

    private static final class Refresh {
        final Grant grant;
        final long begun;
        long used;

        Refresh(Grant grant, long begun) {
            this.grant = grant;
            this.begun = begun;
            this.used = begun;
        }
    }

    private final Clock clock;
    private final World world;
    private final Settings settings;
    private final NetworkJournal journal;
    private final Map<String, Grant> accesses = new LinkedHashMap<>();
    private final Map<String, Refresh> refreshes = new LinkedHashMap<>();
    private final Set<String> consented = new HashSet<>();

    Grants(Clock clock, World world, Settings settings, NetworkJournal journal) {
        this.clock = clock;
        this.world = world;
        this.settings = settings;
        this.journal = journal;
    }

    /** Freshly issued tokens. */
    record Issued(String access, @Nullable String refresh, Set<String> scopes) {}

    /** @param offline whether a refresh token is wanted, which the first consent gives and every one that was asked again */
    synchronized Issued issue(
            String channel, String client, Set<String> scopes, boolean offline, boolean asked, String request) {
        boolean first = !consented.contains(channel + " " + client);
        String refresh = offline && (first || asked) ? "1//0g" + world.random(40) : null;
        return issue(new Grant(channel, client, scopes, 0), refresh, request);
    }

    private Issued issue(Grant grant, @Nullable String refresh, String request) {
        String access = "ya29." + world.random(44);
        ObjectNode state = JSON.createObjectNode().put("event", "grant").put("channel", grant.channel());
        state.put("client", grant.client()).put("scopes", String.join(" ", grant.scopes()));
        state.put("access", digest(access))
                .put("expires", clock.instant().plus(ACCESS).toEpochMilli());
        state.put("at", clock.millis());
        if (refresh != null) {
            state.put("refresh", digest(refresh));
        }
        keep(state, request);
        return new Issued(access, refresh, grant.scopes());
    }

    /** A new access token; empty where the refresh token is none of this client's, or is dead. */
    synchronized Optional<Issued> refresh(String token, String client, String request) {
        Refresh refresh = refreshes.get(digest(token));
        if (refresh == null || !refresh.grant.client().equals(client)) {
            return Optional.empty();
        }
        long now = clock.millis();
        boolean idle = now - refresh.used > IDLE.toMillis();
        boolean testing = settings.text("consent-screen", "production").equals("testing")
                && now - refresh.begun > TESTING.toMillis();
        if (idle || testing) {
            return Optional.empty();
        }
        keep(
                JSON.createObjectNode()
                        .put("event", "grant.used")
                        .put("refresh", digest(token))
                        .put("at", now),
                request);
        return Optional.of(issue(refresh.grant, null, request));
    }

    /** What a bearer token stands for; empty where it is unknown, expired or revoked. */
    synchronized Optional<Grant> access(String token) {
        return Optional.ofNullable(accesses.get(digest(token))).filter(grant -> clock.millis() < grant.expires());
    }

    /** Revokes what a token of either kind belongs to; says whether it was known. */
    synchronized boolean revoke(String token, String request) {
        String digest = digest(token);
        Refresh refresh = refreshes.get(digest);
        Grant grant = refresh != null ? refresh.grant : accesses.get(digest);
        if (grant == null) {
            return false;
        }
        revoked(grant.channel(), grant.client(), request);
        return true;
    }

    /** The owner withdrew the access on Google's own pages. */
    synchronized void revokeChannel(String channel) {
        revoked(channel, "", "");
    }

    private void revoked(String channel, String client, String request) {
        keep(
                JSON.createObjectNode()
                        .put("event", "grant.revoked")
                        .put("channel", channel)
                        .put("client", client),
                request);
    }

    /** Makes a channel's access tokens expire now; refresh tokens stay good. */
    synchronized void expire(String channel) {
        keep(JSON.createObjectNode().put("event", "grant.expired").put("channel", channel), "");
    }

    private void keep(ObjectNode state, String request) {
        journal.kept(new NetworkJournal.Write("", "oauth", "", "", state), request);
        apply(state);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    synchronized void apply(JsonNode state) {
        switch (state.path("event").asText()) {
            case "grant" -> granted(state);
            case "grant.used" -> {
                Refresh refresh = refreshes.get(state.get("refresh").asText());
                if (refresh != null) {
                    refresh.used = state.get("at").asLong();
                }
            }
            case "grant.revoked" -> {
                accesses.values().removeIf(grant -> concerns(grant, state));
                refreshes.values().removeIf(refresh -> concerns(refresh.grant, state));
                consented.removeIf(pair -> pair.startsWith(state.get("channel").asText() + " "));
            }
            case "grant.expired" -> accesses.values().removeIf(grant -> concerns(grant, state));
            default -> {}
        }
    }

    private void granted(JsonNode state) {
        Grant grant = new Grant(
                state.get("channel").asText(),
                state.get("client").asText(),
                Set.of(state.get("scopes").asText().split(" ")),
                state.get("expires").asLong());
        accesses.put(state.get("access").asText(), grant);
        String pair = grant.channel() + " " + grant.client();
        consented.add(pair);
        if (state.has("refresh")) {
            refreshes.put(
                    state.get("refresh").asText(),
                    new Refresh(grant, state.get("at").asLong()));
            List<String> same = new ArrayList<>();
            refreshes.forEach((digest, refresh) -> {
                if (pair.equals(refresh.grant.channel() + " " + refresh.grant.client())) {
                    same.add(digest);
                }
            });
            same.stream().limit(Math.max(0, same.size() - MOST)).forEach(refreshes::remove);
        }
    }

    private static boolean concerns(Grant grant, JsonNode state) {
        String client = state.path("client").asText("");
        return grant.channel().equals(state.get("channel").asText())
                && (client.isEmpty() || client.equals(grant.client()));
    }

    static String digest(String token) {
        return Digests.hex(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }
}
