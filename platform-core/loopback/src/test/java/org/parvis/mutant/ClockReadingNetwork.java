package org.parvis.mutant;

import java.time.Instant;
import java.util.Optional;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;

/** Reads a clock that is not the call's. */
public final class ClockReadingNetwork extends PassingNetwork {
    public ClockReadingNetwork(NetworkPlugin to) {
        super(to);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        if (Instant.now().isBefore(Instant.EPOCH)) {
            return Optional.empty();
        }
        return to.quotaReader();
    }
}
