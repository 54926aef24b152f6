package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;

/**
 * The item an action is about.
 *
 * @param author who wrote it
 */
public record ReplyTarget(
        RemoteId item,
        ItemKind kind,
        RemoteId conversation,
        RemoteId author,
        String authorHandle,
        Instant publishedAt) {}
