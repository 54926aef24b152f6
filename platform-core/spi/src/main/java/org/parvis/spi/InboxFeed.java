package org.parvis.spi;

/** A stream of incoming items that is fetched with a cursor of its own. */
public enum InboxFeed {
    MENTIONS,
    /** Comments under own posts, answers to own posts and comments. */
    COMMENTS,
    DIRECT_MESSAGES,
    REVIEWS
}
