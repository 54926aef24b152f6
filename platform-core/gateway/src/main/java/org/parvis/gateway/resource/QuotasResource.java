package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.network.QuotaService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.QuotaJson;

/** The networks' budgets that the workspace's accounts use. */
@Component(service = QuotasResource.class)
@JakartarsResource
@Path("v1/quotas")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "networks")
public final class QuotasResource {
    private final QuotaService quotas;

    @Activate
    public QuotasResource(@Reference QuotaService quotas) {
        this.quotas = quotas;
    }

    @GET
    @Operation(
            operationId = "listQuotas",
            summary = "The budgets in use of the accounts one may read, and of the application where they share it")
    public List<QuotaJson> quotas(@Context ContainerRequestContext request) {
        return quotas.quotas(Requests.caller(request)).stream()
                .map(QuotaJson::of)
                .toList();
    }
}
