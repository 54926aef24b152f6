package org.parvis.model;

import java.util.UUID;

/** Identifies a person who works in Parvis. */
public record UserId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static UserId of(String text) {
        return new UserId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
