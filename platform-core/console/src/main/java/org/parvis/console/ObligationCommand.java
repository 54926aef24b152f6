package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;

/** A command on one obligation. */
abstract class ObligationCommand extends SocialCommand {
    @Argument(index = 0, name = "obligation", required = true, description = "Id of the obligation")
    @Completion(ObligationCompleter.class)
    String id = "";

    @Reference
    OutboxService outbox;

    ObligationView obligation() {
        return outbox.obligation(Ids.read("obligation", id))
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        "There is no obligation " + id + ": it was fulfilled or purged, or never was."
                                + " social:outbox-list shows what is there."));
    }
}
