package org.parvis.api;

/** What can be wrong with a request; the gateway turns each into a stable problem type (RFC 9457), the console into an exit code. */
public enum Problem {
    /** It is not there, or belongs to another workspace. */
    NOT_FOUND,
    /** The request breaks a rule; the violations say which. */
    INVALID,
    /** Nobody is logged in, or the token is no longer valid. */
    UNAUTHENTICATED,
    /** Whoever asks lacks the right. */
    FORBIDDEN,
    /** It does not fit the present state. */
    CONFLICT,
    /** It was changed by somebody else since it was read. */
    STALE,
    /** The idempotency key was used for a different request. */
    KEY_REUSED,
    /** Too many requests. */
    TOO_MANY,
    /** The network does not offer this. */
    UNSUPPORTED,
    /** The network refused it. */
    NETWORK_REFUSED,
    /** A part of the platform is not there just now; try again. */
    UNAVAILABLE
}
