package org.parvis.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A call about an authorisation itself: while an account is linked, or when its grant is renewed or given back. As
 * {@link NetworkCall}, but {@link #account()} means nothing yet.
 */
@ProviderType
public interface LinkingCall extends NetworkCall {
    /** The platform's own credentials at the network, for exchanges of tokens that are not plain OAuth. */
    ClientCredentials client();
}
