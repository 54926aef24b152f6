package org.parvis.engine.registry;

import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;

/**
 * What the operator configured for a network (PID {@code org.parvis.network.<id>}), as it stands now. Thread-safe; does not
 * block. Ask again for every use: configuration changes live.
 */
public interface NetworkSettings {
    /**
     * The effective descriptor: the bundle's with the operator's overrides, its OAuth addresses included.
     *
     * @throws org.parvis.engine.call.NetworkAbsentException where there is no network of this id, or its descriptor is wrong
     */
    NetworkDescriptor descriptor(NetworkId network);

    /** The application's identity; empty values where nothing is configured. Also for a network that is not installed. */
    Application application(NetworkId network);

    /**
     * Something outside a guarded call (a token request) showed that the network is {@code MISCONFIGURED} or a part of its
     * API is {@code API_RETIRED}; other kinds change nothing.
     */
    void report(NetworkId network, ErrorKind kind, String reason);

    /**
     * The application as the network knows it. {@link #toString()} hides the secrets.
     *
     * @param webhookSecret what the network signs its requests with; empty for {@code clientSecret} itself being used
     * @param earlierSecret what it signed with before a change of the secret, as long as it still may; empty for none
     */
    record Application(
            boolean enabled, String clientId, String clientSecret, String webhookSecret, String earlierSecret) {
        public Application(boolean enabled, String clientId, String clientSecret, String webhookSecret) {
            this(enabled, clientId, clientSecret, webhookSecret, "");
        }

        /** What the network signs with, and what new subscriptions are made with; empty where there is no secret. */
        public String signingSecret() {
            return webhookSecret.isBlank() ? clientSecret : webhookSecret;
        }

        @Override
        public String toString() {
            return "Application[enabled=" + enabled + ", clientId=" + clientId + "]";
        }
    }
}
