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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.media.MediaAsset;
import org.parvis.api.media.MediaContent;
import org.parvis.api.media.MediaService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.MediaChangeJson;
import org.parvis.gateway.view.MediaJson;
import org.parvis.model.MediaId;

/** A file of the media library, for people. */
@Component(service = MediaResource.class)
@JakartarsResource
@Path("v1/media/{media}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "media")
public final class MediaResource {
    private final MediaService media;

    @Activate
    public MediaResource(@Reference MediaService media) {
        this.media = media;
    }

    @GET
    @Operation(operationId = "readMedia", summary = "What is known of a file")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = MediaJson.class)))
    public Response asset(@PathParam("media") String id, @Context ContainerRequestContext request) {
        return versioned(media.asset(Requests.caller(request), id(id)));
    }

    /** Always as an attachment: shown within a page of ours, but never opened as a page of its own. */
    @GET
    @Path("content")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "readMediaContent", summary = "The file itself")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = "string", format = "binary")))
    public Response content(@PathParam("media") String id, @Context ContainerRequestContext request)
            throws IOException {
        MediaContent content = media.content(Requests.caller(request), id(id));
        InputStream stream = content.source().open(0);
        StreamingOutput output = to -> {
            try (stream) {
                stream.transferTo(to);
            }
        };
        return Response.ok(output, content.asset().type())
                .header(HttpHeaders.CONTENT_LENGTH, content.asset().size())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        attachment(content.asset().name()))
                .build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "describeMedia", summary = "Change the alternative text")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = MediaJson.class)))
    public Response describe(
            @PathParam("media") String id,
            @Nullable MediaChangeJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        String text = Requests.required(Requests.body(change).alternativeText(), "alternativeText");
        return versioned(media.describe(Requests.caller(request), id(id), text, Requests.version(ifMatch)));
    }

    @DELETE
    @Operation(operationId = "deleteMedia", summary = "Delete a file that nothing needs that is still to go out")
    @ApiResponse(responseCode = "204", description = "Deleted")
    public void delete(@PathParam("media") String id, @Context ContainerRequestContext request) {
        media.delete(Requests.caller(request), id(id));
    }

    /** RFC 6266 with the name as RFC 8187 encodes it. */
    static String attachment(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename*=UTF-8''" + encoded;
    }

    private static MediaId id(String media) {
        return Requests.id(media, MediaId::new, "file");
    }

    private static Response versioned(MediaAsset asset) {
        return Requests.versioned(MediaJson.of(asset), asset.version());
    }
}
