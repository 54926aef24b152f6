package org.parvis.gateway.view;

import java.time.Instant;
import org.parvis.api.workspace.Workspace;

/** A workspace. */
public record WorkspaceJson(String id, String name, String zone, Instant createdAt) {
    public static WorkspaceJson of(Workspace workspace) {
        return new WorkspaceJson(
                workspace.id().toString(), workspace.name(), workspace.zone().getId(), workspace.createdAt());
    }
}
