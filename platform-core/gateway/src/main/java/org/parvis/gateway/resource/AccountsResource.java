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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.MendingService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.AccountCheckJson;
import org.parvis.gateway.view.AccountJson;
import org.parvis.gateway.view.LinkJson;
import org.parvis.gateway.view.LinkedJson;
import org.parvis.gateway.view.NewLinkJson;
import org.parvis.gateway.view.NewSignInJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.gateway.view.WebhookStandingJson;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;

/** Linked accounts. */
@Component(service = AccountsResource.class)
@JakartarsResource
@Path("v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "accounts")
public final class AccountsResource {
    private final AccountService accounts;
    private final MendingService mending;

    @Activate
    public AccountsResource(@Reference AccountService accounts, @Reference MendingService mending) {
        this.accounts = accounts;
        this.mending = mending;
    }

    @GET
    @Operation(operationId = "listAccounts", summary = "The accounts one may read")
    public PageJson<AccountJson> accounts(
            @QueryParam("brand") @Nullable String brand,
            @QueryParam("network") @Nullable String network,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        AccountQuery query = new AccountQuery(
                Requests.reference(brand, BrandId::new, "brand"),
                network == null ? null : networkId(network),
                Requests.page(after, limit));
        return PageJson.of(accounts.accounts(Requests.caller(request), query), AccountJson::of);
    }

    @GET
    @Path("{account}")
    @Operation(operationId = "readAccount", summary = "An account")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = AccountJson.class)))
    public Response account(@PathParam("account") String account, @Context ContainerRequestContext request) {
        return versioned(accounts.account(Requests.caller(request), id(account)));
    }

    @POST
    @Path("links")
    @Operation(
            operationId = "beginLink",
            summary = "Begin to link accounts: answers where the person goes to authorise")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = LinkJson.class)))
    public Response beginLink(
            @Nullable NewLinkJson link,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        Requests.idempotencyKey(key);
        NewLinkJson body = Requests.body(link);
        AccountService.LinkStart start = accounts.beginLink(
                Requests.caller(request),
                Requests.required(
                        Requests.reference(Requests.required(body.brand(), "brand"), BrandId::new, "brand"), "brand"),
                networkId(Requests.required(body.network(), "network")),
                Requests.reference(body.relink(), AccountId::new, "relink"));
        NewCookie binding = LinkCookie.of(start.binding());
        return Response.status(201)
                .entity(new LinkJson(start.authorizeAddress().toString()))
                .cookie(binding)
                .build();
    }

    @POST
    @Path("sign-ins")
    @Operation(
            operationId = "signIn",
            summary = "Link accounts by a name and a secret, on networks that have no page for it")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = LinkedJson.class)))
    public Response signIn(
            @Nullable NewSignInJson signIn,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        Requests.idempotencyKey(key);
        NewSignInJson body = Requests.body(signIn);
        AccountService.LinkResult result = accounts.signIn(
                Requests.caller(request),
                Requests.required(
                        Requests.reference(Requests.required(body.brand(), "brand"), BrandId::new, "brand"), "brand"),
                networkId(Requests.required(body.network(), "network")),
                Requests.reference(body.relink(), AccountId::new, "relink"),
                new AccountService.TypedSecret(
                        body.identifier() == null ? "" : body.identifier(),
                        Requests.required(body.secret(), "secret")));
        return Response.ok(new LinkedJson(
                        result.linked().stream().map(AccountJson::of).toList()))
                .build();
    }

    @POST
    @Path("{account}/pause")
    @Operation(operationId = "pauseAccount", summary = "Fetch and send nothing for a while")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = AccountJson.class)))
    public Response pause(
            @PathParam("account") String account,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(accounts.pause(Requests.caller(request), id(account), Requests.version(ifMatch)));
    }

    @POST
    @Path("{account}/resume")
    @Operation(operationId = "resumeAccount", summary = "Go on after a pause")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = AccountJson.class)))
    public Response resume(
            @PathParam("account") String account,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(accounts.resume(Requests.caller(request), id(account), Requests.version(ifMatch)));
    }

    @POST
    @Path("{account}/check")
    @Operation(operationId = "checkAccount", summary = "Ask the network whether the authorisation is alive")
    public AccountCheckJson check(@PathParam("account") String account, @Context ContainerRequestContext request) {
        return AccountCheckJson.of(mending.check(Requests.caller(request), id(account)));
    }

    @GET
    @Path("{account}/webhook")
    @Operation(operationId = "readWebhookStanding", summary = "How it stands with what the network pushes")
    public WebhookStandingJson webhook(@PathParam("account") String account, @Context ContainerRequestContext request) {
        return WebhookStandingJson.of(accounts.webhook(Requests.caller(request), id(account)));
    }

    @DELETE
    @Path("{account}")
    @Operation(
            operationId = "unlinkAccount",
            summary = "Unlink: the authorisation is forgotten, conversations and publications stay")
    @ApiResponse(responseCode = "204", description = "Done")
    public void unlink(@PathParam("account") String account, @Context ContainerRequestContext request) {
        accounts.unlink(Requests.caller(request), id(account));
    }

    private static AccountId id(String account) {
        return Requests.id(account, AccountId::new, "account");
    }

    private static NetworkId networkId(String network) {
        try {
            return new NetworkId(network);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.invalid("network", "network.unknown", "There is no network '" + network + "'.");
        }
    }

    private static Response versioned(Account account) {
        return Requests.versioned(AccountJson.of(account), account.version());
    }
}
