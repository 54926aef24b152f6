package org.parvis.api.network;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.NetworkId;

/**
 * What networks pushed, for the operator at the console; never for a request. Blocking, thread-safe. Bodies are not shown:
 * they hold what people wrote.
 */
@ProviderType
public interface WebhookService {
    /** The latest first, at most {@code limit}. */
    List<WebhookView> webhooks(WebhookState state, int limit);

    /**
     * Has a stored request understood once more, whether or not it was before: for what was parked before a plugin was
     * mended. What it tells again is known already and does no harm. False if it is not there any more.
     */
    boolean replay(UUID id, String operator);

    /** How far a stored request is. */
    enum WebhookState {
        RECEIVED,
        UNDERSTOOD,
        /** Not understood; the reason says why. */
        PARKED
    }

    /** @param attempt how often it was not understood */
    record WebhookView(
            UUID id,
            NetworkId network,
            Instant receivedAt,
            WebhookState state,
            int attempt,
            String reason,
            int bytes) {}
}
