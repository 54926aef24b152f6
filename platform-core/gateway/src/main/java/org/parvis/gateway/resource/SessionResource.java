package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
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
    @Operation(summary = "Log in; the session is in the cookie, the CSRF token in the answer")
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
    @Operation(summary = "Who is logged in")
    public CallerJson caller(@Context ContainerRequestContext request) {
        return CallerJson.of(Requests.caller(request));
    }

    @POST
    @Path("rotation")
    @Operation(summary = "Get a new session reference; the old one ends")
    public Response rotate(
            @CookieParam(Authentication.COOKIE) @Nullable String reference, @Context ContainerRequestContext request) {
        Requests.caller(request);
        return answer(workspaces.rotate(requireSession(reference)));
    }

    @PUT
    @Path("workspace/{workspace}")
    @Operation(summary = "Go to another workspace one belongs to")
    public Response switchWorkspace(
            @PathParam("workspace") String workspace,
            @CookieParam(Authentication.COOKIE) @Nullable String reference,
            @Context ContainerRequestContext request) {
        Requests.caller(request);
        WorkspaceId id = Requests.id(workspace, WorkspaceId::new, "workspace");
        return answer(workspaces.switchWorkspace(requireSession(reference), id));
    }

    @DELETE
    @Operation(summary = "Log out")
    public Response logout(
            @CookieParam(Authentication.COOKIE) @Nullable String reference, @Context ContainerRequestContext request) {
        Requests.caller(request);
        workspaces.logout(requireSession(reference));
        return Response.noContent().cookie(cookie("", 0)).build();
    }

    private static Response answer(Session session) {
        SessionJson body = new SessionJson(
                session.csrfToken(), session.user().toString(), session.workspace().toString(), session.expiresAt());
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
