package org.parvis.engine.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * An obligation that was claimed.
 *
 * @param attempt 1 for the first
 */
public record Obligation(
        UUID id,
        String kind,
        String key,
        WorkspaceId workspace,
        @Nullable AccountId account,
        @Nullable NetworkId network,
        String payload,
        Instant due,
        int attempt) {}
