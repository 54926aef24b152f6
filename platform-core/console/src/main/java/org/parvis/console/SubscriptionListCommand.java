package org.parvis.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.WebhookStanding;

/** Shows how the accounts' subscriptions at their networks stand. */
@Service
@Command(
        scope = "social",
        name = "subscription-list",
        description = "Lists whether networks push for the accounts of a workspace, and what keeps them from it",
        detailedDescription = "Example: social:subscription-list --json")
public final class SubscriptionListCommand extends WorkspaceCommand {
    @Reference
    AccountService accounts;

    @Override
    void run() {
        ShellTable table = new ShellTable();
        table.column("Account");
        table.column("Network");
        table.column("Handle");
        table.column("Webhooks");
        table.column("Checked");
        table.column("Expires");
        table.column("Reason");
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Account account : AllAccounts.of(accounts, caller())) {
            WebhookStanding standing = accounts.webhook(caller(), account.id());
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("account", account.id().toString());
            document.put("network", account.network().value());
            document.put("handle", account.handle());
            document.put("state", standing.state().name());
            document.put("checkedAt", String.valueOf(standing.checkedAt()));
            document.put("expiresAt", String.valueOf(standing.expiresAt()));
            document.put("reason", standing.reason());
            documents.add(document);
            table.addRow().addContent(document.values().toArray());
        }
        if (json) {
            print(documents);
        } else {
            print(table);
        }
    }
}
