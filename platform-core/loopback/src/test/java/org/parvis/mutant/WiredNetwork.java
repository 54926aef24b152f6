package org.parvis.mutant;

import java.net.InetAddress;
import java.util.Optional;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;

/** Knows the net without its call. */
public final class WiredNetwork extends PassingNetwork {
    public WiredNetwork(NetworkPlugin to) {
        super(to);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        if (InetAddress.getLoopbackAddress().isMulticastAddress()) {
            return Optional.empty();
        }
        return to.quotaReader();
    }
}
