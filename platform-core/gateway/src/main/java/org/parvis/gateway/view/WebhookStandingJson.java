package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.WebhookStanding;
import org.parvis.gateway.http.SpokenText;

/** How it stands with what a network pushes for an account. */
public record WebhookStandingJson(
        String state,
        @JsonSerialize(using = SpokenText.class) String reason,
        @Nullable Instant checkedAt,
        @Nullable Instant expiresAt) {
    public static WebhookStandingJson of(WebhookStanding standing) {
        return new WebhookStandingJson(
                standing.state().name(), standing.reason(), standing.checkedAt(), standing.expiresAt());
    }
}
