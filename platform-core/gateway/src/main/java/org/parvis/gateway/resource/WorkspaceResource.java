package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.WorkspaceJson;

/** The workspace of the session. */
@Component(service = WorkspaceResource.class)
@JakartarsResource
@Path("v1/workspace")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class WorkspaceResource {
    private final WorkspaceService workspaces;

    @Activate
    public WorkspaceResource(@Reference WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @GET
    @Operation(operationId = "readWorkspace", summary = "The workspace")
    public WorkspaceJson workspace(@Context ContainerRequestContext request) {
        return WorkspaceJson.of(workspaces.workspace(Requests.caller(request)));
    }
}
