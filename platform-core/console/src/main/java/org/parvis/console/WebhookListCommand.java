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
import org.parvis.api.ProblemException;
import org.parvis.api.network.WebhookService;
import org.parvis.api.network.WebhookService.WebhookState;
import org.parvis.api.network.WebhookService.WebhookView;

/** Shows what networks pushed; never the bodies. */
@Service
@Command(
        scope = "social",
        name = "webhook-list",
        description = "Lists what networks pushed and was not understood",
        detailedDescription = "Example: social:webhook-list --state PARKED -n 20")
public final class WebhookListCommand extends SocialCommand {
    private static final int MOST = 1_000;

    @Option(name = "--state", description = "RECEIVED, UNDERSTOOD or PARKED (not understood)")
    @Completion(WebhookStateCompleter.class)
    String state = "PARKED";

    @Option(name = "-n", aliases = "--number", description = "How many, at most 1000")
    @Completion(NumberCompleter.class)
    int number = 50;

    @Reference
    WebhookService webhooks;

    @Override
    void run() {
        if (number < 1 || number > MOST) {
            throw ProblemException.invalid("-n", "range", "-n lies between 1 and " + MOST + ".");
        }
        WebhookState wanted = Constants.read("--state", state, WebhookState.class);
        List<WebhookView> found = webhooks.webhooks(wanted == null ? WebhookState.PARKED : wanted, number);
        if (json) {
            print(found.stream().map(WebhookListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Webhook");
        table.column("Network");
        table.column("Received");
        table.column("State");
        table.column("Attempt");
        table.column("Bytes");
        table.column("Reason").maxSize(80);
        found.forEach(webhook -> table.addRow()
                .addContent(
                        webhook.id(),
                        webhook.network(),
                        webhook.receivedAt(),
                        webhook.state(),
                        webhook.attempt(),
                        webhook.bytes(),
                        Printable.line(webhook.reason())));
        print(table);
    }

    private static Map<String, Object> document(WebhookView webhook) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", webhook.id().toString());
        document.put("network", webhook.network().value());
        document.put("receivedAt", webhook.receivedAt().toString());
        document.put("state", webhook.state().name());
        document.put("attempt", webhook.attempt());
        document.put("bytes", webhook.bytes());
        document.put("reason", webhook.reason());
        return document;
    }
}
