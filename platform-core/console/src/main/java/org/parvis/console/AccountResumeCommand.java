package org.parvis.console;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.workspace.Caller;

/** Ends a pause. */
@Service
@Command(
        scope = "social",
        name = "account-resume",
        description = "Ends the pause of an account",
        detailedDescription = "Example: social:account-resume MaisonLevain")
public final class AccountResumeCommand extends AccountCommand {
    @Override
    String change(Caller caller, Account account) {
        return accounts.resume(caller, account.id(), account.version()).state().name();
    }

    @Override
    String intent() {
        return "resumed";
    }
}
