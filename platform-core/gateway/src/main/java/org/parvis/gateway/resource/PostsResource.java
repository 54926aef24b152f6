package org.parvis.gateway.resource;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.NewPostJson;
import org.parvis.gateway.view.PostJson;
import org.parvis.gateway.view.ScheduleJson;
import org.parvis.gateway.view.ViolationJson;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.PostId;

/** Posts. */
@Component(service = PostsResource.class)
@JakartarsResource
@Path("v1/posts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "publishing")
public final class PostsResource {
    private final PublishingService publishing;

    @Activate
    public PostsResource(@Reference PublishingService publishing) {
        this.publishing = publishing;
    }

    @POST
    @Operation(operationId = "composePost", summary = "Store a draft")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = PostJson.class)))
    public Response compose(
            @Nullable NewPostJson post,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        String idempotencyKey = Requests.idempotencyKey(key);
        PostView view = publishing.compose(Requests.caller(request), read(post), idempotencyKey);
        return Requests.created(PostJson.of(view), view.version());
    }

    @POST
    @Path("validation")
    @Operation(operationId = "validatePost", summary = "What is wrong with a post, without storing it")
    public List<ViolationJson> validate(@Nullable NewPostJson post, @Context ContainerRequestContext request) {
        return publishing.validate(Requests.caller(request), read(post)).stream()
                .map(ViolationJson::of)
                .toList();
    }

    @GET
    @Path("{post}")
    @Operation(operationId = "readPost", summary = "A post with its publications")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PostJson.class)))
    public Response post(@PathParam("post") String post, @Context ContainerRequestContext request) {
        return versioned(publishing.post(Requests.caller(request), id(post)));
    }

    @PUT
    @Path("{post}")
    @Operation(operationId = "revisePost", summary = "Change a draft")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PostJson.class)))
    public Response revise(
            @PathParam("post") String post,
            @Nullable NewPostJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return versioned(
                publishing.revise(Requests.caller(request), id(post), read(change), Requests.version(ifMatch)));
    }

    @POST
    @Path("{post}/schedule")
    @Operation(operationId = "schedulePost", summary = "Let a post go out, at once or later")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = PostJson.class)))
    public Response schedule(
            @PathParam("post") String post,
            @Nullable ScheduleJson schedule,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        Instant due = schedule == null ? null : Requests.time(schedule.dueAt(), "dueAt");
        return versioned(publishing.schedule(Requests.caller(request), id(post), due, Requests.version(ifMatch)));
    }

    private static NewPost read(@Nullable NewPostJson json) {
        NewPostJson post = Requests.body(json);
        List<NewPost.Target> targets = new ArrayList<>();
        List<NewPostJson.TargetJson> given = Requests.required(post.targets(), "targets");
        for (int i = 0; i < given.size(); i++) {
            NewPostJson.TargetJson target = given.get(i);
            String field = "targets[" + i + "].account";
            targets.add(new NewPost.Target(
                    Requests.required(
                            Requests.reference(Requests.required(target.account(), field), AccountId::new, field),
                            field),
                    target.format() == null ? "text" : target.format(),
                    target.text() == null ? "" : target.text(),
                    target.options() == null ? Map.of() : target.options(),
                    media(target.media(), "targets[" + i + "].media"),
                    target.firstComment() == null ? "" : target.firstComment(),
                    thread(target.thread(), "targets[" + i + "].thread")));
        }
        return new NewPost(
                Requests.required(
                        Requests.reference(Requests.required(post.brand(), "brand"), BrandId::new, "brand"), "brand"),
                Requests.required(post.text(), "text"),
                targets);
    }

    private static List<NewPost.Part> thread(@Nullable List<NewPostJson.PartJson> given, String field) {
        List<NewPost.Part> parts = new ArrayList<>();
        List<NewPostJson.PartJson> present = given == null ? List.of() : given;
        for (int i = 0; i < present.size(); i++) {
            NewPostJson.PartJson part = present.get(i);
            String path = field + "[" + i + "].";
            parts.add(new NewPost.Part(
                    part.format() == null ? "text" : part.format(),
                    Requests.required(part.text(), path + "text"),
                    part.options() == null ? Map.of() : part.options(),
                    media(part.media(), path + "media")));
        }
        return parts;
    }

    private static List<MediaUse> media(@Nullable List<NewPostJson.UseJson> given, String field) {
        List<MediaUse> uses = new ArrayList<>();
        List<NewPostJson.UseJson> present = given == null ? List.of() : given;
        for (int i = 0; i < present.size(); i++) {
            NewPostJson.UseJson use = present.get(i);
            String path = field + "[" + i + "].media";
            String id = Requests.required(use.media(), path);
            uses.add(new MediaUse(
                    Requests.required(Requests.reference(id, MediaId::new, path), path),
                    use.alternativeText() == null ? "" : use.alternativeText()));
        }
        return uses;
    }

    private static PostId id(String post) {
        return Requests.id(post, PostId::new, "post");
    }

    private static Response versioned(PostView view) {
        return Requests.versioned(PostJson.of(view), view.version());
    }
}
