package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.MendingService;
import org.parvis.api.account.MendingService.RelinkAddress;
import org.parvis.api.workspace.Caller;

/** Makes an address by which a person links an account again. */
@Service
@Command(
        scope = "social",
        name = "account-relink-url",
        description = "Makes a one-time address by which a person who may manage the account links it again",
        detailedDescription = "Example: social:account-relink-url --dry-run MaisonLevain")
public final class AccountRelinkUrlCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say for which account an address would be made")
    boolean dryRun;

    @Argument(index = 0, name = "account", required = true, description = "Handle or id of the account")
    @Completion(AccountCompleter.class)
    String name = "";

    @Reference
    AccountService accounts;

    @Reference
    MendingService mending;

    @Override
    void run() {
        Caller caller = caller();
        Account account = OneAccount.named(accounts, caller, name);
        if (dryRun) {
            say(account);
            return;
        }
        RelinkAddress address = mending.relinkAddress(caller, account.id());
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("account", account.id().toString());
            document.put("handle", account.handle());
            document.put("address", address.address().toString());
            document.put("expiresAt", address.expiresAt().toString());
            print(document);
            return;
        }
        out().println(address.address());
        out().println("Good once, until " + address.expiresAt() + ", for a person who is logged in and may manage "
                + Printable.line(account.handle()) + ". Addresses made before are good no longer.");
    }

    private void say(Account account) {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("account", account.id().toString());
            document.put("handle", account.handle());
            document.put("state", account.state().name());
            document.put("dryRun", true);
            print(document);
        } else {
            out().println(Printable.line(account.handle()) + " is " + account.state()
                    + "; an address to link it again would be made, and those made before would be good no longer.");
        }
    }
}
