package org.parvis.spi;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;

/**
 * An account that an authorisation may act as.
 *
 * @param grant the account's own grant where the network gives one per account; null to use the authorisation's
 */
public record LinkableAccount(
        RemoteId id,
        String handle,
        String displayName,
        String kind,
        @Nullable URI picture,
        @Nullable TokenGrant grant) {}
