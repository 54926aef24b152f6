package org.parvis.tck;

import java.util.List;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;

/**
 * A request as the network sends it to the webhook address, rightly signed, and what it tells.
 *
 * @param secret with which it is signed
 * @param expected the signals, in their order
 */
public record WebhookSample(
        String name, WebhookRequest request, String secret, List<Class<? extends WebhookSignal>> expected) {
    public WebhookSample {
        expected = List.copyOf(expected);
    }
}
