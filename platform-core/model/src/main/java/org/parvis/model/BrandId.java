package org.parvis.model;

import java.util.UUID;

/** Identifies a client whose presence is managed; groups accounts. */
public record BrandId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static BrandId of(String text) {
        return new BrandId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
