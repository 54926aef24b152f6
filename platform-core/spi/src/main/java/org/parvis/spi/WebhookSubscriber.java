package org.parvis.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps an account's subscription at networks that push. The core compares what it wants with {@link #describe} now and
 * then, and mends what differs; so each method may be called again with the same arguments. Blocks until the network
 * has answered or the call's deadline has come, on a thread of the platform. Used where the descriptor declares
 * {@code WEBHOOKS}; a failure is a {@link NetworkException}, and is tried again later. The subscription is kept by
 * network and platform, never here.
 */
@ConsumerType
public interface WebhookSubscriber {
    /** Makes the network push what happens to the account. */
    void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException;

    /** Ends it; a subscription that is not there is no error. */
    void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException;

    /** How the network says it stands. */
    Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException;

    /**
     * How a subscription stands. An immutable value.
     *
     * @param active whether the network pushes, and to the subscription's callback, as far as it tells
     * @param expiresAt when it ends unless renewed by {@link #subscribe}; null for never or unknown
     */
    record Standing(boolean active, @Nullable Instant expiresAt) {}
}
