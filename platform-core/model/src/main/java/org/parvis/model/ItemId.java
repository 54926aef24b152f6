package org.parvis.model;

import java.util.UUID;

/** Identifies one message of a conversation. */
public record ItemId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static ItemId of(String text) {
        return new ItemId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
