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
import org.parvis.api.PageRequest;
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;

/** Shows obligations of all workspaces in one state. */
@Service
@Command(
        scope = "social",
        name = "outbox-list",
        description = "Lists obligations: what must still happen",
        detailedDescription = "Example: social:outbox-list --state DEAD -n 20")
public final class OutboxListCommand extends SocialCommand {
    @Option(name = "--state", description = "READY, LEASED, WAITING or DEAD")
    @Completion(ObligationStateCompleter.class)
    String state = "READY";

    @Option(name = "-n", aliases = "--number", description = "How many")
    @Completion(NumberCompleter.class)
    int number = 50;

    @Reference
    OutboxService outbox;

    @Override
    void run() {
        ObligationState wanted = Constants.read("--state", state, ObligationState.class);
        List<ObligationView> page = outbox.obligations(new OutboxService.Query(
                        wanted == null ? ObligationState.READY : wanted, null, new PageRequest(null, number)))
                .items();
        if (json) {
            print(page.stream().map(OutboxListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Obligation");
        table.column("Kind");
        table.column("Key").maxSize(60);
        table.column("Due");
        table.column("Attempt");
        table.column("Waits for");
        table.column("Reason").maxSize(60);
        for (ObligationView obligation : page) {
            table.addRow()
                    .addContent(
                            obligation.id(),
                            obligation.kind(),
                            obligation.key(),
                            obligation.due(),
                            obligation.attempt(),
                            obligation.waitingFor(),
                            obligation.reason());
        }
        print(table);
        OutboxService.Status status = outbox.status();
        out().println("Oldest due for " + status.lag().toSeconds() + " s; " + status.leased() + " being handled, "
                + status.waiting() + " waiting, " + status.dead() + " given up.");
    }

    private static Map<String, Object> document(ObligationView obligation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", obligation.id().toString());
        document.put("workspace", obligation.workspace().toString());
        document.put("kind", obligation.kind());
        document.put("key", obligation.key());
        document.put("due", obligation.due().toString());
        document.put("attempt", obligation.attempt());
        document.put("state", obligation.state().name());
        document.put("waitingFor", obligation.waitingFor());
        document.put("reason", obligation.reason());
        return document;
    }
}
