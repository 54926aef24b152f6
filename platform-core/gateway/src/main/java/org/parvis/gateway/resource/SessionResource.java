package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Anonymous;
import org.parvis.gateway.http.Authentication;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.CallerJson;
import org.parvis.gateway.view.LoginJson;
import org.parvis.gateway.view.SessionJson;
import org.parvis.model.WorkspaceId;

/** The login of a person. */
@Component(service = SessionResource.class)
@JakartarsResource
@Path("v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class SessionResource {
    private final WorkspaceService workspaces;

    @Activate
    public SessionResource(@Reference WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    @POST
    @Anonymous
    @Operation(operationId = "logIn", summary = "Log in; the session is in the cookie, the CSRF token in the answer")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = SessionJson.class)))
    public Response login(
            @Nullable LoginJson login,
            @HeaderParam(HttpHeaders.USER_AGENT) @Nullable String userAgent,
            @Context ContainerRequestContext request) {
        LoginJson body = Requests.body(login);
        String email = Requests.required(body.email(), "email");
        String password = Requests.required(body.password(), "password");
        return answer(workspaces.login(email, password, Requests.origin(request), userAgent == null ? "" : userAgent));
    }

    @GET
    @Operation(operationId = "readSession", summary = "Who is logged in, and the CSRF token again")
    public CallerJson caller(
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        boolean byToken = Requests.bearer(request).isPresent();
        Optional<Session> session = byToken || reference == null ? Optional.empty() : workspaces.session(reference);
        return CallerJson.of(Requests.caller(request), session.orElse(null));
    }

    @POST
    @Path("rotation")
    @Operation(operationId = "rotateSession", summary = "Get a new session reference; the old one ends")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = SessionJson.class)))
    public Response rotate(
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        Requests.caller(request);
        return answer(workspaces.rotate(requireSession(reference)));
    }

    @PUT
    @Path("workspace/{workspace}")
    @Operation(operationId = "switchWorkspace", summary = "Go to another workspace one belongs to")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = SessionJson.class)))
    public Response switchWorkspace(
            @PathParam("workspace") String workspace,
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        Requests.caller(request);
        WorkspaceId id = Requests.id(workspace, WorkspaceId::new, "workspace");
        return answer(workspaces.switchWorkspace(requireSession(reference), id));
    }

    @DELETE
    @Operation(operationId = "logOut", summary = "Log out")
    @ApiResponse(responseCode = "204", description = "Done")
    public Response logout(
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        Requests.caller(request);
        workspaces.logout(requireSession(reference));
        return Response.noContent().cookie(cookie("", 0)).build();
    }

    private static Response answer(Session session) {
        SessionJson body = new SessionJson(
                session.csrfToken(),
                session.user().toString(),
                session.workspace().toString(),
                session.expiresAt());
        return Response.ok(body).cookie(cookie(session.reference(), -1)).build();
    }

    private static String requireSession(@Nullable String reference) {
        if (reference == null) {
            throw new ProblemException(Problem.CONFLICT, "This is for sessions; an API token has none.");
        }
        return reference;
    }

    private static NewCookie cookie(String value, int maxAge) {
        return new NewCookie.Builder(Authentication.COOKIE)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
