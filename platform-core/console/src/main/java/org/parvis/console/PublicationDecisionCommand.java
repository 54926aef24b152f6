package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.shell.api.action.Option;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;

/** What an operator decides about one publication. The service decides whether it may be; this only says it beforehand. */
abstract class PublicationDecisionCommand extends PublicationCommand {
    @Option(name = "--dry-run", description = "Only say what would be changed")
    boolean dryRun;

    /** The states in which there is something to decide. */
    abstract Set<PublicationState> states();

    /** What it would be, in words. */
    abstract String intent();

    /** Decides it. */
    abstract PublicationView decide(Caller caller, PublicationView publication);

    @Override
    final void run(Caller caller, PublicationView before) {
        if (!states().contains(before.state())) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    "The publication is " + before.state() + " and cannot be " + intent()
                            + "; that is for those which are "
                            + states().stream().sorted().toList() + ".");
        }
        PublicationView after = dryRun ? before : decide(caller, before);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("id", before.id().toString());
            document.put("before", before.state().name());
            document.put("state", after.state().name());
            document.put("dryRun", dryRun);
            print(document);
        } else if (dryRun) {
            out().println(before.id() + " is " + before.state() + " and would be " + intent() + ".");
        } else {
            out().println(before.id() + " was " + before.state() + " and is " + after.state() + ".");
        }
    }
}
