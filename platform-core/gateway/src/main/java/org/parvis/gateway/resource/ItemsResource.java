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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.ItemView;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.ItemJson;
import org.parvis.gateway.view.NewReplyJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.gateway.view.SwitchJson;
import org.parvis.model.AccountId;
import org.parvis.model.ItemId;

/** Messages and answers. */
@Component(service = ItemsResource.class)
@JakartarsResource
@Path("v1/items")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "inbox")
public final class ItemsResource {
    private final InboxService inbox;

    @Activate
    public ItemsResource(@Reference InboxService inbox) {
        this.inbox = inbox;
    }

    @GET
    @Operation(operationId = "listItems", summary = "The latest messages, newest first")
    public PageJson<ItemJson> latest(
            @QueryParam("account") @Nullable String account,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        AccountId id = Requests.reference(account, AccountId::new, "account");
        return PageJson.of(inbox.latest(Requests.caller(request), id, Requests.page(after, limit)), ItemJson::of);
    }

    @GET
    @Path("{item}")
    @Operation(operationId = "readItem", summary = "A message")
    public ItemJson item(@PathParam("item") String item, @Context ContainerRequestContext request) {
        return ItemJson.of(inbox.item(Requests.caller(request), id(item)));
    }

    @POST
    @Path("{item}/replies")
    @Operation(operationId = "replyToItem", summary = "Answer; the answer goes out once, its state tells how far it is")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = ItemJson.class)))
    public Response reply(
            @PathParam("item") String item,
            @Nullable NewReplyJson reply,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        String text = Requests.required(Requests.body(reply).text(), "text");
        ItemView sent = inbox.reply(Requests.caller(request), id(item), text, Requests.idempotencyKey(key));
        return Response.status(201).entity(ItemJson.of(sent)).build();
    }

    @POST
    @Path("{item}/private-replies")
    @Operation(operationId = "replyPrivately", summary = "Answer a comment by a direct message to its author")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = ItemJson.class)))
    public Response replyPrivately(
            @PathParam("item") String item,
            @Nullable NewReplyJson reply,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        String text = Requests.required(Requests.body(reply).text(), "text");
        ItemView sent = inbox.replyPrivately(Requests.caller(request), id(item), text, Requests.idempotencyKey(key));
        return Response.status(201).entity(ItemJson.of(sent)).build();
    }

    @PUT
    @Path("{item}/sent")
    @Operation(
            operationId = "resolveReply",
            summary = "Say whether an answer that is held went out; one that did not is sent")
    public ItemJson resolve(
            @PathParam("item") String item, @Nullable SwitchJson sent, @Context ContainerRequestContext request) {
        return ItemJson.of(inbox.resolveReply(Requests.caller(request), id(item), value(sent)));
    }

    @PUT
    @Path("{item}/hidden")
    @Operation(operationId = "hideItem", summary = "Hide a message from others, or show it again")
    public ItemJson hide(
            @PathParam("item") String item, @Nullable SwitchJson hidden, @Context ContainerRequestContext request) {
        return ItemJson.of(inbox.hide(Requests.caller(request), id(item), value(hidden)));
    }

    @PUT
    @Path("{item}/liked")
    @Operation(operationId = "likeItem", summary = "Like a message, or take the like back")
    public ItemJson like(
            @PathParam("item") String item, @Nullable SwitchJson liked, @Context ContainerRequestContext request) {
        return ItemJson.of(inbox.like(Requests.caller(request), id(item), value(liked)));
    }

    @DELETE
    @Path("{item}")
    @Operation(operationId = "removeItem", summary = "Delete a message at its network; a tombstone stays")
    public ItemJson remove(@PathParam("item") String item, @Context ContainerRequestContext request) {
        return ItemJson.of(inbox.remove(Requests.caller(request), id(item)));
    }

    private static boolean value(@Nullable SwitchJson body) {
        return Requests.required(Requests.body(body).value(), "value");
    }

    private static ItemId id(String item) {
        return Requests.id(item, ItemId::new, "message");
    }
}
