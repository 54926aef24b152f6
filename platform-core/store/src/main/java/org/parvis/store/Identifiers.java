package org.parvis.store;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Mints the ids of all rows: UUID version 7 (RFC 9562), which grow with time and so keep indexes dense. Thread-safe. */
public final class Identifiers {
    private Identifiers() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
