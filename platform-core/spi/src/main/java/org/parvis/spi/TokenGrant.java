package org.parvis.spi;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint granted. {@link #toString()} hides the tokens.
 *
 * @param refreshToken null where there is none
 * @param expiresAt null where it does not expire
 */
public record TokenGrant(
        String accessToken,
        @Nullable String refreshToken,
        @Nullable Instant expiresAt,
        Set<String> scopes) {
    public TokenGrant {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "TokenGrant[scopes=" + scopes + ", expiresAt=" + expiresAt + "]";
    }
}
