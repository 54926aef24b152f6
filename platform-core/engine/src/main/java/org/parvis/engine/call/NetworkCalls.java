package org.parvis.engine.call;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;

/**
 * The only way to a plugin: on the network's own bounded pool, with deadline, breaker, quota, a fresh token, and the plugin's
 * class loader as context. Blocks the caller until the call ends. Thread-safe.
 */
@ProviderType
public interface NetworkCalls {
    /**
     * Runs {@code work} with the plugin of the account's network. A {@code TOKEN_EXPIRED} is refreshed and tried again once
     * before it is thrown on.
     *
     * @throws NetworkAbsentException when the network is not installed, is being drained or is quarantined
     */
    <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work) throws NetworkException;

    /**
     * The same, saying what it is for: what the networks' budgets reserve is for publishing and replies. Without that, reading
     * calls are taken for polling and others for upkeep.
     */
    default <T> T call(LinkedAccount account, CallKind kind, Purpose purpose, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        return call(account, kind, key, work);
    }

    /** Runs what a plugin promises to be pure (validate, measure, mayReply) without an account. */
    <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException;

    /** The effective descriptor. */
    NetworkDescriptor descriptor(NetworkId network);
}
