package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.inbox.ConversationQuery;
import org.parvis.api.inbox.ConversationStatus;
import org.parvis.api.inbox.ConversationView;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.workspace.Caller;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.ConversationChangeJson;
import org.parvis.gateway.view.ConversationJson;
import org.parvis.gateway.view.ItemJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.ConversationId;

/** Conversations. */
@Component(service = ConversationsResource.class)
@JakartarsResource
@Path("v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "inbox")
public final class ConversationsResource {
    private final InboxService inbox;

    @Activate
    public ConversationsResource(@Reference InboxService inbox) {
        this.inbox = inbox;
    }

    @GET
    @Operation(operationId = "listConversations", summary = "Conversations, newest activity first")
    public PageJson<ConversationJson> conversations(
            @QueryParam("brand") @Nullable String brand,
            @QueryParam("account") @Nullable String account,
            @QueryParam("status") @Nullable String status,
            @QueryParam("unread") @Nullable String unread,
            @QueryParam("awaiting") @Nullable String awaiting,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        ConversationQuery query = new ConversationQuery(
                Requests.reference(brand, BrandId::new, "brand"),
                Requests.reference(account, AccountId::new, "account"),
                Requests.constant(status, ConversationStatus.class, "status"),
                Requests.flag(unread, "unread"),
                Requests.flag(awaiting, "awaiting"),
                Requests.page(after, limit));
        return PageJson.of(inbox.conversations(Requests.caller(request), query), ConversationJson::of);
    }

    @GET
    @Path("{conversation}")
    @Operation(operationId = "readConversation", summary = "A conversation")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = ConversationJson.class)))
    public Response conversation(
            @PathParam("conversation") String conversation, @Context ContainerRequestContext request) {
        return versioned(inbox.conversation(Requests.caller(request), id(conversation)));
    }

    @PATCH
    @Path("{conversation}")
    @Operation(operationId = "changeConversation", summary = "Mark as read or unread, open, snooze or close")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = ConversationJson.class)))
    public Response change(
            @PathParam("conversation") String conversation,
            @Nullable ConversationChangeJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        ConversationChangeJson body = Requests.body(change);
        Caller caller = Requests.caller(request);
        ConversationId id = id(conversation);
        ConversationView view = inbox.conversation(caller, id);
        ConversationStatus status = Requests.constant(body.status(), ConversationStatus.class, "status");
        if (status != null) {
            Instant until = Requests.time(body.snoozedUntil(), "snoozedUntil");
            view = inbox.changeStatus(caller, id, status, until, Requests.version(ifMatch));
        }
        if (body.unread() != null) {
            view = inbox.markRead(caller, id, !body.unread());
        }
        return versioned(view);
    }

    @GET
    @Path("{conversation}/items")
    @Operation(operationId = "listConversationItems", summary = "The messages of a conversation, oldest first")
    public PageJson<ItemJson> items(
            @PathParam("conversation") String conversation,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        return PageJson.of(
                inbox.items(Requests.caller(request), id(conversation), Requests.page(after, limit)), ItemJson::of);
    }

    private static ConversationId id(String conversation) {
        return Requests.id(conversation, ConversationId::new, "conversation");
    }

    private static Response versioned(ConversationView view) {
        return Requests.versioned(ConversationJson.of(view), view.version());
    }
}
