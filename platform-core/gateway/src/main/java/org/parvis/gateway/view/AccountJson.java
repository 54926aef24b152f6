package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;
import org.parvis.gateway.http.SpokenText;

/** A linked account; {@code mend} says by which request a person mends its state, absent where it is {@code OK}. */
public record AccountJson(
        String id,
        String brand,
        String network,
        String remoteId,
        String handle,
        String displayName,
        String kind,
        String state,
        @JsonSerialize(using = SpokenText.class) String reason,
        @Nullable MendJson mend,
        Instant linkedAt,
        @Nullable Instant synchronisedAt,
        long version) {
    public static AccountJson of(Account account) {
        return new AccountJson(
                account.id().toString(),
                account.brand().toString(),
                account.network().value(),
                account.remoteId().value(),
                account.handle(),
                account.displayName(),
                account.kind(),
                account.state().name(),
                account.reason(),
                MendJson.of(account),
                account.linkedAt(),
                account.synchronisedAt(),
                account.version());
    }
}
