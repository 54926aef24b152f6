package org.parvis.spi;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint granted. An immutable value; the platform keeps it sealed, a plugin forgets it when its call ends.
 * {@link #toString()} hides the tokens.
 *
 * @param accessToken never blank
 * @param refreshToken null where there is none; never blank
 * @param expiresAt when the access token ends; null where it does not
 * @param scopes what was granted, in the network's names; empty where it does not say
 * @param refreshExpiresAt when the refresh token itself ends, so that a person must authorise anew; null where it does not, or
 *     the network does not say
 */
public record TokenGrant(
        String accessToken,
        @Nullable String refreshToken,
        @Nullable Instant expiresAt,
        Set<String> scopes,
        @Nullable Instant refreshExpiresAt) {
    public TokenGrant {
        scopes = Set.copyOf(scopes);
    }

    /** A grant whose refresh token has no end that is known. */
    public TokenGrant(
            String accessToken, @Nullable String refreshToken, @Nullable Instant expiresAt, Set<String> scopes) {
        this(accessToken, refreshToken, expiresAt, scopes, null);
    }

    @Override
    public String toString() {
        return "TokenGrant[scopes=" + scopes + ", expiresAt=" + expiresAt + ", refreshExpiresAt=" + refreshExpiresAt
                + "]";
    }
}
