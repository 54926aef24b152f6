package org.parvis.spi;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Understands what a network pushes. Pure throughout: no I/O, nothing kept, no clock but the request's; used by many
 * threads at once. The secret is the application's, or the subscription's where the subscriber chose one. Anybody can
 * send such a request: whatever is wrong with one is answered by {@code false}, an empty list or
 * {@link org.parvis.model.ErrorKind#UNSUPPORTED}, never by a defect.
 */
@ConsumerType
public interface WebhookReceiver {
    /** Answers a challenge by which the network checks the address; empty when the request is none. */
    Optional<WebhookReply> handshake(WebhookRequest request, String secret);

    /** Whether the signature over the raw bytes is right; compares in constant time. */
    boolean verify(WebhookRequest request, String secret);

    /** What the verified request tells; at most 10,000 signals. Events it does not know are left out. */
    List<WebhookSignal> parse(WebhookRequest request) throws NetworkException;
}
