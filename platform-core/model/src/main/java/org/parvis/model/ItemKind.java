package org.parvis.model;

/** What kind of message an inbox item is. Plugins and clients must tolerate constants they do not know. */
public enum ItemKind {
    DIRECT_MESSAGE,
    COMMENT,
    MENTION,
    REVIEW
}
