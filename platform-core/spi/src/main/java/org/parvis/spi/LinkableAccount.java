package org.parvis.spi;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;

/**
 * An account that an authorisation may act as. An immutable value.
 *
 * @param id the network's id of it, which never changes: an account that is linked again is known by it
 * @param handle its name on the network, without {@code @}; the id where there is none
 * @param displayName as people see it; never blank
 * @param kind id of one of the descriptor's account kinds; {@code default} where it names none
 * @param picture where the network shows its picture; null for none
 * @param grant the account's own grant where the network gives one per account; null to use the authorisation's
 */
public record LinkableAccount(
        RemoteId id,
        String handle,
        String displayName,
        String kind,
        @Nullable URI picture,
        @Nullable TokenGrant grant) {}
