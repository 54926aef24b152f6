package org.parvis.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns an authorisation into accounts. The OAuth exchange itself is the core's, from the descriptor's profile; a network
 * that deviates overrides {@link #exchange}.
 */
@ConsumerType
public interface AccountLinker {
    /** The accounts that {@code call.accessToken()} may act as. {@code call.account()} is not meaningful yet. */
    List<LinkableAccount> listAccounts(NetworkCall call) throws NetworkException;

    /** A chance to swap a fresh grant for a better one (long-lived, page tokens); returns the grant to store. */
    default TokenGrant exchange(NetworkCall call, TokenGrant grant) throws NetworkException {
        return grant;
    }
}
