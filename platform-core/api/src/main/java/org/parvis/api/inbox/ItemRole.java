package org.parvis.api.inbox;

/** What a message is to the account. */
public enum ItemRole {
    /** It came for the account and counts. */
    RECEIVED,
    /** The account wrote it. */
    OWN,
    /** Shown so that the others can be understood; counts nowhere. */
    CONTEXT
}
