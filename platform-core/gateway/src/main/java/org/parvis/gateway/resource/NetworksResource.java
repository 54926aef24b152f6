package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.network.NetworkService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.NetworkJson;

/** The networks and what they offer. */
@Component(service = NetworksResource.class)
@JakartarsResource
@Path("v1/networks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "networks")
public final class NetworksResource {
    private final NetworkService networks;

    @Activate
    public NetworksResource(@Reference NetworkService networks) {
        this.networks = networks;
    }

    @GET
    @Operation(operationId = "listNetworks", summary = "The networks that are installed")
    public List<NetworkJson> networks(@Context ContainerRequestContext request) {
        Requests.caller(request);
        return networks.networks().stream().map(NetworkJson::of).toList();
    }

    @GET
    @Path("{network}")
    @Operation(operationId = "readNetwork", summary = "A network")
    public NetworkJson network(@PathParam("network") String network, @Context ContainerRequestContext request) {
        Requests.caller(request);
        return networks.networks().stream()
                .filter(n -> n.id().value().equals(network))
                .findFirst()
                .map(NetworkJson::of)
                .orElseThrow(() -> ProblemException.notFound("network"));
    }
}
