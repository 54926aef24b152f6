package org.parvis.spi;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Understands what a network pushes. Pure throughout: no I/O, no state. The secret is the application's. */
@ConsumerType
public interface WebhookReceiver {
    /** Answers a challenge by which the network checks the address; empty when the request is none. */
    Optional<WebhookReply> handshake(WebhookRequest request, String secret);

    /** Whether the signature over the raw bytes is right; compares in constant time. */
    boolean verify(WebhookRequest request, String secret);

    /** What the verified request tells. */
    List<WebhookSignal> parse(WebhookRequest request) throws NetworkException;
}
