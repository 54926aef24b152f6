package org.parvis.engine.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.parvis.spi.TokenGrant;

/** A grant as the bytes that are sealed, and back. Thread-safe. */
final class GrantCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GrantCodec() {}

    static byte[] encode(TokenGrant grant) {
        ObjectNode node = JSON.createObjectNode();
        node.put("access", grant.accessToken());
        node.put("refresh", grant.refreshToken());
        node.put("expires", grant.expiresAt() == null ? null : grant.expiresAt().toString());
        node.put(
                "refreshExpires",
                grant.refreshExpiresAt() == null
                        ? null
                        : grant.refreshExpiresAt().toString());
        new TreeSet<>(grant.scopes()).forEach(node.putArray("scopes")::add);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TokenGrant decode(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            Set<String> scopes = new LinkedHashSet<>();
            node.path("scopes").forEach(scope -> scopes.add(scope.asText()));
            return new TokenGrant(
                    node.path("access").asText(),
                    node.path("refresh").textValue(),
                    time(node.path("expires")),
                    scopes,
                    time(node.path("refreshExpires")));
        } catch (IOException e) {
            // The message of the parser would quote what it read.
            throw new UnsealableException("A sealed grant is not what this platform wrote");
        }
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.textValue()) : null;
    }
}
