package org.parvis.api.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;

/**
 * How far an account is fetched.
 *
 * @param complete whether every feed was read to its end since {@code requestedAt}
 * @param reason why it does not go on, for instance a budget that is used up; empty when it does
 */
public record SyncState(
        AccountId account,
        String handle,
        boolean complete,
        @Nullable Instant requestedAt,
        @Nullable Instant completedAt,
        String reason) {}
