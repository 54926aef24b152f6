package org.parvis.gateway.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.ApiToken;

/** An API token; {@code secret} only in the answer that creates it. */
public record TokenJson(
        String id,
        String name,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String secret) {
    public static TokenJson of(ApiToken token) {
        return new TokenJson(
                token.id(),
                token.name(),
                token.scopes().stream().map(Enum::name).sorted().toList(),
                token.createdAt(),
                token.expiresAt(),
                token.secret());
    }

    @Override
    public String toString() {
        return "TokenJson[id=" + id + "]";
    }
}
