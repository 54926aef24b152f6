package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
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
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.media.MediaAsset;
import org.parvis.api.media.MediaService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.MediaJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.model.BrandId;

/** The files of a brand. The body of an upload is the file itself, so that it can be streamed. */
@Component(service = BrandMediaResource.class)
@JakartarsResource
@Path("v1/brands/{brand}/media")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "media")
public final class BrandMediaResource {
    private final MediaService media;

    @Activate
    public BrandMediaResource(@Reference MediaService media) {
        this.media = media;
    }

    @GET
    @Operation(operationId = "listMedia", summary = "The files of a brand, the newest first")
    public PageJson<MediaJson> assets(
            @PathParam("brand") String brand,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        return PageJson.of(
                media.assets(Requests.caller(request), id(brand), Requests.page(after, limit)), MediaJson::of);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "addMedia",
            summary = "Add a file; the body is the file, and what it is, is found from its content",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = MediaJson.class)))
    public Response add(
            @PathParam("brand") String brand,
            @QueryParam("name") @Nullable String name,
            @QueryParam("alternativeText") @Nullable String alternativeText,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request,
            InputStream body)
            throws IOException {
        MediaService.NewMedia added = new MediaService.NewMedia(
                id(brand), name == null ? "" : name, alternativeText == null ? "" : alternativeText);
        MediaAsset asset = media.add(Requests.caller(request), added, body, Requests.idempotencyKey(key));
        return Requests.created(MediaJson.of(asset), asset.version());
    }

    private static BrandId id(String brand) {
        return Requests.id(brand, BrandId::new, "brand");
    }
}
