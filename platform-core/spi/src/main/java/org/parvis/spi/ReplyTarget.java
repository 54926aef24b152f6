package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;

/**
 * The item an action is about. An immutable value.
 *
 * @param conversation the thread it belongs to, as the plugin named it
 * @param author who wrote it
 * @param authorHandle their name on the network, without {@code @}
 * @param publishedAt when they wrote it, by the network's clock
 */
public record ReplyTarget(
        RemoteId item,
        ItemKind kind,
        RemoteId conversation,
        RemoteId author,
        String authorHandle,
        Instant publishedAt) {}
