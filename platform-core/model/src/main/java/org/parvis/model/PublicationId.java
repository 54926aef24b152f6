package org.parvis.model;

import java.util.UUID;

/** Identifies one variant to one account. */
public record PublicationId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static PublicationId of(String text) {
        return new PublicationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
