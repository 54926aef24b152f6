package org.parvis.engine.guard;

import org.parvis.engine.call.CallKind;

/** A bulkhead of a network: calls of one lane never take the threads of another. */
public enum Lane {
    READ,
    WRITE,
    MEDIA,
    /** What a plugin promises to be pure. */
    PURE;

    public static Lane of(CallKind kind) {
        switch (kind) {
            case READ:
                return READ;
            case WRITE:
                return WRITE;
            default:
                return MEDIA;
        }
    }
}
