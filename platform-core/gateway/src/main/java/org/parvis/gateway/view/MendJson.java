package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;

/**
 * The request that mends an account's state.
 *
 * @param relink what to send as {@code relink}, with the account's brand and network, to link it again; absent for others
 */
public record MendJson(
        String method, String address, @Nullable String relink) {
    static @Nullable MendJson of(Account account) {
        String id = account.id().toString();
        return switch (account.state()) {
            case OK -> null;
            case PAUSED -> new MendJson("POST", "/api/v1/accounts/" + id + "/resume", null);
            case EXPIRING, LIMITED, RELINK_REQUIRED -> new MendJson("POST", "/api/v1/accounts/links", id);
        };
    }
}
