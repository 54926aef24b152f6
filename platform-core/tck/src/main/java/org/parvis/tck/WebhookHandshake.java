package org.parvis.tck;

import org.parvis.spi.WebhookRequest;

/**
 * A request by which the network checks the webhook address.
 *
 * @param secret the application's, or the verify token, as the receiver is given it
 * @param answer the body the network waits for
 */
public record WebhookHandshake(String name, WebhookRequest request, String secret, String answer) {}
