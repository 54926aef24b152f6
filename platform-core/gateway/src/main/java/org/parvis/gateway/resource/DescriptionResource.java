package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.gateway.http.Anonymous;

/** The description of all routes, made from their code when this bundle is built. */
@Component(service = DescriptionResource.class)
@JakartarsResource
@Path("v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "description")
public final class DescriptionResource {
    private final String description;

    @Activate
    public DescriptionResource() {
        try (InputStream file = DescriptionResource.class.getResourceAsStream("openapi.json")) {
            if (file == null) {
                throw new IllegalStateException("The bundle was built without openapi.json");
            }
            description = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @GET
    @Anonymous
    @Operation(operationId = "readDescription", summary = "All routes, as OpenAPI 3.1 describes them")
    @ApiResponse(
            responseCode = "200",
            description = "This document",
            content = @Content(schema = @Schema(types = "object")))
    public String description() {
        return description;
    }
}
