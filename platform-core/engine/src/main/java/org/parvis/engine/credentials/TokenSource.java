package org.parvis.engine.credentials;

import java.util.Optional;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Capability;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;

/**
 * Where guarded calls get their tokens. Implemented by the credential vault. Thread-safe; blocks for a read of the vault, or
 * for one request to the token endpoint when a token must be refreshed first (one refresh per account at a time, the others
 * wait for it).
 */
public interface TokenSource {
    /** A token that is valid now, refreshed beforehand when it is known to have run out. */
    AccessToken lease(LinkedAccount account) throws NetworkException;

    /**
     * A token after the network refused {@code stale} as expired. When another call has already refreshed it, that newer
     * token is returned and nothing is asked of the network.
     */
    AccessToken refreshAfterExpiry(LinkedAccount account, AccessToken stale) throws NetworkException;

    /**
     * By whom a user's budget is told apart: the authorisation, which accounts that one person authorised at once share. The
     * same person who authorised twice counts as two, and what the network answers corrects that.
     */
    String user(LinkedAccount account);

    /** The network says the authorisation is gone: the account must be linked again. */
    void revoked(LinkedAccount account, String reason);

    /**
     * The network says a permission is missing: the account works on without it.
     *
     * @param capability what it cannot do; empty where the network does not say
     */
    void limited(LinkedAccount account, Optional<Capability> capability, String reason);
}
