package org.parvis.api.publishing;

import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ReplyState;
import org.parvis.model.RemoteId;

/**
 * The account's own comment under its publication, written once the publication is out.
 *
 * @param state null as long as the publication is not out
 * @param reason why it stands so and what mends it; empty when all is well
 */
public record FirstComment(
        String text,
        @Nullable ReplyState state,
        String reason,
        @Nullable RemoteId remoteId) {}
