package org.parvis.console;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService;

/** Shows all workspaces. */
@Service
@Command(
        scope = "social",
        name = "workspace-list",
        description = "Lists the workspaces",
        detailedDescription = "Example: social:workspace-list --json")
public final class WorkspaceListCommand extends SocialCommand {
    @Reference
    WorkspaceService workspaces;

    @Override
    void run() {
        List<Workspace> all = workspaces.workspaces();
        if (json) {
            print(all.stream()
                    .map(w -> Map.of(
                            "id",
                            w.id().toString(),
                            "name",
                            w.name(),
                            "zone",
                            w.zone().getId()))
                    .toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Workspace");
        table.column("Name");
        table.column("Zone");
        for (Workspace workspace : all) {
            table.addRow().addContent(workspace.id(), workspace.name(), workspace.zone());
        }
        print(table);
    }
}
