package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the webhook address, as it came.
 *
 * @param method {@code GET} or {@code POST}
 * @param headers by lower-case name
 * @param query decoded parameters
 * @param body as sent, for signatures are over these bytes; do not change it
 * @param receivedAt by the platform's business clock
 */
public record WebhookRequest(
        String method,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte[] body,
        Instant receivedAt) {

    /** The first header of a lower-case name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value of a parameter. */
    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }
}
