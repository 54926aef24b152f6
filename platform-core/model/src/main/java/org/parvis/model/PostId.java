package org.parvis.model;

import java.util.UUID;

/** Identifies what an editor composes once. */
public record PostId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static PostId of(String text) {
        return new PostId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
