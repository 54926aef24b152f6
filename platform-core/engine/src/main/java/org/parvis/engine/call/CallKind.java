package org.parvis.engine.call;

/** Which pool and deadline a call gets. */
public enum CallKind {
    READ,
    WRITE,
    MEDIA
}
