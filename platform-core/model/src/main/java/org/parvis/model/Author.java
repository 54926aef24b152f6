package org.parvis.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Anyone who wrote something on a network, as that network shows them. Per network: the same person on two networks is two
 * authors.
 *
 * @param id the network's id of them
 * @param handle the name that mentions them, without {@code @}; the id where a network has none
 * @param displayName as the network shows it; never blank
 * @param picture where the network shows their picture; null for none
 */
public record Author(
        RemoteId id,
        String handle,
        String displayName,
        @Nullable URI picture) {}
