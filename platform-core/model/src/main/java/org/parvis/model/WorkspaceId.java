package org.parvis.model;

import java.util.UUID;

/** Identifies an agency's tenant: the boundary of isolation. */
public record WorkspaceId(UUID value) {
    /** Reads the canonical form; {@link IllegalArgumentException} if it is none. */
    public static WorkspaceId of(String text) {
        return new WorkspaceId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
