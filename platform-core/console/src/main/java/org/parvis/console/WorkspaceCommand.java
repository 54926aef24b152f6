package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** A command on one workspace, which need not be named while there is one only. */
abstract class WorkspaceCommand extends SocialCommand {
    @Option(name = "--workspace", description = "Name or id of the workspace; not needed while there is one only")
    @Completion(WorkspaceCompleter.class)
    @Nullable
    String workspaceName;

    @Reference
    WorkspaceService workspaces;

    /** The operator, in the workspace that was named. */
    Caller caller() {
        List<Workspace> all = workspaces.workspaces();
        List<Workspace> matching = all.stream()
                .filter(w -> workspaceName == null
                        || w.name().equals(workspaceName)
                        || w.id().toString().equals(workspaceName))
                .toList();
        if (matching.size() == 1) {
            return Caller.operator(matching.get(0).id(), Operator.name(session));
        }
        List<String> names = all.stream().map(Workspace::name).toList();
        throw ProblemException.invalid(
                "--workspace",
                "workspace",
                all.isEmpty()
                        ? "There is no workspace yet; create one with social:workspace-create."
                        : workspaceName == null
                                ? "Say which workspace with --workspace: " + names + "."
                                : "There is no workspace '" + workspaceName + "', or several; there are " + names
                                        + ".");
    }
}
