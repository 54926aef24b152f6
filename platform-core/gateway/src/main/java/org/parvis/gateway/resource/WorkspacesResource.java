package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.WorkspaceJson;

/** The workspaces a person belongs to. */
@Component(service = WorkspacesResource.class)
@JakartarsResource
@Path("v1/workspaces")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class WorkspacesResource {
    private final WorkspaceService workspaces;

    @Activate
    public WorkspacesResource(@Reference WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @GET
    @Operation(operationId = "listWorkspaces", summary = "The workspaces one may go to")
    public List<WorkspaceJson> workspaces(@Context ContainerRequestContext request) {
        return workspaces.workspacesOf(Requests.caller(request)).stream()
                .map(WorkspaceJson::of)
                .toList();
    }
}
