package org.parvis.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A call about an authorisation itself: while an account is linked, or when its grant is renewed or given back. As
 * {@link NetworkCall}, with its rules for threads, blocking, the deadline and errors ({@link CallRevokedException}),
 * but {@link #account()} means nothing yet. What OAuth a network speaks is in the descriptor; RFC 6749 says how. The
 * credentials are the operator's: they are neither kept nor put into messages.
 */
@ProviderType
public interface LinkingCall extends NetworkCall {
    /** The platform's own credentials at the network, for exchanges of tokens that are not plain OAuth. */
    ClientCredentials client();
}
