package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** What is to change on a conversation; absent members stay. */
public record ConversationChangeJson(
        @Nullable String status,
        @Nullable String snoozedUntil,
        @Nullable Boolean unread) {}
