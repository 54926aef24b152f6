package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.MendingService;
import org.parvis.api.account.MendingService.AccountCheck;
import org.parvis.api.workspace.Caller;

/** Asks an account's network whether the authorisation is alive. */
@Service
@Command(
        scope = "social",
        name = "account-check",
        description = "Asks the network whether an account's authorisation is alive, and notes what it says",
        detailedDescription = "Example: social:account-check MaisonLevain")
public final class AccountCheckCommand extends WorkspaceCommand {
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
        Account before = OneAccount.named(accounts, caller, name);
        AccountCheck check = mending.check(caller, before.id());
        Account after = check.account();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("account", after.id().toString());
            document.put("handle", after.handle());
            document.put("verdict", check.verdict().name());
            document.put("detail", check.detail());
            document.put("before", before.state().name());
            document.put("state", after.state().name());
            print(document);
            return;
        }
        out().println(sentence(after, check));
        if (after.state() != before.state()) {
            out().println("It was " + before.state() + " and is " + after.state() + ".");
        }
    }

    private static String sentence(Account account, AccountCheck check) {
        String said = check.detail().isEmpty() ? "" : " " + Printable.line(check.detail());
        String handle = Printable.line(account.handle());
        return switch (check.verdict()) {
            case ALIVE ->
                "The authorisation of " + handle + " is alive; the account is " + account.state() + "." + said;
            case REFUSED ->
                "The network refuses the authorisation of " + handle + "; social:account-relink-url makes an"
                        + " address to link it again." + said;
            case UNKNOWN -> "Whether the authorisation of " + handle + " is alive could not be found out." + said;
        };
    }
}
