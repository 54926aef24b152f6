package org.parvis.spi;

/**
 * A stream of incoming items that is fetched with a cursor of its own. Constants may be added: a plugin answers
 * {@link org.parvis.model.ErrorKind#UNSUPPORTED} to those it does not know.
 */
public enum InboxFeed {
    /** What names the account elsewhere than under its own posts ({@code INBOX_MENTIONS}). */
    MENTIONS,
    /** Comments under own posts, answers to own posts and comments ({@code INBOX_COMMENTS}). */
    COMMENTS,
    /** Conversations with one person, both sides ({@code INBOX_DIRECT}). */
    DIRECT_MESSAGES,
    /** Judgements of the account, with or without stars ({@code INBOX_REVIEWS}). */
    REVIEWS
}
