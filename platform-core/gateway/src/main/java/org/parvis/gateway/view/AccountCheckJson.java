package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.parvis.api.account.MendingService.AccountCheck;
import org.parvis.gateway.http.SpokenText;

/**
 * What asking the network about an authorisation showed.
 *
 * @param verdict {@code ALIVE}, {@code REFUSED} or {@code UNKNOWN}
 * @param detail what the network said; empty where all is well
 */
public record AccountCheckJson(
        AccountJson account,
        String verdict,
        @JsonSerialize(using = SpokenText.class) String detail) {
    public static AccountCheckJson of(AccountCheck check) {
        return new AccountCheckJson(AccountJson.of(check.account()), check.verdict().name(), check.detail());
    }
}
