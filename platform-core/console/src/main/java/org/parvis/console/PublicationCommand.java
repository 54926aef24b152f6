package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.model.PublicationId;

/** A command on one publication, whose id says enough: its workspace need not be named. */
abstract class PublicationCommand extends WorkspaceCommand {
    @Argument(index = 0, name = "publication", required = true, description = "Id of the publication")
    @Completion(PublicationCompleter.class)
    String id = "";

    @Reference
    PublishingService publishing;

    /** What is done with it. */
    abstract void run(Caller caller, PublicationView publication);

    @Override
    final void run() {
        PublicationId wanted = new PublicationId(Ids.read("publication", id));
        for (Caller caller : callers()) {
            PublicationView found;
            try {
                found = publishing.publication(caller, wanted);
            } catch (ProblemException elsewhere) {
                if (elsewhere.problem() != Problem.NOT_FOUND) {
                    throw elsewhere;
                }
                continue;
            }
            run(caller, found);
            return;
        }
        throw new ProblemException(
                Problem.NOT_FOUND, "There is no publication " + id + "; social:publication-list shows them.");
    }

    private List<Caller> callers() {
        if (workspaceName != null) {
            return List.of(caller());
        }
        return workspaces.workspaces().stream()
                .map(Workspace::id)
                .map(workspace -> Caller.operator(workspace, Operator.name(session)))
                .toList();
    }
}
