package org.parvis.model;

/**
 * Why a call to a network failed. The kind alone decides what the core does next; the plugin only names it.
 * Anything a plugin throws that is not one of these is a {@link #DEFECT}.
 */
public enum ErrorKind {
    /** The access token is no longer valid: refreshed once, then tried again. */
    TOKEN_EXPIRED,
    /** The authorisation is gone: the account must be linked again. */
    AUTHORIZATION_REVOKED,
    /** A scope or role is missing: that capability stops. */
    PERMISSION_MISSING,
    /** A short window is used up: the bucket is parked until it opens again. */
    RATE_LIMITED,
    /** A long window (a day, a month, the money) is used up. */
    QUOTA_EXHAUSTED,
    /** The network refuses this content; its author mends it. */
    CONTENT_REJECTED,
    /** The network's rules forbid this action, whatever the content. */
    POLICY_REJECTED,
    /** The network says it has this already: looked up, then published or failed. */
    DUPLICATE,
    /** The time in which one may answer is over. */
    REPLY_WINDOW_CLOSED,
    NOT_FOUND,
    GONE,
    /** The stored cursor means nothing to the network any more: fetched again from a time. */
    CURSOR_INVALID,
    /** It failed and is known not to have been executed: tried again later. */
    TRANSIENT,
    /** It was sent and no answer came: reconciled, never blindly repeated. */
    OUTCOME_UNKNOWN,
    /** A version, an address or a metric no longer exists. */
    API_RETIRED,
    /** The application's id, secret or address is wrong. */
    MISCONFIGURED,
    /** The network does not offer this. */
    UNSUPPORTED,
    /** A fault of the plugin. */
    DEFECT
}
