package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** Creates a workspace; prints the owner's password, which was made for this and is stored nowhere in clear. */
@Service
@Command(scope = "social", name = "workspace-create", description = "Creates a workspace and its first owner")
public final class WorkspaceCreateCommand extends SocialCommand {
    @Option(name = "--name", required = true, description = "Name of the workspace")
    String name = "";

    @Option(name = "--owner", required = true, description = "E-mail address of the first owner")
    String owner = "";

    @Option(name = "--owner-name", description = "The owner's own name")
    String ownerName = "Owner";

    @Option(name = "--language", description = "The owner's language: en or fr")
    String language = "en";

    @Reference
    WorkspaceService workspaces;

    @Override
    void run() {
        String password = Passwords.fresh();
        Workspace workspace = workspaces.createWorkspace(
                name,
                new WorkspaceService.NewMember(owner, ownerName, language, password, Role.OWNER, Map.of()),
                "console");
        if (json) {
            print(Map.of("workspace", workspace.id().toString(), "owner", owner, "password", password));
        } else {
            out().println("Created workspace " + workspace.id() + ".");
            out().println("Owner " + owner + ", password " + password);
        }
    }
}
