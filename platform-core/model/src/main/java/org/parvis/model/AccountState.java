package org.parvis.model;

/** How a linked account stands; one clear state, with the reason and the mend beside it where it is shown. */
public enum AccountState {
    /** Everything works. */
    OK,
    /** Works, but the authorisation ends soon and cannot be renewed without a person. */
    EXPIRING,
    /** A capability is missing, for instance a permission that was not granted. */
    LIMITED,
    /** A person paused it; nothing is fetched or sent. */
    PAUSED,
    /** The network refuses the authorisation; a person must link the account again. */
    RELINK_REQUIRED
}
