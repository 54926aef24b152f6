package org.parvis.inbox;

/** How a message reached us, which decides what it is to the account. Later constants outrank earlier ones. */
enum Via {
    /** Only shown beside others. */
    CONTEXT,
    /** A post of the account, which publishing keeps; here so that its comments stand under it. */
    POST,
    /** A feed delivered it for the account. */
    FEED,
    /** The account wrote it. */
    OWN
}
