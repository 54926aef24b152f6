package org.parvis.spi;

/**
 * The answer to a challenge, sent with status 200.
 *
 * @param body at most 64 KiB; not changed after it was handed over
 */
public record WebhookReply(String contentType, byte[] body) {}
