package org.parvis.api.network;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;

/**
 * A network and how it stands.
 *
 * @param version of the bundle
 * @param spi the range of SPI versions it was built for
 * @param reason why it is in this state, and what mends it; empty when all is well
 * @param descriptor null where it could not be read
 */
public record NetworkStatus(
        NetworkId id,
        String displayName,
        String version,
        String spi,
        NetworkState state,
        String reason,
        Instant since,
        @Nullable NetworkDescriptor descriptor) {}
