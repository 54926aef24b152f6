package org.parvis.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.AccountService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.SyncState;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Asks for a fetch of all feeds and, with {@code --wait}, returns when they are read to their end. */
@Service
@Command(
        scope = "social",
        name = "inbox-sync",
        description = "Fetches everything that is new now",
        detailedDescription = "Example: social:inbox-sync --wait --timeout PT5M MaisonLevain")
public final class InboxSyncCommand extends WorkspaceCommand {
    private static final Duration STEP = Duration.ofMillis(200);

    @Option(name = "--dry-run", description = "Only show how far each account is")
    boolean dryRun;

    @Option(name = "--wait", description = "Return when everything is synchronised")
    boolean wait;

    @Option(name = "--timeout", description = "How long to wait at most, as ISO 8601 writes durations")
    @Completion(DurationCompleter.class)
    String timeout = "PT15M";

    @Argument(
            index = 0,
            name = "accounts",
            multiValued = true,
            description = "Handles or ids of accounts; none for all")
    @Completion(AccountCompleter.class)
    @Nullable
    List<String> names;

    @Reference
    InboxService inbox;

    @Reference
    AccountService accounts;

    @Override
    void run() throws Exception {
        Caller caller = caller();
        List<AccountId> chosen = AllAccounts.named(accounts, caller, names);
        Duration patience = Durations.read("--timeout", timeout);
        if (dryRun) {
            show(inbox.syncStates(caller, chosen));
            return;
        }
        List<SyncState> states = inbox.synchronise(caller, chosen);
        long end = System.nanoTime() + patience.toNanos();
        while (wait && !isComplete(states)) {
            if (System.nanoTime() > end) {
                show(states);
                throw new CommandException("Not synchronised within " + timeout + "; see the reasons above.");
            }
            // The feeds live in the database; asking it now and then is what "waiting for it" means here.
            Thread.sleep(STEP.toMillis());
            states = inbox.syncStates(caller, chosen);
        }
        show(states);
    }

    private static boolean isComplete(List<SyncState> states) {
        return states.stream().allMatch(SyncState::complete);
    }

    private void show(List<SyncState> states) {
        if (json) {
            Map<String, Object> byHandle = new TreeMap<>();
            states.forEach(s -> byHandle.put(s.handle(), Map.of("synchronised", s.complete(), "reason", s.reason())));
            print(Map.of("synchronised", isComplete(states), "accounts", byHandle));
            return;
        }
        long complete = states.stream().filter(SyncState::complete).count();
        out().println(complete + " of " + states.size() + " accounts are synchronised.");
        states.stream()
                .filter(s -> !s.reason().isEmpty())
                .forEach(s -> out().println("  " + s.handle() + ": " + s.reason()));
    }
}
