package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.NewTokenJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.gateway.view.TokenJson;

/** API tokens. */
@Component(service = TokensResource.class)
@JakartarsResource
@Path("v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class TokensResource {
    private final WorkspaceService workspaces;
    private final CreatedOnce once;

    @Activate
    public TokensResource(@Reference WorkspaceService workspaces, @Reference CreatedOnce once) {
        this.workspaces = workspaces;
        this.once = once;
    }

    @GET
    @Operation(operationId = "listTokens", summary = "The tokens, without their secrets")
    public PageJson<TokenJson> tokens(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        return PageJson.of(workspaces.tokens(Requests.caller(request), Requests.page(after, limit)), TokenJson::of);
    }

    @POST
    @Operation(operationId = "createToken", summary = "Create a token; its secret is in this answer and nowhere else")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = TokenJson.class)))
    public Response create(
            @Nullable NewTokenJson token,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        NewTokenJson body = Requests.body(token);
        String name = Requests.required(body.name(), "name");
        Set<Right> scopes = EnumSet.noneOf(Right.class);
        for (String scope : Requests.required(body.scopes(), "scopes")) {
            scopes.add(Requests.required(Requests.constant(scope, Right.class, "scopes"), "scopes"));
        }
        return once.createSecret(
                request,
                key,
                body,
                () -> Response.status(201)
                        .entity(TokenJson.of(
                                workspaces.createToken(Requests.caller(request), name, scopes, lifetime(body))))
                        .build());
    }

    private static @Nullable Duration lifetime(NewTokenJson token) {
        try {
            return token.lifetime() == null ? null : Duration.parse(token.lifetime());
        } catch (java.time.format.DateTimeParseException malformed) {
            throw ProblemException.invalid(
                    "lifetime", "duration", "'lifetime' is a duration as ISO 8601 writes it, such as P30D.");
        }
    }

    @DELETE
    @Path("{token}")
    @Operation(operationId = "revokeToken", summary = "Revoke a token")
    @ApiResponse(responseCode = "204", description = "Done")
    public void revoke(@PathParam("token") String token, @Context ContainerRequestContext request) {
        workspaces.revokeToken(Requests.caller(request), token);
    }
}
