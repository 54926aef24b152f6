package org.parvis.mutant;

import java.util.Optional;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;

/** Leaves something in the caller's thread. */
public final class ThreadKeepingNetwork extends PassingNetwork {
    private static final ThreadLocal<String> SEEN = new ThreadLocal<>();

    public ThreadKeepingNetwork(NetworkPlugin to) {
        super(to);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        SEEN.set("seen");
        return to.quotaReader();
    }
}
