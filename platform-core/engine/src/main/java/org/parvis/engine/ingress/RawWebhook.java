package org.parvis.engine.ingress;

import java.util.Arrays;
import java.util.UUID;
import org.parvis.model.NetworkId;
import org.parvis.spi.WebhookRequest;

/**
 * A request as it came and as it is stored.
 *
 * @param hash of the body, by which a repeated delivery is known
 */
record RawWebhook(UUID id, NetworkId network, WebhookRequest request, byte[] hash, String origin) {
    @Override
    public boolean equals(Object other) {
        return other instanceof RawWebhook raw && id.equals(raw.id) && Arrays.equals(hash, raw.hash);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
