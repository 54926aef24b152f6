package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.PasswordJson;

/** The password of the person who asks. */
@Component(service = PasswordResource.class)
@JakartarsResource
@Path("v1/password")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class PasswordResource {
    private final WorkspaceService workspaces;

    @Activate
    public PasswordResource(@Reference WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @PUT
    @Operation(operationId = "changePassword", summary = "Change one's password; all other logins end")
    @ApiResponse(responseCode = "204", description = "Done")
    public void change(@Nullable PasswordJson change, @Context ContainerRequestContext request) {
        PasswordJson body = Requests.body(change);
        workspaces.changePassword(
                Requests.caller(request),
                Requests.required(body.present(), "present"),
                Requests.required(body.replacement(), "replacement"));
    }
}
