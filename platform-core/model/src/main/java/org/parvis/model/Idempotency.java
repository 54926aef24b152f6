package org.parvis.model;

/** What a network offers against publishing the same intent twice. */
public enum Idempotency {
    /** The network takes a key of ours. */
    NATIVE_KEY,
    /** We choose the id. */
    DETERMINISTIC_ID,
    /** Nothing, but our own recent posts can be looked up. */
    LOOKUP,
    NONE
}
