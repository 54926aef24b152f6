package org.parvis.model;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a network authorises, so that the core can do it (RFC 6749, RFC 7636).
 *
 * @param revokeEndpoint where a grant is given back (RFC 7009); null where the network has none
 * @param pkce whether it takes proof keys (RFC 7636)
 * @param scopes by capability, so that only what a workspace uses is asked for
 * @param baseScopes asked for always
 * @param scopeSeparator what stands between scopes: a space as RFC 6749 says, or what the network does instead
 * @param refresh how a grant is renewed
 * @param accessLifetime how long an access token lives where a token answer does not say
 * @param refreshLifetime how long a refresh token lives where a token answer does not say; null where it has no end that is
 *     known
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
        Duration accessLifetime,
        @Nullable Duration refreshLifetime) {

    public OAuthProfile {
        baseScopes = Set.copyOf(baseScopes);
        scopes = Map.copyOf(scopes);
    }

    /** How the application shows who it is at the token endpoint. */
    public enum ClientAuthentication {
        /** By HTTP Basic (RFC 6749 §2.3.1). */
        BASIC,
        /** In the form. */
        BODY,
        /** It does not. */
        NONE
    }

    /** How a grant is renewed: what becomes of a refresh token when it is used. */
    public enum RefreshStyle {
        /** It is not: a person authorises anew. */
        NONE,
        /** It stays good. */
        REUSABLE,
        /** It is over once it was used; the answer brings the next. */
        SINGLE_USE,
        /** There is none: the access token itself is exchanged for a newer one while it is still good. */
        ACCESS_TOKEN
    }
}
