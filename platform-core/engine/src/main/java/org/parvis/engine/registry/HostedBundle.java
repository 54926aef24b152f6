package org.parvis.engine.registry;

import java.util.Optional;
import org.osgi.framework.Version;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkPlugin;

/**
 * A plugin that was found, with what can be read of its bundle without loading one of its classes.
 *
 * @param spi the range of SPI versions it was built for
 * @param descriptor the descriptor's file; empty where the bundle has none
 * @param refusal why it may not be hosted at all; empty when it may
 */
record HostedBundle(
        NetworkId id, Version version, String spi, Optional<byte[]> descriptor, String refusal, NetworkPlugin plugin) {}
