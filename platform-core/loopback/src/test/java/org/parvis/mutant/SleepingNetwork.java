package org.parvis.mutant;

import java.util.Optional;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;

/** Waits by itself. */
public final class SleepingNetwork extends PassingNetwork {
    public SleepingNetwork(NetworkPlugin to) {
        super(to);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return to.quotaReader();
    }
}
