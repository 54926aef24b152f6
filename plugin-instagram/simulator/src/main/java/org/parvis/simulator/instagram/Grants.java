package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.simulation.NetworkJournal;

/**
 * Issued tokens of accounts: for an hour, or for 60 days; with Facebook Login those of persons, and of pages without an end. Kept in the journal, tokens only as digests. Thread-safe.
 */
final class Grants {

    static final Duration SHORT = Duration.ofHours(1);
    static final Duration LONG = Duration.ofDays(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a token stands for.
     *
     * @param login the person's authorisation that it belongs to
     * @param page the account
     * @param pages the account again
     * @param expires 0 for never
     * @param issued when it was, for a token of less than a day is not renewed
     * @param facebook whether it came by Facebook Login: then it is the person's where it names no account, else the token of
     *     the account's page
     */
    record Grant(
            String login,
            String page,
            Set<String> pages,
            Set<String> scopes,
            boolean longLived,
            long expires,
            long issued,
            boolean facebook) {

        static final Grant APP = new Grant("", "", Set.of(), Set.of(), true, 0, 0, false);

        boolean isApp() {
            return login.isEmpty();
        }
    }

    private final Clock clock;
    private final NetworkJournal journal;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Grant> tokens = new HashMap<>();
    private final Map<String, Integer> dead = new HashMap<>();

    Grants(Clock clock, NetworkJournal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    String random() {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes)
                .replace("-", "")
                .replace("_", "");
    }

    synchronized String issue(Grant grant, String requestId) {
        String token = (grant.facebook() ? "EAA" : "IGAA") + random();
        ObjectNode state = JSON.createObjectNode().put("event", "grant").put("login", grant.login());
        state.put("page", grant.page()).put("pages", String.join(" ", grant.pages()));
        state.put("scopes", String.join(" ", grant.scopes())).put("longLived", grant.longLived());
        state.put("facebook", grant.facebook());
        state.put("issued", grant.issued()).put("expires", grant.expires()).put("token", digest(token));
        keep(state, requestId);
        return token;
    }

    /** What a token stands for; refused with Meta's subcodes where it is none any more. */
    synchronized Grant access(String token) {
        String digest = digest(token);
        Integer subcode = dead.get(digest);
        if (subcode != null) {
            throw Refusal.token(
                    subcode,
                    subcode == 463
                            ? "Error validating access token: Session has expired"
                            : "Error validating access token: The user has not authorized the application");
        }
        Grant grant = tokens.get(digest);
        if (grant == null) {
            throw Refusal.token(467, "Invalid OAuth access token - Cannot parse access token");
        }
        if (grant.expires() != 0 && clock.millis() >= grant.expires()) {
            throw Refusal.token(463, "Error validating access token: Session has expired");
        }
        return grant;
    }

    synchronized Optional<Grant> known(String token) {
        return Optional.ofNullable(tokens.get(digest(token)));
    }

    /** Ends every token that concerns a page, or of a login, with a subcode: 458 removed, 463 expired, 460 password. */
    synchronized void end(String page, String login, int subcode) {
        keep(
                JSON.createObjectNode()
                        .put("event", "grant.ended")
                        .put("page", page)
                        .put("login", login)
                        .put("subcode", subcode),
                "");
    }

    private void keep(ObjectNode state, String requestId) {
        journal.kept(new NetworkJournal.Write("", "oauth", "", "", state), requestId);
        apply(state);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    synchronized void apply(JsonNode state) {
        switch (state.path("event").asText()) {
            case "grant" ->
                tokens.put(
                        state.get("token").asText(),
                        new Grant(
                                state.get("login").asText(),
                                state.get("page").asText(),
                                words(state, "pages"),
                                words(state, "scopes"),
                                state.get("longLived").asBoolean(),
                                state.get("expires").asLong(),
                                state.path("issued").asLong(),
                                state.path("facebook").asBoolean()));
            case "grant.ended" -> {
                String page = state.path("page").asText();
                String login = state.path("login").asText();
                tokens.entrySet().removeIf(entry -> {
                    Grant grant = entry.getValue();
                    boolean hit = login.isEmpty()
                            ? grant.page().equals(page)
                                    || grant.page().isEmpty() && grant.pages().contains(page)
                            : grant.login().equals(login);
                    if (hit) {
                        dead.put(entry.getKey(), state.path("subcode").asInt(458));
                    }
                    return hit;
                });
            }
            default -> {}
        }
    }

    private static Set<String> words(JsonNode state, String name) {
        String text = state.path(name).asText();
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    static String digest(String token) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
