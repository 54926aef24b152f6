package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.workspace.Caller;

/** A command that changes one account. */
abstract class AccountCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say what would be changed")
    boolean dryRun;

    @Argument(index = 0, name = "account", required = true, description = "Handle or id of the account")
    @Completion(AccountCompleter.class)
    String name = "";

    @Reference
    AccountService accounts;

    /** Changes it, and says how it is now. */
    abstract String change(Caller caller, Account account);

    /** What the change would be, in words. */
    abstract String intent();

    @Override
    final void run() {
        Caller caller = caller();
        Account account = OneAccount.named(accounts, caller, name);
        String state = dryRun ? account.state().name() : change(caller, account);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("account", account.id().toString());
            document.put("handle", account.handle());
            document.put("state", state);
            document.put("dryRun", dryRun);
            print(document);
        } else if (dryRun) {
            out().println(account.handle() + " is " + state + " and would be " + intent() + ".");
        } else {
            out().println(account.handle() + " is " + state + ".");
        }
    }
}
