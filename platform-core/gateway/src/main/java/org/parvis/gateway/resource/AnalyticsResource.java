package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.account.AccountService;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.MetricJson;
import org.parvis.gateway.view.ResponseTimesJson;
import org.parvis.gateway.view.VolumeJson;
import org.parvis.model.AccountId;
import org.parvis.model.PublicationId;

/** Figures. */
@Component(service = AnalyticsResource.class)
@JakartarsResource
@Path("v1/analytics")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "analytics")
public final class AnalyticsResource {
    private final AnalyticsService analytics;
    private final AccountService accounts;
    private final PublishingService publishing;

    @Activate
    public AnalyticsResource(
            @Reference AnalyticsService analytics,
            @Reference AccountService accounts,
            @Reference PublishingService publishing) {
        this.analytics = analytics;
        this.accounts = accounts;
        this.publishing = publishing;
    }

    @GET
    @Path("response-times")
    @Operation(operationId = "listResponseTimes", summary = "How each account answers")
    public List<ResponseTimesJson> responseTimes(
            @QueryParam("account") @Nullable List<String> accountIds,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @Context ContainerRequestContext request) {
        Caller caller = Requests.caller(request);
        List<ResponseTimesJson> figures = new ArrayList<>();
        for (Map.Entry<AccountId, ResponseTimes> entry :
                analytics.responseTimes(caller, query(accountIds, from, until)).entrySet()) {
            String handle = accounts.account(caller, entry.getKey()).handle();
            figures.add(ResponseTimesJson.of(entry.getKey().toString(), handle, entry.getValue()));
        }
        return figures;
    }

    @GET
    @Path("volumes")
    @Operation(operationId = "listVolumes", summary = "How much came and went, by hour or day")
    public List<VolumeJson> volumes(
            @QueryParam("account") @Nullable List<String> accountIds,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("step") @Nullable String step,
            @Context ContainerRequestContext request) {
        Duration length = switch (step == null ? "day" : step) {
            case "hour" -> Duration.ofHours(1);
            case "day" -> Duration.ofDays(1);
            default -> throw ProblemException.invalid("step", "choice", "'step' is 'hour' or 'day'.");
        };
        return analytics.volumes(Requests.caller(request), query(accountIds, from, until), length).stream()
                .map(VolumeJson::of)
                .toList();
    }

    @GET
    @Path("accounts/{account}/metrics")
    @Operation(operationId = "listAccountMetrics", summary = "What the network reports of an account")
    public List<MetricJson> accountMetrics(
            @PathParam("account") String account,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @Context ContainerRequestContext request) {
        AccountId id = Requests.id(account, AccountId::new, "account");
        return analytics
                .accountMetrics(
                        Requests.caller(request), id, Requests.time(from, "from"), Requests.time(until, "until"))
                .stream()
                .map(MetricJson::of)
                .toList();
    }

    @GET
    @Path("publications/{publication}/metrics")
    @Operation(operationId = "listPublicationMetrics", summary = "What the network reports of a publication")
    public List<MetricJson> publicationMetrics(
            @PathParam("publication") String publication, @Context ContainerRequestContext request) {
        PublicationId id = Requests.id(publication, PublicationId::new, "publication");
        Caller caller = Requests.caller(request);
        // Figures know publications by id only; whether it is there for the caller is publishing's to say.
        publishing.publication(caller, id);
        return analytics.publicationMetrics(caller, id).stream()
                .map(MetricJson::of)
                .toList();
    }

    private static FigureQuery query(@Nullable List<String> accountIds, @Nullable String from, @Nullable String until) {
        List<AccountId> ids = null;
        if (accountIds != null && !accountIds.isEmpty()) {
            ids = new ArrayList<>();
            for (String account : accountIds) {
                ids.add(Requests.id(account, AccountId::new, "account"));
            }
        }
        return new FigureQuery(ids, Requests.time(from, "from"), Requests.time(until, "until"));
    }
}
