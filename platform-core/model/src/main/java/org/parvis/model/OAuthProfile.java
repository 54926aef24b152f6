package org.parvis.model;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a network authorises, so that the core can do it (RFC 6749, RFC 7636).
 *
 * @param scopes by capability, so that only what a workspace uses is asked for
 * @param baseScopes asked for always
 * @param accessLifetime used where a token answer does not say
 */
public record OAuthProfile(
        URI authorizeEndpoint,
        URI tokenEndpoint,
        @Nullable URI revokeEndpoint,
        ClientAuthentication clientAuthentication,
        boolean pkce,
        Set<String> baseScopes,
        Map<Capability, Set<String>> scopes,
        String scopeSeparator,
        RefreshStyle refresh,
        Duration accessLifetime) {

    public OAuthProfile {
        baseScopes = Set.copyOf(baseScopes);
        scopes = Map.copyOf(scopes);
    }

    /** How the application shows who it is at the token endpoint. */
    public enum ClientAuthentication {
        BASIC,
        BODY,
        NONE
    }

    /** How a grant is renewed: what becomes of a refresh token when it is used. */
    public enum RefreshStyle {
        NONE,
        REUSABLE,
        SINGLE_USE,
        /** There is none: the access token itself is exchanged for a newer one while it is still good. */
        ACCESS_TOKEN
    }
}
