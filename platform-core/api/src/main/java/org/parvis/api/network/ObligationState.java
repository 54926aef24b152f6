package org.parvis.api.network;

/** How an obligation stands. */
public enum ObligationState {
    /** Due now or later. */
    READY,
    /** Being handled. */
    LEASED,
    /** Waiting for its network, its quota or a person. */
    WAITING,
    /** Given up; kept for people to see. */
    DEAD
}
