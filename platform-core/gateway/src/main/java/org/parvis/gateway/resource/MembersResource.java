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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Requests;
import org.parvis.gateway.view.MemberChangeJson;
import org.parvis.gateway.view.MemberJson;
import org.parvis.gateway.view.NewMemberJson;
import org.parvis.gateway.view.PageJson;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;

/** The people of the workspace. */
@Component(service = MembersResource.class)
@JakartarsResource
@Path("v1/members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "people")
public final class MembersResource {
    private final WorkspaceService workspaces;
    private final CreatedOnce once;

    @Activate
    public MembersResource(@Reference WorkspaceService workspaces, @Reference CreatedOnce once) {
        this.workspaces = workspaces;
        this.once = once;
    }

    @GET
    @Operation(operationId = "listMembers", summary = "The people")
    public PageJson<MemberJson> members(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context ContainerRequestContext request) {
        return PageJson.of(workspaces.members(Requests.caller(request), Requests.page(after, limit)), MemberJson::of);
    }

    @POST
    @Operation(operationId = "addMember", summary = "Add a person")
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = MemberJson.class)))
    public Response add(
            @Nullable NewMemberJson member,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context ContainerRequestContext request) {
        NewMemberJson body = Requests.body(member);
        WorkspaceService.NewMember fresh = new WorkspaceService.NewMember(
                Requests.required(body.email(), "email"),
                Requests.required(body.name(), "name"),
                body.language() == null ? "en" : body.language(),
                Requests.required(body.password(), "password"),
                Requests.constant(body.workspaceRole(), Role.class, "workspaceRole"),
                roles(body.brandRoles()));
        return once.create(request, key, body, () -> {
            Member added = workspaces.addMember(Requests.caller(request), fresh);
            return Requests.created(MemberJson.of(added), added.version());
        });
    }

    @GET
    @Path("{user}")
    @Operation(operationId = "readMember", summary = "A person")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = MemberJson.class)))
    public Response member(@PathParam("user") String user, @Context ContainerRequestContext request) {
        Member found = workspaces.member(Requests.caller(request), Requests.id(user, UserId::new, "member"));
        return Requests.versioned(MemberJson.of(found), found.version());
    }

    @PUT
    @Path("{user}")
    @Operation(operationId = "changeMember", summary = "Change what a person may do")
    @ApiResponse(
            responseCode = "200",
            description = "As it stands now",
            content = @Content(schema = @Schema(implementation = MemberJson.class)))
    public Response change(
            @PathParam("user") String user,
            @Nullable MemberChangeJson change,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        MemberChangeJson body = Requests.body(change);
        WorkspaceService.MemberChange wanted = new WorkspaceService.MemberChange(
                Requests.required(body.enabled(), "enabled"),
                Requests.constant(body.workspaceRole(), Role.class, "workspaceRole"),
                roles(body.brandRoles()));
        Member changed = workspaces.changeMember(
                Requests.caller(request), Requests.id(user, UserId::new, "member"), wanted, Requests.version(ifMatch));
        return Requests.versioned(MemberJson.of(changed), changed.version());
    }

    private static Map<BrandId, Role> roles(@Nullable Map<String, String> roles) {
        Map<BrandId, Role> read = new HashMap<>();
        if (roles != null) {
            roles.forEach((brand, role) -> read.put(
                    Requests.required(Requests.reference(brand, BrandId::new, "brandRoles"), "brandRoles"),
                    Requests.required(
                            Requests.constant(role, Role.class, "brandRoles." + brand), "brandRoles." + brand)));
        }
        return read;
    }
}
