package org.parvis.model;

import java.util.UUID;

/** Identifies one connected presence on a network. */
public record AccountId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static AccountId of(String text) {
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
