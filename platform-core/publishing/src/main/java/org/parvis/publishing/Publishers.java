package org.parvis.publishing;

import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;

/** The facet that everything here calls. */
final class Publishers {
    private Publishers() {}

    static Publisher of(NetworkPlugin plugin) throws NetworkException {
        return plugin.publisher()
                .orElseThrow(() -> new NetworkException(ErrorKind.UNSUPPORTED, "This network cannot publish."));
    }
}
