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
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.Brand;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.BrandJson;
import org.parvis.gateway.view.NewBrandJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.model.BrandId;

/** Brands. */
@Component(service = BrandsResource.class)
@JakartarsResource
@Path("v1/brands")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class BrandsResource {
    private final WorkspaceService workspaces;
    private final CreatedOnce once;

    @Activate
    public BrandsResource(@Reference WorkspaceService workspaces, @Reference CreatedOnce once) {
        this.workspaces = workspaces;
        this.once = once;
    }

    @GET
    @Operation(operationId = "listBrands", summary = "The brands one may read")
    public PageJson<BrandJson> brands(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        return PageJson.of(workspaces.brands(Requests.caller(request), Requests.page(after, limit)), BrandJson::of);
    }

    @POST
    @Operation(operationId = "createBrand", summary = "Create a brand")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = BrandJson.class)))
    public Response create(
            @Nullable NewBrandJson brand,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        NewBrandJson body = Requests.body(brand);
        String name = Requests.required(body.name(), "name");
        return once.create(request, key, body, () -> {
            Brand created = workspaces.createBrand(Requests.caller(request), name);
            return Requests.created(BrandJson.of(created), created.version());
        });
    }

    @GET
    @Path("{brand}")
    @Operation(operationId = "readBrand", summary = "A brand")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = BrandJson.class)))
    public Response brand(@PathParam("brand") String brand, @Context ContainerRequestContext request) {
        Brand found = workspaces.brand(Requests.caller(request), Requests.id(brand, BrandId::new, "brand"));
        return Requests.versioned(BrandJson.of(found), found.version());
    }

    @PUT
    @Path("{brand}")
    @Operation(operationId = "renameBrand", summary = "Rename a brand")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = BrandJson.class)))
    public Response rename(
            @PathParam("brand") String brand,
            @Nullable NewBrandJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        Brand renamed = workspaces.renameBrand(
                Requests.caller(request),
                Requests.id(brand, BrandId::new, "brand"),
                Requests.required(Requests.body(change).name(), "name"),
                Requests.version(ifMatch));
        return Requests.versioned(BrandJson.of(renamed), renamed.version());
    }
}
