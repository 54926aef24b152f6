package org.parvis.console;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.workspace.Caller;

/** Stops fetching and publishing for an account until somebody resumes it. */
@Service
@Command(
        scope = "social",
        name = "account-pause",
        description = "Fetches and publishes nothing for an account until it is resumed",
        detailedDescription = "Example: social:account-pause --dry-run MaisonLevain")
public final class AccountPauseCommand extends AccountCommand {
    @Override
    String change(Caller caller, Account account) {
        return accounts.pause(caller, account.id(), account.version()).state().name();
    }

    @Override
    String intent() {
        return "paused";
    }
}
