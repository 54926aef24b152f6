package org.parvis.api.publishing;

/** Where a publication stands. */
public enum PublicationState {
    DRAFT,
    SCHEDULED,
    /** The intent is committed; the first byte may have left. */
    SENDING,
    /** The network works on it. */
    PENDING_REMOTE,
    /** It left and no answer came: being found out. */
    UNKNOWN,
    PUBLISHED,
    FAILED,
    /** It cannot be found out, or must not go on by itself: a person decides. */
    HELD,
    /** Its network is not there; it goes out when it returns, if that is not too late. */
    WAITING_FOR_NETWORK,
    CANCELLED,
    /** Taken back by us. */
    RETRACTED,
    /** Vanished at the network. */
    GONE
}
