package org.parvis.model;

import java.util.UUID;

/** Identifies a file of the media library. */
public record MediaId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static MediaId of(String text) {
        return new MediaId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
