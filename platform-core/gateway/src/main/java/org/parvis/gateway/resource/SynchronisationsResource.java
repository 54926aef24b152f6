package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.inbox.InboxService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.NewSyncJson;
import org.parvis.gateway.view.SyncJson;
import org.parvis.model.AccountId;

/** Fetching everything now. */
@Component(service = SynchronisationsResource.class)
@JakartarsResource
@Path("v1/synchronisations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "inbox")
public final class SynchronisationsResource {
    private final InboxService inbox;

    @Activate
    public SynchronisationsResource(@Reference InboxService inbox) {
        this.inbox = inbox;
    }

    @GET
    @Operation(operationId = "listSynchronisations", summary = "How far the accounts are fetched")
    public List<SyncJson> states(@Context ContainerRequestContext request) {
        return inbox.syncStates(Requests.caller(request), null).stream()
                .map(SyncJson::of)
                .toList();
    }

    @POST
    @Operation(operationId = "synchronise", summary = "Fetch now; answers at once, the states tell when it is done")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = SyncJson.class))))
    public Response synchronise(@Nullable NewSyncJson sync, @Context ContainerRequestContext request) {
        List<AccountId> accounts = null;
        if (sync != null && sync.accounts() != null) {
            accounts = new ArrayList<>();
            for (String account : sync.accounts()) {
                accounts.add(Requests.id(account, AccountId::new, "account"));
            }
        }
        List<SyncJson> states = inbox.synchronise(Requests.caller(request), accounts).stream()
                .map(SyncJson::of)
                .toList();
        return Response.accepted(states).build();
    }
}
