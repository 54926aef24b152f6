package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** Creates a workspace; prints the owner's password, which was made for this and is stored nowhere in clear. */
@Service
@Command(
        scope = "social",
        name = "workspace-create",
        description = "Creates a workspace and its first owner",
        detailedDescription = "Example: social:workspace-create --name Agency --owner ann@example.org")
public final class WorkspaceCreateCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only say what would be created")
    boolean dryRun;

    @Option(name = "--name", required = true, description = "Name of the workspace")
    @Completion(NameCompleter.class)
    String name = "";

    @Option(name = "--owner", required = true, description = "E-mail address of the first owner")
    @Completion(EmailCompleter.class)
    String owner = "";

    @Option(name = "--owner-name", description = "The owner's own name")
    @Completion(NameCompleter.class)
    String ownerName = "Owner";

    @Option(name = "--language", description = "The owner's language: en or fr")
    @Completion(LanguageCompleter.class)
    String language = "en";

    @Reference
    WorkspaceService workspaces;

    @Override
    void run() {
        if (dryRun) {
            say();
            return;
        }
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

    private void say() {
        boolean taken =
                workspaces.workspaces().stream().anyMatch(each -> each.name().equals(name));
        if (json) {
            print(Map.of("name", name, "owner", owner, "nameTaken", taken, "dryRun", true));
        } else {
            out().println("A workspace '" + name + "' with the owner " + owner + " would be created"
                    + (taken ? ", beside another one of this name." : "."));
        }
    }
}
