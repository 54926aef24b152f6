package org.parvis.spi;

import java.net.URI;

/**
 * Where and how a network shall push. {@link #toString()} hides what is secret. An immutable value.
 *
 * @param callback the public address
 * @param verifyToken what the network repeats when it checks the address
 * @param secret with which it signs, where the subscriber chooses it; otherwise the application's
 */
public record WebhookSubscription(URI callback, String verifyToken, String secret) {
    @Override
    public String toString() {
        return "WebhookSubscription[callback=" + callback + "]";
    }
}
