package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.EventJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.gateway.view.PublicationChangeJson;
import org.parvis.gateway.view.PublicationJson;
import org.parvis.gateway.view.SwitchJson;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.PublicationId;

/** Publications. */
@Component(service = PublicationsResource.class)
@JakartarsResource
@Path("v1/publications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "publishing")
public final class PublicationsResource {
    private final PublishingService publishing;

    @Activate
    public PublicationsResource(@Reference PublishingService publishing) {
        this.publishing = publishing;
    }

    @GET
    @Operation(operationId = "listPublications", summary = "Publications by time, newest first")
    public PageJson<PublicationJson> publications(
            @QueryParam("brand") @Nullable String brand,
            @QueryParam("account") @Nullable String account,
            @QueryParam("state") @Nullable String state,
            @QueryParam("origin") @Nullable String origin,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        PublicationQuery query = new PublicationQuery(
                Requests.reference(brand, BrandId::new, "brand"),
                Requests.reference(account, AccountId::new, "account"),
                Requests.constant(state, PublicationState.class, "state"),
                Requests.constant(origin, Origin.class, "origin"),
                Requests.time(from, "from"),
                Requests.time(until, "until"),
                Requests.page(after, limit));
        return PageJson.of(publishing.publications(Requests.caller(request), query), PublicationJson::of);
    }

    @GET
    @Path("{publication}")
    @Operation(operationId = "readPublication", summary = "A publication")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response publication(
            @PathParam("publication") String publication, @Context ContainerRequestContext request) {
        return versioned(publishing.publication(Requests.caller(request), id(publication)));
    }

    @GET
    @Path("{publication}/story")
    @Operation(operationId = "readPublicationStory", summary = "What happened to a publication, step by step")
    public List<EventJson> story(
            @PathParam("publication") String publication, @Context ContainerRequestContext request) {
        return publishing.explain(Requests.caller(request), id(publication)).stream()
                .map(EventJson::of)
                .toList();
    }

    @POST
    @Path("{publication}/cancel")
    @Operation(operationId = "cancelPublication", summary = "Keep it from going out")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response cancel(
            @PathParam("publication") String publication,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(publishing.cancel(Requests.caller(request), id(publication), Requests.version(ifMatch)));
    }

    @POST
    @Path("{publication}/retry")
    @Operation(operationId = "retryPublication", summary = "Try a failed publication again")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response retry(
            @PathParam("publication") String publication,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(publishing.retry(Requests.caller(request), id(publication), Requests.version(ifMatch)));
    }

    @POST
    @Path("{publication}/retract")
    @Operation(operationId = "retractPublication", summary = "Take a published post back at its network")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response retract(
            @PathParam("publication") String publication,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(publishing.retract(Requests.caller(request), id(publication), Requests.version(ifMatch)));
    }

    @PUT
    @Path("{publication}/published")
    @Operation(operationId = "resolvePublication", summary = "Say whether a publication that is held went out")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response resolve(
            @PathParam("publication") String publication,
            @Nullable SwitchJson published,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        boolean wasPublished = Requests.required(Requests.body(published).value(), "value");
        return versioned(
                publishing.resolve(Requests.caller(request), id(publication), wasPublished, Requests.version(ifMatch)));
    }

    @PUT
    @Path("{publication}")
    @Operation(operationId = "editPublication", summary = "Change a published post at its network")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response edit(
            @PathParam("publication") String publication,
            @Nullable PublicationChangeJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        Caller caller = Requests.caller(request);
        PublicationChangeJson wanted = Requests.body(change);
        Map<String, String> options = wanted.options();
        if (options == null) {
            options = publishing.publication(caller, id(publication)).content().options();
        }
        return versioned(publishing.edit(
                caller, id(publication), Requests.required(wanted.text(), "text"), options, Requests.version(ifMatch)));
    }

    @POST
    @Path("{publication}/first-comment/retry")
    @Operation(operationId = "retryFirstComment", summary = "Try a failed first comment again")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response retryComment(
            @PathParam("publication") String publication,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(publishing.retryComment(Requests.caller(request), id(publication), Requests.version(ifMatch)));
    }

    @PUT
    @Path("{publication}/first-comment/sent")
    @Operation(operationId = "resolveFirstComment", summary = "Say whether a first comment that is held went out")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PublicationJson.class)))
    public Response resolveComment(
            @PathParam("publication") String publication,
            @Nullable SwitchJson sent,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        boolean wasSent = Requests.required(Requests.body(sent).value(), "value");
        return versioned(publishing.resolveComment(
                Requests.caller(request), id(publication), wasSent, Requests.version(ifMatch)));
    }

    private static PublicationId id(String publication) {
        return Requests.id(publication, PublicationId::new, "publication");
    }

    private static Response versioned(PublicationView view) {
        return Requests.versioned(PublicationJson.of(view), view.version());
    }
}
