package org.parvis.spi;

/** The answer to a challenge, sent with status 200. */
public record WebhookReply(String contentType, byte[] body) {}
