package org.parvis.spi;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.ErrorKind;

/**
 * Turns an authorisation into accounts: the one facet that every network has. The OAuth exchange itself is the core's,
 * from the descriptor's profile; a network that deviates overrides what deviates.
 *
 * <p>Every method blocks until the network has answered or the call's deadline has come, on a thread of the platform.
 * The core sees to it that one grant is renewed by one thread of one node at a time, and stores what is returned before
 * the old grant is forgotten. {@link org.parvis.model.ErrorKind#AUTHORIZATION_REVOKED} says that only a person can mend
 * it; a network that is away is {@link org.parvis.model.ErrorKind#TRANSIENT}. The grants belong to the platform, which
 * seals them: nothing of them is kept, logged or put into a message here.
 */
@ConsumerType
public interface AccountLinker {
    /**
     * The accounts that {@code call.accessToken()} may act as, each once; at most 10,000. {@code call.account()} is not meaningful
     * yet.
     */
    List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException;

    /** A chance to swap a fresh grant for a better one (long-lived, page tokens); the grant to store, never a blank one. */
    default TokenGrant exchange(LinkingCall call, TokenGrant grant) throws NetworkException {
        return grant;
    }

    /**
     * Turns what a person typed into a grant, on a network whose descriptor has {@code signIn}; tried once. The call has no
     * access token yet: it is empty.
     *
     * @throws NetworkException {@link ErrorKind#AUTHORIZATION_REVOKED} where the network does not take name and secret
     *     together, {@link ErrorKind#POLICY_REJECTED} where it does and one should not (a password for everything)
     */
    default TokenGrant signIn(LinkingCall call, SignIn signIn) throws NetworkException {
        throw new NetworkException(ErrorKind.UNSUPPORTED, "This network authorises on a page of its own");
    }

    /** Renews a grant where the network does it in its own way; empty to have the core do it as RFC 6749 §6 says. */
    default Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) throws NetworkException {
        return Optional.empty();
    }

    /**
     * Gives an authorisation back where the network does it in its own way; false to have the core do it as RFC 7009 says,
     * where the descriptor names an endpoint.
     */
    default boolean revoke(LinkingCall call, TokenGrant grant) throws NetworkException {
        return false;
    }
}
