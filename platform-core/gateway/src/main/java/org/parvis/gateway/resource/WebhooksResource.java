package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.network.WebhookIngress;
import org.parvis.gateway.http.Anonymous;
import org.parvis.gateway.http.Requests;
import org.parvis.model.NetworkId;

/** Where networks push to. The raw body is verified and committed before anything is answered; it is understood later. */
@Component(service = WebhooksResource.class)
@JakartarsResource
@Path("v1/webhooks/{network}")
@Anonymous
@Tag(name = "webhooks")
public final class WebhooksResource {
    private final WebhookIngress ingress;

    @Activate
    public WebhooksResource(@Reference WebhookIngress ingress) {
        this.ingress = ingress;
    }

    @GET
    @Operation(operationId = "answerWebhookChallenge", summary = "Answer a network's challenge")
    @ApiResponse(responseCode = "200", description = "What the network wants to hear")
    public Response challenge(
            @PathParam("network") String network,
            @Context UriInfo address,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request) {
        return receive("GET", network, address, headers, request, new byte[0]);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "pushWebhook", summary = "Take what a network pushes")
    @ApiResponse(responseCode = "200", description = "What the network wants to hear")
    public Response push(
            @PathParam("network") String network,
            @Context UriInfo address,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body)
            throws IOException {
        return receive("POST", network, address, headers, request, body.readAllBytes());
    }

    private Response receive(
            String method,
            String network,
            UriInfo address,
            HttpHeaders headers,
            ContainerRequestContext request,
            byte[] body) {
        NetworkId id;
        try {
            id = new NetworkId(network);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.notFound("network");
        }
        Map<String, List<String>> lowered = new LinkedHashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), values));
        WebhookIngress.Answer answer = ingress.receive(
                id, method, lowered, Map.copyOf(address.getQueryParameters()), body, Requests.origin(request));
        return Response.ok(answer.body(), answer.contentType()).build();
    }
}
