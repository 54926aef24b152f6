package org.parvis.console;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.Account;
import org.parvis.api.workspace.Caller;

/** Forgets the authorisation of an account; its conversations and publications stay. */
@Service
@Command(
        scope = "social",
        name = "account-unlink",
        description = "Forgets an account's authorisation; conversations and publications stay",
        detailedDescription = "Example: social:account-unlink --dry-run MaisonLevain")
public final class AccountUnlinkCommand extends AccountCommand {
    @Override
    String change(Caller caller, Account account) {
        accounts.unlink(caller, account.id());
        return "unlinked";
    }

    @Override
    String intent() {
        return "unlinked";
    }
}
