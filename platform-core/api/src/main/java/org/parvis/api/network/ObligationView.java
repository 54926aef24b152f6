package org.parvis.api.network;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * An obligation as an operator sees it; without its payload, which may hold what people wrote.
 *
 * @param attempt how many attempts failed since the last success
 * @param waitingFor {@code NETWORK}, {@code QUOTA} (until it is due) or {@code PERSON}; empty unless it waits
 * @param reason why it waits, was put off or was given up; empty where nothing went wrong
 * @param owner the node that handles it; null unless it is leased
 */
public record ObligationView(
        UUID id,
        WorkspaceId workspace,
        String kind,
        String key,
        String lane,
        @Nullable AccountId account,
        @Nullable NetworkId network,
        Instant due,
        int attempt,
        ObligationState state,
        String waitingFor,
        String reason,
        @Nullable String owner) {}
