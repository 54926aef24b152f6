package org.parvis.api.account;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;

/**
 * A linked account.
 *
 * @param reason why it is in this state and what mends it; empty when {@code OK}
 * @param synchronisedAt when everything was last fetched to its present end; null before the first time
 */
public record Account(
        AccountId id,
        BrandId brand,
        NetworkId network,
        RemoteId remoteId,
        String handle,
        String displayName,
        String kind,
        @Nullable URI picture,
        AccountState state,
        String reason,
        Instant linkedAt,
        @Nullable Instant synchronisedAt,
        long version) {}
