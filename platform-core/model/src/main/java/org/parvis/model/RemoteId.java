package org.parvis.model;

/** The id a network itself uses for something, in the network's own form. Opaque to the core; unique per account and kind. */
public record RemoteId(String value) {
    /** The longest id the platform stores, in characters. */
    public static final int MAX_LENGTH = 512;

    public RemoteId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A remote id has 1 to " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
