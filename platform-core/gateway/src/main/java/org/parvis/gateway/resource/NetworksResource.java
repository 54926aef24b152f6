package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
import org.parvis.api.ProblemException;
import org.parvis.api.network.Installation;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstallationService.Change;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.ForeseenChangeJson;
import org.parvis.gateway.view.InstallationJson;
import org.parvis.gateway.view.NetworkJson;
import org.parvis.gateway.view.ReplacedLimitJson;
import org.parvis.model.NetworkId;

/** The networks and what they offer. */
@Component(service = NetworksResource.class)
@JakartarsResource
@Path("v1/networks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "networks")
public final class NetworksResource {
    private final NetworkService networks;
    private final InstallationService installer;

    @Activate
    public NetworksResource(@Reference NetworkService networks, @Reference InstallationService installer) {
        this.networks = networks;
        this.installer = installer;
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

    @GET
    @Path("{network}/limits")
    @Operation(
            operationId = "listReplacedLimits",
            summary =
                    "The limits of a network that a signed file or the operator's configuration has put in the place of those of"
                            + " its plugin")
    public List<ReplacedLimitJson> limits(
            @PathParam("network") String network, @Context ContainerRequestContext request) {
        NetworkJson known = network(network, request);
        return installer.replacedLimits().stream()
                .filter(limit -> limit.network().value().equals(known.id()))
                .map(ReplacedLimitJson::of)
                .toList();
    }

    @POST
    @Path("{network}/promote")
    @Operation(
            operationId = "promoteNetwork",
            summary = "Route all accounts to the version that is tried out, or with 'dryRun' say what that would do;"
                    + " for the operator")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = InstallationJson.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With 'dryRun': what would be done; nothing was changed",
            content = @Content(schema = @Schema(implementation = ForeseenChangeJson.class)))
    public Response promote(
            @PathParam("network") String network,
            @QueryParam("dryRun") @Nullable String dryRun,
            @Context ContainerRequestContext request) {
        NetworkId id = changeable(network, request);
        return isDry(dryRun) ? foreseen(Change.PROMOTE, id) : begun(installer.promote(id, by(request)));
    }

    @POST
    @Path("{network}/rollback")
    @Operation(
            operationId = "rollBackNetwork",
            summary = "Go back to the version before, or end a trial, or with 'dryRun' say what that would do; for the"
                    + " operator")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = InstallationJson.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With 'dryRun': what would be done; nothing was changed",
            content = @Content(schema = @Schema(implementation = ForeseenChangeJson.class)))
    public Response rollback(
            @PathParam("network") String network,
            @QueryParam("dryRun") @Nullable String dryRun,
            @Context ContainerRequestContext request) {
        NetworkId id = changeable(network, request);
        return isDry(dryRun) ? foreseen(Change.ROLLBACK, id) : begun(installer.rollback(id, by(request)));
    }

    @POST
    @Path("{network}/drain")
    @Operation(operationId = "drainNetwork", summary = "Begin no more calls of the network; for the operator")
    public NetworkJson drain(@PathParam("network") String network, @Context ContainerRequestContext request) {
        NetworkId id = changeable(network, request);
        return NetworkJson.of(installer.drain(id, by(request)));
    }

    @POST
    @Path("{network}/resume")
    @Operation(
            operationId = "resumeNetwork",
            summary = "Call a network at rest or in quarantine again; for the operator")
    public NetworkJson resume(@PathParam("network") String network, @Context ContainerRequestContext request) {
        NetworkId id = changeable(network, request);
        return NetworkJson.of(installer.resume(id, by(request)));
    }

    @DELETE
    @Path("{network}")
    @Operation(
            operationId = "uninstallNetwork",
            summary = "Remove a network; its accounts stay, and work for it waits. With 'dryRun' say what that would"
                    + " do. For the operator")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = InstallationJson.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With 'dryRun': what would be done; nothing was changed",
            content = @Content(schema = @Schema(implementation = ForeseenChangeJson.class)))
    public Response uninstall(
            @PathParam("network") String network,
            @QueryParam("dryRun") @Nullable String dryRun,
            @Context ContainerRequestContext request) {
        NetworkId id = changeable(network, request);
        return isDry(dryRun) ? foreseen(Change.UNINSTALL, id) : begun(installer.uninstall(id, by(request)));
    }

    /** A network that is there, and somebody who may change it. */
    private NetworkId changeable(String network, ContainerRequestContext request) {
        Caller caller = Requests.caller(request);
        NetworkId id = networks.networks().stream()
                .map(NetworkStatus::id)
                .filter(each -> each.value().equals(network))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("network"));
        installer.requireOperator(caller);
        return id;
    }

    private static String by(ContainerRequestContext request) {
        return InstallationsResource.by(Requests.caller(request));
    }

    private static boolean isDry(@Nullable String dryRun) {
        return Boolean.TRUE.equals(Requests.flag(dryRun, "dryRun"));
    }

    private Response foreseen(Change change, NetworkId network) {
        return Response.ok(ForeseenChangeJson.of(network, change, installer.foresee(change, network)))
                .build();
    }

    private static Response begun(Installation installation) {
        return Response.accepted(InstallationJson.of(installation)).build();
    }
}
