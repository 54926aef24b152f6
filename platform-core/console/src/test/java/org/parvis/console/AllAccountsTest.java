package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parvis.api.account.Account;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;

class AllAccountsTest {
    @Test
    void aHandleThatABrandHasOnSeveralNetworksIsToldApart() {
        Account ours = account("twitter", "Brioche");
        Account theirs = account("facebook", "Brioche");
        Account single = account("youtube", "BriocheFilms");
        assertThat(AllAccounts.handles(List.of(ours, theirs, single)))
                .isEqualTo(Map.of(
                        ours.id(), "twitter:Brioche", theirs.id(), "facebook:Brioche", single.id(), "BriocheFilms"));
    }

    private static Account account(String network, String handle) {
        return new Account(
                new AccountId(UUID.randomUUID()),
                new BrandId(UUID.randomUUID()),
                new NetworkId(network),
                new RemoteId("1"),
                handle,
                handle,
                "page",
                null,
                AccountState.OK,
                "",
                Instant.EPOCH,
                null,
                1);
    }
}
