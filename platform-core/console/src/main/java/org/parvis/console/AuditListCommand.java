package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.PageRequest;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.AuditTrail.Entry;
import org.parvis.api.workspace.Caller;

/** Shows who did what, newest first, or checks that nothing of it was changed. */
@Service
@Command(
        scope = "social",
        name = "audit-list",
        description = "Lists who did what in a workspace, or with --platform to the platform itself, newest first",
        detailedDescription = "Example: social:audit-list --platform -n 20")
public final class AuditListCommand extends WorkspaceCommand {
    @Option(name = "--platform", description = "What belongs to no workspace: networks, keys, obligations, backups")
    boolean platform;

    @Option(name = "--check", description = "Compute the chain of hashes again; 1 where an entry does not fit")
    boolean check;

    @Option(name = "-n", aliases = "--number", description = "How many, at most 200")
    @Completion(NumberCompleter.class)
    int number = 50;

    @Reference
    AuditTrail audit;

    @Override
    void run() throws CommandException {
        Caller caller = platform ? Caller.operator(AuditTrail.PLATFORM, Operator.name(session)) : caller();
        if (check) {
            check(caller);
            return;
        }
        List<Entry> entries =
                audit.entries(caller, new PageRequest(null, number)).items();
        if (json) {
            print(entries.stream().map(AuditListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        List.of("Entry", "At", "By", "From", "Did", "To", "Details").forEach(table::column);
        for (Entry entry : entries) {
            table.addRow()
                    .addContent(
                            entry.sequence(),
                            entry.at(),
                            Printable.line(entry.actor()),
                            Printable.line(entry.origin()),
                            entry.action(),
                            Printable.line(entry.subject()),
                            Printable.line(new TreeMap<>(entry.details()).toString()));
        }
        print(table);
    }

    private void check(Caller caller) throws CommandException {
        Long broken = audit.firstBrokenLink(caller).orElse(null);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("whole", broken == null);
            document.put("firstBroken", broken);
            print(document);
        } else if (broken == null) {
            out().println("The trail is whole.");
        }
        if (broken != null) {
            throw new CommandException("Entry " + broken + " does not follow the one before: the trail was changed.");
        }
    }

    private static Map<String, Object> document(Entry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sequence", entry.sequence());
        document.put("at", entry.at().toString());
        document.put("actor", entry.actor());
        document.put("origin", entry.origin());
        document.put("action", entry.action());
        document.put("subject", entry.subject());
        document.put("details", new TreeMap<>(entry.details()));
        return document;
    }
}
