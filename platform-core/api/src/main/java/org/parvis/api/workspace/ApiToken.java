package org.parvis.api.workspace;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token for programs.
 *
 * @param secret shown once, when it is created; null afterwards
 */
public record ApiToken(
        String id,
        String name,
        Set<Right> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String secret) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "ApiToken[id=" + id + ", name=" + name + "]";
    }
}
