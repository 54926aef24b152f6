package org.parvis.model;

import java.util.UUID;

/** Identifies a thread of one account. */
public record ConversationId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static ConversationId of(String text) {
        return new ConversationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
