package org.parvis.api.publishing;

/** Where a publication was made. */
public enum Origin {
    PARVIS,
    /** On the network itself. */
    NATIVE
}
