package org.parvis.engine.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * What must happen.
 *
 * @param kind names the handler: {@code publishing.publish}
 * @param key unique among the open obligations of the kind; says what it is about
 * @param lane what it must not overtake or run beside: {@code <account>:write}; the key where nothing else
 * @param network the network it needs; null where it needs none. While that is absent the obligation waits
 * @param payload JSON of the kind's own
 * @param due business time
 */
public record NewObligation(
        String kind,
        String key,
        String lane,
        WorkspaceId workspace,
        @Nullable AccountId account,
        @Nullable NetworkId network,
        String payload,
        Instant due) {}
