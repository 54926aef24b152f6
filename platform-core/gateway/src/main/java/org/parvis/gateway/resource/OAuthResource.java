package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.account.AccountService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.AccountJson;
import org.parvis.gateway.view.LinkedJson;

/** Where networks send people back to after they authorised. */
@Component(service = OAuthResource.class)
@JakartarsResource
@Path("v1/oauth/callback")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
public final class OAuthResource {
    private final AccountService accounts;

    @Activate
    public OAuthResource(@Reference AccountService accounts) {
        this.accounts = accounts;
    }

    @GET
    @Operation(operationId = "completeLink", summary = "Finish linking")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = LinkedJson.class)))
    public Response callback(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("iss") @Nullable String issuer,
            @QueryParam("error") @Nullable String error,
            @Parameter(hidden = true) @CookieParam(LinkCookie.NAME) @Nullable String binding,
            @Context ContainerRequestContext request) {
        AccountService.LinkCallback callback =
                new AccountService.LinkCallback(binding == null ? "" : binding, state, code, issuer, error);
        AccountService.LinkResult result = accounts.completeLink(Requests.caller(request), callback);
        List<AccountJson> linked = result.linked().stream().map(AccountJson::of).toList();
        if (request.getAcceptableMediaTypes().stream()
                .anyMatch(t -> t.isCompatible(MediaType.TEXT_HTML_TYPE) && !t.isWildcardType())) {
            return Response.seeOther(java.net.URI.create("/"))
                    .cookie(LinkCookie.ended())
                    .build();
        }
        return Response.ok(new LinkedJson(linked)).cookie(LinkCookie.ended()).build();
    }
}
