package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.SyncState;
import org.parvis.gateway.http.SpokenText;

/** How far an account is fetched. */
public record SyncJson(
        String account,
        String handle,
        boolean complete,
        @Nullable Instant requestedAt,
        @Nullable Instant completedAt,
        @JsonSerialize(using = SpokenText.class) String reason) {
    public static SyncJson of(SyncState state) {
        return new SyncJson(
                state.account().toString(),
                state.handle(),
                state.complete(),
                state.requestedAt(),
                state.completedAt(),
                state.reason());
    }
}
