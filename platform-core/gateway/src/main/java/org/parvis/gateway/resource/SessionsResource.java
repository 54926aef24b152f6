package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Authentication;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.SessionViewJson;

/** The logins of the person who asks. */
@Component(service = SessionsResource.class)
@JakartarsResource
@Path("v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class SessionsResource {
    private final WorkspaceService workspaces;

    @Activate
    public SessionsResource(@Reference WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @GET
    @Operation(operationId = "listSessions", summary = "Where one is logged in")
    public List<SessionViewJson> sessions(
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        return workspaces.sessions(Requests.caller(request), reference).stream()
                .map(SessionViewJson::of)
                .toList();
    }

    @DELETE
    @Path("{session}")
    @Operation(operationId = "endSession", summary = "End a login")
    @ApiResponse(responseCode = "204", description = "Done")
    public void end(@PathParam("session") String session, @Context ContainerRequestContext request) {
        workspaces.endSession(Requests.caller(request), session);
    }
}
