package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;

/** Shows the accounts of a workspace. */
@Service
@Command(
        scope = "social",
        name = "account-list",
        description = "Lists the linked accounts and how they stand",
        detailedDescription = "Example: social:account-list --json")
public final class AccountListCommand extends WorkspaceCommand {
    @Reference
    AccountService accounts;

    @Override
    void run() {
        List<Account> all = AllAccounts.of(accounts, caller());
        if (json) {
            print(all.stream().map(AccountListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Account");
        table.column("Network");
        table.column("Handle");
        table.column("State");
        table.column("Synchronised");
        table.column("Reason");
        for (Account account : all) {
            table.addRow()
                    .addContent(
                            account.id(),
                            account.network(),
                            account.handle(),
                            account.state(),
                            account.synchronisedAt() == null ? "not yet" : account.synchronisedAt(),
                            account.reason());
        }
        print(table);
    }

    private static Map<String, Object> document(Account account) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("account", account.id().toString());
        document.put("network", account.network().value());
        document.put("handle", account.handle());
        document.put("remoteId", account.remoteId().value());
        document.put("state", account.state().name());
        document.put("synchronisedAt", String.valueOf(account.synchronisedAt()));
        document.put("reason", account.reason());
        return document;
    }
}
