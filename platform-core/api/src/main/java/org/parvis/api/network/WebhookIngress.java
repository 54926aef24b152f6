package org.parvis.api.network;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.NetworkId;

/**
 * Takes what networks push. The raw request is verified and committed before this returns; it is understood later, so it can
 * be replayed after a plugin was mended. Thread-safe; blocks for one commit.
 */
@ProviderType
public interface WebhookIngress {
    /**
     * @param headers by lower-case name
     * @param query decoded parameters
     * @throws org.parvis.api.ProblemException {@code NOT_FOUND} for a network that takes no webhooks, {@code FORBIDDEN} for a
     *     wrong signature, {@code INVALID} for a body over the limit, {@code UNAVAILABLE} when it could not be stored
     */
    Answer receive(
            NetworkId network,
            String method,
            Map<String, List<String>> headers,
            Map<String, List<String>> query,
            byte[] body,
            String origin);

    /** What is answered, with status 200. */
    record Answer(String contentType, byte[] body) {}
}
