package org.parvis.engine.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.http.OutboundHttp;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.OAuthProfile;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/**
 * Asks a network's token endpoint (RFC 6749 sections 4.1.3, 5 and 6). Thread-safe; blocks for one exchange. Says by its
 * failures whether the grant is refused ({@code AUTHORIZATION_REVOKED}), the application is ({@code MISCONFIGURED}), the
 * network is only away ({@code TRANSIENT}), or nobody knows whether it was executed ({@code OUTCOME_UNKNOWN}).
 */
@Component(service = TokenEndpoint.class)
public final class TokenEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ENDED = Pattern.compile("(?i)refresh token .*(?:expired|revoked)");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long LONGEST_SECONDS = Duration.ofDays(3_650).toSeconds();
    private static final Set<String> GRANT_REFUSED = Set.of("invalid_grant", "invalid_token", "access_denied");
    private static final Set<String> APPLICATION_REFUSED =
            Set.of("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope");

    private final OutboundHttp http;
    private final NetworkSettings settings;
    private final Clock clock;

    @Activate
    public TokenEndpoint(
            @Reference OutboundHttp http,
            @Reference NetworkSettings settings,
            @Reference(target = "(clock=business)") Clock clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    /** Redeems an authorisation code. */
    public TokenGrant redeem(NetworkId network, String code, String redirect, @Nullable String verifier)
            throws NetworkException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        if (verifier != null) {
            form.put("code_verifier", verifier);
        }
        return ask(network, form, "oauth.redeem");
    }

    /** Refreshes; the answer carries the old refresh token where the network gave no new one. */
    TokenGrant refresh(NetworkId network, TokenGrant present) throws NetworkException {
        String token = present.refreshToken();
        if (token == null) {
            throw new NetworkException(
                    ErrorKind.AUTHORIZATION_REVOKED,
                    "The authorisation has ended and cannot be renewed; link the account again.");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        TokenGrant fresh = ask(network, form, "oauth.refresh");
        return new TokenGrant(
                fresh.accessToken(),
                fresh.refreshToken() == null ? token : fresh.refreshToken(),
                fresh.expiresAt(),
                fresh.scopes().isEmpty() ? present.scopes() : fresh.scopes(),
                GrantLife.refreshEnd(present, fresh));
    }

    /** Gives a grant back as RFC 7009 says; nothing happens where the network names no endpoint for it. */
    void revoke(NetworkId network, TokenGrant grant) throws NetworkException {
        URI address = settings.descriptor(network).oauth().revokeEndpoint();
        if (address == null) {
            return;
        }
        Map<String, String> form = new LinkedHashMap<>();
        boolean whole = grant.refreshToken() != null;
        form.put("token", whole ? grant.refreshToken() : grant.accessToken());
        form.put("token_type_hint", whole ? "refresh_token" : "access_token");
        HttpResponse response = send(network, form, HttpRequest.settling("oauth.revoke", "POST", address));
        boolean away = response.status() >= 500 || response.status() == 429;
        if (away) {
            throw NetworkException.of(
                            ErrorKind.TRANSIENT, "The revocation endpoint answered " + response.status() + ".")
                    .remoteCode(String.valueOf(response.status()))
                    .build();
        }
    }

    private TokenGrant ask(NetworkId network, Map<String, String> form, String operation) throws NetworkException {
        OAuthProfile profile = settings.descriptor(network).oauth();
        HttpResponse response = send(network, form, HttpRequest.changing(operation, "POST", profile.tokenEndpoint()));
        return response.status() == 200 ? granted(response, profile) : refused(network, response);
    }

    private HttpResponse send(NetworkId network, Map<String, String> form, HttpRequest.Builder request)
            throws NetworkException {
        OAuthProfile profile = settings.descriptor(network).oauth();
        NetworkSettings.Application application = settings.application(network);
        if (application.clientId().isBlank()) {
            throw refusedApplication(network, "No client.id is configured for " + network + ".");
        }
        request.header("Accept", "application/json");
        switch (profile.clientAuthentication()) {
            case BASIC -> request.header("Authorization", basic(application));
            case BODY -> {
                form.put("client_id", application.clientId());
                form.put("client_secret", application.clientSecret());
            }
            case NONE -> form.put("client_id", application.clientId());
        }
        return http.send(network, request.form(form).build(), TIMEOUT);
    }

    private static String basic(NetworkSettings.Application application) {
        // RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
        String pair = URLEncoder.encode(application.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(application.clientSecret(), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private TokenGrant granted(HttpResponse response, OAuthProfile profile) throws NetworkException {
        JsonNode answer = grant(read(response));
        String access = answer.path("access_token").asText("");
        if (access.isBlank()) {
            // Some endpoints answer 200 with nothing in it; that must never replace what we hold.
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "The token endpoint answered without a token.");
        }
        String refresh = answer.path("refresh_token").asText("");
        Duration lifetime = lifetime(answer.path("expires_in"), profile);
        Set<String> scopes = scopes(answer);
        Instant expires = lifetime.isZero() ? null : clock.instant().plus(lifetime);
        Instant end = refreshEnd(answer, refresh, profile);
        return new TokenGrant(access, refresh.isBlank() ? null : refresh, expires, scopes, end);
    }

    /**
     * When the refresh token ends: as the answer says ({@code refresh_token_expires_in}, which Google and LinkedIn use; no RFC
     * names it), else as the descriptor does for a token that is new.
     */
    private @Nullable Instant refreshEnd(JsonNode answer, String refresh, OAuthProfile profile) {
        long said = answer.path("refresh_token_expires_in").asLong(0);
        if (said > 0 && said <= LONGEST_SECONDS) {
            return clock.instant().plusSeconds(said);
        }
        Duration usual = profile.refreshLifetime();
        return refresh.isBlank() || usual == null ? null : clock.instant().plus(usual);
    }

    /** Some networks wrap the grant, as the only entry of {@code data}. */
    private static JsonNode grant(JsonNode answer) {
        JsonNode wrapped = answer.path("data").path(0);
        return answer.has("access_token") || !wrapped.isObject() ? answer : wrapped;
    }

    /** As RFC 6749 says, or as networks that call them permissions: a list, or names between commas. */
    private static Set<String> scopes(JsonNode answer) {
        JsonNode said = answer.has("scope") ? answer.get("scope") : answer.path("permissions");
        Set<String> scopes = new LinkedHashSet<>();
        if (said.isArray()) {
            said.forEach(scope -> scopes.add(scope.asText("")));
        } else {
            scopes.addAll(List.of(said.asText("").split("[ ,]+")));
        }
        scopes.remove("");
        return scopes;
    }

    /** Nothing absurd: an answer without a lifetime gets the profile's, not one of decades. */
    private static Duration lifetime(JsonNode seconds, OAuthProfile profile) {
        long said = seconds.asLong(0);
        return said > 0 && said <= LONGEST_SECONDS ? Duration.ofSeconds(said) : profile.accessLifetime();
    }

    private TokenGrant refused(NetworkId network, HttpResponse response) throws NetworkException {
        int status = response.status();
        String error = status >= 400 && status < 500 ? code(response) : "";
        if (GRANT_REFUSED.contains(error)) {
            throw NetworkException.of(
                            ErrorKind.AUTHORIZATION_REVOKED,
                            "The network refuses the authorisation (" + error + "); link the account again.")
                    .remoteCode(error)
                    .build();
        }
        if (APPLICATION_REFUSED.contains(error)) {
            throw refusedApplication(
                    network,
                    "The network refuses the application (" + error + "); check client.id and" + " client.secret of "
                            + network + ".");
        }
        if (status == 404 || status == 410) {
            settings.report(network, ErrorKind.API_RETIRED, "The token endpoint is gone (" + status + ").");
            throw new NetworkException(ErrorKind.API_RETIRED, "The token endpoint is gone (" + status + ").");
        }
        throw NetworkException.of(ErrorKind.TRANSIENT, "The token endpoint answered " + status + ".")
                .remoteCode(String.valueOf(status))
                .build();
    }

    private NetworkException refusedApplication(NetworkId network, String reason) {
        settings.report(network, ErrorKind.MISCONFIGURED, reason);
        return new NetworkException(ErrorKind.MISCONFIGURED, reason);
    }

    /** LinkedIn calls a grant that has ended a wrong request, and says so in words alone. */
    private static String code(HttpResponse response) {
        try {
            JsonNode answer = read(response);
            String error = answer.path("error").asText("");
            boolean ended =
                    ENDED.matcher(answer.path("error_description").asText("")).find();
            return error.equals("invalid_request") && ended ? "invalid_grant" : error;
        } catch (NetworkException notJson) {
            return "";
        }
    }

    private static JsonNode read(HttpResponse response) throws NetworkException {
        try {
            JsonNode node = JSON.readTree(response.body());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "The token endpoint's answer cannot be read.");
        }
        throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "The token endpoint's answer cannot be read.");
    }
}
