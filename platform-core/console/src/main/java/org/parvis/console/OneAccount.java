package org.parvis.console;

import java.util.List;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.workspace.Caller;

/** Finds the one account that is meant. */
final class OneAccount {
    private OneAccount() {}

    /** The account with this handle or id, of the workspace of the caller. */
    static Account named(AccountService accounts, Caller caller, String name) {
        List<Account> matching = AllAccounts.of(accounts, caller).stream()
                .filter(a ->
                        a.handle().equalsIgnoreCase(name) || a.id().toString().equals(name))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        throw ProblemException.invalid(
                "account",
                "account",
                matching.isEmpty()
                        ? "There is no account '" + name + "' in this workspace; social:account-list shows them."
                        : "Several accounts are called '" + name + "'; name one by its id: "
                                + matching.stream().map(Account::id).toList() + ".");
    }
}
