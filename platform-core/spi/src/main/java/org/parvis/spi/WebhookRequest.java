package org.parvis.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the webhook address, as it came.
 *
 * @param headers by lower-case name
 * @param query decoded parameters
 */
public record WebhookRequest(
        String method,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte[] body,
        Instant receivedAt) {

    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }
}
