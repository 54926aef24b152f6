package org.parvis.mutant;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.QuotaReader;

/** Looks at files. */
public final class FilingNetwork extends PassingNetwork {
    public FilingNetwork(NetworkPlugin to) {
        super(to);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        if (!Files.exists(Path.of("."))) {
            return Optional.empty();
        }
        return to.quotaReader();
    }
}
