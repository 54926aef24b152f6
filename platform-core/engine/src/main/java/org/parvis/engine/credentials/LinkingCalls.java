package org.parvis.engine.credentials;

import org.parvis.model.NetworkId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;

/**
 * Calls a plugin while an account is being linked, when there is a token but no account yet. Guarded as every other call;
 * {@code call.account()} holds a placeholder. Blocks; thread-safe. Nothing is retried.
 */
public interface LinkingCalls {
    /** @throws org.parvis.engine.call.NetworkAbsentException when the network cannot be called just now */
    <T> T call(NetworkId network, AccessToken token, LinkingWork<T> work) throws NetworkException;
}
