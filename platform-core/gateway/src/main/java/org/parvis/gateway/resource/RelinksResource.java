package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.account.AccountService.LinkStart;
import org.parvis.api.account.MendingService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.LinkJson;
import org.parvis.gateway.view.NewRelinkJson;

/** The one-time addresses by which accounts are linked again. */
@Component(service = RelinksResource.class)
@JakartarsResource
@Path("v1/accounts/relinks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
public final class RelinksResource {
    private final MendingService mending;

    @Activate
    public RelinksResource(@Reference MendingService mending) {
        this.mending = mending;
    }

    @POST
    @Operation(
            operationId = "beginRelink",
            summary = "Spend a one-time address and link its account again: answers where the person goes to authorise")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = LinkJson.class)))
    public Response relink(
            @Nullable NewRelinkJson relink,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        Requests.idempotencyKey(key);
        String token = Requests.required(Requests.body(relink).token(), "token");
        LinkStart start = mending.relink(Requests.caller(request), token);
        return Response.status(201)
                .entity(new LinkJson(start.authorizeAddress().toString()))
                .cookie(LinkCookie.of(start.binding()))
                .build();
    }
}
