package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.ObligationView;
import org.parvis.api.workspace.AuditTrail;

/** Makes an obligation due at once. */
@Service
@Command(
        scope = "social",
        name = "outbox-retry",
        description = "Makes an obligation due at once, with fresh attempts",
        detailedDescription = "Example: social:outbox-retry --dry-run 01890a5d-ac96-774b-bcce-b302099a8057")
public final class OutboxRetryCommand extends ObligationCommand {
    @Option(name = "--dry-run", description = "Only say what would be changed")
    boolean dryRun;

    @Reference
    AuditTrail audit;

    @Override
    void run() {
        ObligationView obligation = obligation();
        boolean busy = obligation.state() == ObligationState.LEASED;
        if (busy || !dryRun && !outbox.retry(obligation.id())) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    "The obligation is being handled just now, or another one of its kind and key has taken its place.");
        }
        if (!dryRun) {
            audit.recordSystem(
                    null,
                    Operator.name(session),
                    "outbox.retry",
                    "obligation:" + id,
                    Map.of("kind", obligation.kind()));
        }
        if (json) {
            print(Map.of("id", id, "kind", obligation.kind(), "dryRun", dryRun));
        } else {
            out().println(obligation.kind() + " " + obligation.key() + (dryRun ? " would be" : " is")
                    + " due at once; it was " + obligation.state()
                    + (obligation.reason().isEmpty() ? "." : ": " + Printable.line(obligation.reason())));
        }
    }
}
