package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.workspace.Caller;

/** Shows how one account stands. */
@Service
@Command(
        scope = "social",
        name = "account-show",
        description = "Shows one account: its state, its feeds, its webhooks",
        detailedDescription = "Example: social:account-show MaisonLevain")
public final class AccountShowCommand extends WorkspaceCommand {
    @Argument(index = 0, name = "account", required = true, description = "Handle or id of the account")
    @Completion(AccountCompleter.class)
    String name = "";

    @Reference
    AccountService accounts;

    @Reference
    InboxService inbox;

    @Override
    void run() {
        Caller caller = caller();
        Account account = OneAccount.named(accounts, caller, name);
        WebhookStanding webhook = accounts.webhook(caller, account.id());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("account", account.id().toString());
        document.put("brand", account.brand().toString());
        document.put("network", account.network().value());
        document.put("handle", account.handle());
        document.put("name", account.displayName());
        document.put("kind", account.kind());
        document.put("remoteId", account.remoteId().value());
        document.put("state", account.state().name());
        document.put("reason", account.reason());
        document.put("linkedAt", account.linkedAt().toString());
        document.put("synchronisedAt", String.valueOf(account.synchronisedAt()));
        inbox.syncStates(caller, List.of(account.id())).forEach(feeds -> {
            document.put("fetched", feeds.complete());
            document.put("fetchReason", feeds.reason());
        });
        document.put("webhooks", webhook.state().name());
        document.put("webhookReason", webhook.reason());
        if (json) {
            print(document);
        } else {
            printPairs(document);
        }
    }
}
