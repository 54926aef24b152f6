package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.network.Installation;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.InstallationJson;
import org.parvis.gateway.view.NetworkProposalJson;
import org.parvis.model.WorkspaceId;

/** Networks from files: the body of a request is the file itself. For persons whom the operator has named. */
@Component(service = InstallationsResource.class)
@JakartarsResource
@Path("v1/installations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "networks")
public final class InstallationsResource {
    private final InstallationService installer;

    @Activate
    public InstallationsResource(@Reference InstallationService installer) {
        this.installer = installer;
    }

    @GET
    @Operation(
            operationId = "listInstallations",
            summary =
                    "The latest changes of the installed networks and how far each is, newest first; for the operator")
    public List<InstallationJson> installations(@Context ContainerRequestContext request) {
        installer.requireOperator(Requests.caller(request));
        return installer.installations().stream().map(InstallationJson::of).toList();
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "installNetwork",
            summary =
                    "Install or update a network; the body is its .kar or .jar, or a signed file whose 'name' ends with .limits,"
                            + " which replaces limits of a network. Answers when the file is checked, the list"
                            + " tells how far it is. For the operator",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = InstallationJson.class)))
    public Response install(
            @QueryParam("name") @Nullable String name,
            @QueryParam("downgrade") @Nullable String downgrade,
            @QueryParam("acceptLoss") @Nullable String acceptLoss,
            @QueryParam("share") @Nullable String share,
            @QueryParam("workspace") @Nullable String workspace,
            @Context ContainerRequestContext request,
            InputStream body)
            throws IOException {
        Caller caller = Requests.caller(request);
        installer.requireOperator(caller);
        InstallationChoice choice = choice(downgrade, acceptLoss, share, workspace);
        Installation begun = withFile(name, body, file -> installer.install(file, choice, by(caller)));
        return Response.accepted(InstallationJson.of(begun)).build();
    }

    @POST
    @Path("check")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "checkNetwork",
            summary = "What installing a file would mean; the body is the file. For the operator",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                                            schema = @Schema(type = "string", format = "binary"))))
    public NetworkProposalJson check(
            @QueryParam("name") @Nullable String name, @Context ContainerRequestContext request, InputStream body)
            throws IOException {
        installer.requireOperator(Requests.caller(request));
        return NetworkProposalJson.of(withFile(name, body, file -> installer.check(file, InstallationChoice.PLAIN)));
    }

    private static InstallationChoice choice(
            @Nullable String downgrade,
            @Nullable String acceptLoss,
            @Nullable String share,
            @Nullable String workspace) {
        WorkspaceId only = Requests.reference(workspace, WorkspaceId::new, "workspace");
        if (share != null && !share.matches("100|\\d{1,2}")) {
            throw ProblemException.invalid(
                    "share", "number", "'share' is a percentage from 0 to 100, not '" + share + "'.");
        }
        int part = share != null ? Integer.parseInt(share) : only == null ? 100 : 0;
        return new InstallationChoice(
                Purpose.ANY,
                Boolean.TRUE.equals(Requests.flag(downgrade, "downgrade")),
                Boolean.TRUE.equals(Requests.flag(acceptLoss, "acceptLoss")),
                part,
                only);
    }

    /** Who is written into the audit trail. */
    static String by(Caller caller) {
        return caller.name() + " (" + caller.user() + ") from " + caller.origin();
    }

    private interface Use<T> {
        T of(java.nio.file.Path file);
    }

    /** The installer copies what it needs before it answers. */
    private static <T> T withFile(@Nullable String name, InputStream body, Use<T> use) throws IOException {
        String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
        String ending = lower.endsWith(".jar") ? ".jar" : lower.endsWith(".limits") ? ".limits" : ".kar";
        java.nio.file.Path file = Files.createTempFile("parvis-" + UUID.randomUUID(), ending);
        try {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            return use.of(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
