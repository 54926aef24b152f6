package org.parvis.api.inbox;

/** Where a conversation stands in triage. */
public enum ConversationStatus {
    OPEN,
    SNOOZED,
    CLOSED
}
