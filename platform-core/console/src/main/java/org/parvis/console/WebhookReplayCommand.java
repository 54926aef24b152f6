package org.parvis.console;

import java.util.Map;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.WebhookService;

/** Has a webhook understood once more. */
@Service
@Command(
        scope = "social",
        name = "webhook-replay",
        description = "Has a webhook understood once more",
        detailedDescription = "Example: social:webhook-replay --dry-run 01890a5d-ac96-774b-bcce-b302099a8057")
public final class WebhookReplayCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only check the id")
    boolean dryRun;

    @Argument(index = 0, name = "webhook", required = true, description = "Id of the webhook")
    @Completion(WebhookCompleter.class)
    String id = "";

    @Reference
    WebhookService webhooks;

    @Override
    void run() {
        UUID webhook = Ids.read("webhook", id);
        if (!dryRun && !webhooks.replay(webhook, Operator.name(session))) {
            throw new ProblemException(
                    Problem.NOT_FOUND, "There is no webhook " + id + ": they are kept for two weeks.");
        }
        if (json) {
            print(Map.of("id", id, "dryRun", dryRun));
        } else {
            out().println("The webhook " + id + (dryRun ? " would be" : " will be") + " understood once more.");
        }
    }
}
