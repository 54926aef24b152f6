package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.account.AccountService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Shows the newest messages of all accounts, or of one. */
@Service
@Command(
        scope = "social",
        name = "inbox-tail",
        description = "Shows the latest messages",
        detailedDescription = "Example: social:inbox-tail -n 50 --account MaisonLevain")
public final class InboxTailCommand extends WorkspaceCommand {
    @Option(name = "-n", aliases = "--number", description = "How many")
    @Completion(NumberCompleter.class)
    int number = 20;

    @Option(name = "--account", description = "Handle or id of an account")
    @Completion(AccountCompleter.class)
    @Nullable
    String account;

    @Reference
    InboxService inbox;

    @Reference
    AccountService accounts;

    @Override
    void run() {
        Caller caller = caller();
        List<AccountId> chosen = AllAccounts.named(accounts, caller, account == null ? null : List.of(account));
        Slice<ItemView> page =
                inbox.latest(caller, chosen == null ? null : chosen.get(0), new PageRequest(null, number));
        if (json) {
            print(page.items().stream().map(InboxTailCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Published");
        table.column("Kind");
        table.column("Role");
        table.column("Author");
        table.column("Text").maxSize(80);
        for (ItemView item : page.items()) {
            table.addRow()
                    .addContent(
                            item.publishedAt(),
                            item.kind(),
                            item.role(),
                            item.author().handle(),
                            (item.textRepaired() ? "[repaired] " : "") + Printable.line(item.text()));
        }
        print(table);
    }

    private static Map<String, Object> document(ItemView item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", item.id().toString());
        document.put("conversation", item.conversation().toString());
        document.put("account", item.account().toString());
        document.put("publishedAt", item.publishedAt().toString());
        document.put("kind", item.kind().name());
        document.put("role", item.role().name());
        document.put("author", item.author().handle());
        document.put("text", item.text());
        document.put("textRepaired", item.textRepaired());
        return document;
    }
}
