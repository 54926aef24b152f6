package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.analytics.FigureRebuildService;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Builds figures anew from what inbox and publishing have. */
@Service
@Command(
        scope = "social",
        name = "figures-rebuild",
        description = "Builds volumes and response times anew",
        detailedDescription = "Example: social:figures-rebuild --account MaisonLevain")
public final class FiguresRebuildCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say of which accounts")
    boolean dryRun;

    @Option(name = "--account", multiValued = true, description = "Handle or id of an account; none for all")
    @Completion(AccountCompleter.class)
    @Nullable
    List<String> names;

    @Reference
    FigureRebuildService figures;

    @Reference
    AccountService accounts;

    @Override
    void run() {
        Caller caller = caller();
        List<AccountId> chosen = AllAccounts.named(accounts, caller, names);
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Account account : AllAccounts.of(accounts, caller)) {
            if (chosen == null || chosen.contains(account.id())) {
                facts.put(account.handle(), dryRun ? 0L : figures.rebuild(caller, account.id()));
            }
        }
        if (json) {
            print(Map.of("facts", facts, "dryRun", dryRun));
        } else {
            facts.forEach((handle, count) ->
                    out().println(handle + ": " + (dryRun ? "would be built anew." : count + " facts.")));
        }
    }
}
