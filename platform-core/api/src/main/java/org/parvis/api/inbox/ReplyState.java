package org.parvis.api.inbox;

/** Where an answer of ours stands. */
public enum ReplyState {
    /** Accepted, not sent yet. */
    WAITING,
    /** Its network is not there; it goes out when it returns. */
    WAITING_FOR_NETWORK,
    /** The intent is committed; it may be leaving. */
    SENDING,
    SENT,
    /** It left and no answer came: being found out. */
    UNKNOWN,
    /** The network refused it; the reason says why. */
    FAILED,
    /** It cannot be found out, or is too late to go out by itself: a person decides. */
    HELD
}
