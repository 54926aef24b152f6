package org.parvis.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.SyncState;
import org.parvis.api.workspace.Caller;

/** Shows how old what is known of each account is, the oldest first. */
@Service
@Command(
        scope = "social",
        name = "inbox-lag",
        description = "Shows how long ago each account was fetched to its end",
        detailedDescription = "Example: social:inbox-lag --json")
public final class InboxLagCommand extends WorkspaceCommand {
    @Reference
    InboxService inbox;

    @Reference
    AccountService accounts;

    /** What the platform takes for the present, which a demonstration may have moved. */
    @Reference(filter = "(clock=business)")
    Clock clock;

    @Override
    void run() {
        Caller caller = caller();
        Map<String, SyncState> feeds = new LinkedHashMap<>();
        inbox.syncStates(caller, null).forEach(s -> feeds.put(s.account().toString(), s));
        List<Account> all = new ArrayList<>(AllAccounts.of(accounts, caller));
        Instant never = Instant.MIN;
        all.sort(Comparator.comparing(a -> a.synchronisedAt() == null ? never : a.synchronisedAt()));
        List<Map<String, Object>> documents = new ArrayList<>();
        ShellTable table = new ShellTable();
        List.of("Account", "Network", "Handle", "Behind by", "Complete", "Reason")
                .forEach(table::column);
        for (Account account : all) {
            Map<String, Object> document =
                    document(account, feeds.get(account.id().toString()));
            documents.add(document);
            table.addRow()
                    .addContent(document.values().stream()
                            .map(value -> Printable.line(String.valueOf(value)))
                            .toArray());
        }
        if (json) {
            print(documents);
        } else {
            print(table);
        }
    }

    private Map<String, Object> document(Account account, @Nullable SyncState feeds) {
        Instant read = account.synchronisedAt();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("account", account.id().toString());
        document.put("network", account.network().value());
        document.put("handle", account.handle());
        document.put(
                "behind",
                read == null
                        ? "never fetched"
                        : Duration.ofSeconds(Math.max(
                                        0,
                                        Duration.between(read, clock.instant()).toSeconds()))
                                .toString());
        document.put("complete", feeds != null && feeds.complete());
        document.put("reason", feeds == null ? "" : feeds.reason());
        return document;
    }
}
