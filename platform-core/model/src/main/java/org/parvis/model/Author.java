package org.parvis.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Anyone who wrote something on a network, as that network shows them. Per network: the same person on two networks is two
 * authors.
 *
 * @param handle the name that mentions them, without {@code @}; the id where a network has none
 */
public record Author(
        RemoteId id,
        String handle,
        String displayName,
        @Nullable URI picture) {}
