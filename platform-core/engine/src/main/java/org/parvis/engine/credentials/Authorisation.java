package org.parvis.engine.credentials;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.TokenGrant;

/**
 * A stored grant, open.
 *
 * @param version changes with every refresh
 */
record Authorisation(UUID id, WorkspaceId workspace, NetworkId network, TokenGrant grant, long version) {
    /** Whether it is another one than {@code other}, which may be null. */
    boolean differs(@Nullable String accessToken) {
        return !grant.accessToken().equals(accessToken);
    }
}
