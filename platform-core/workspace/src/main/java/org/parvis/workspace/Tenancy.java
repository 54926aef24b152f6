package org.parvis.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Brand;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Workspace;
import org.parvis.model.BrandId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** Workspaces and their brands. */
final class Tenancy {
    private static final String WORKSPACE = "select w.id, w.name, w.zone, w.created_at from workspace.workspace w ";
    private static final String BRAND =
            "select id, name, version from workspace.brand where workspace_id = :workspace ";

    private final Database database;

    Tenancy(Database database) {
        this.database = database;
    }

    /** All of them; for the operator. */
    List<Workspace> all() {
        return database.inSystem(handle -> handle.createQuery(WORKSPACE + "order by w.id")
                .map((row, context) -> workspace(row))
                .list());
    }

    Workspace one(Caller caller) {
        return database.inWorkspace(
                        caller.workspace(),
                        handle -> find(handle, caller.workspace().value()))
                .orElseThrow(() -> ProblemException.notFound("workspace"));
    }

    /** Where the person works; across workspaces, but only ever by the person of the caller. */
    List<Workspace> of(Caller caller) {
        if (caller.user() == null || caller.scopes() != null) {
            return List.of(one(caller));
        }
        UUID user = caller.user().value();
        return database.inSystem(handle -> handle.createQuery(WORKSPACE
                        + "join workspace.member m on m.workspace_id = w.id where m.user_id = :user and "
                        + Authority.MAY_ENTER
                        + " order by m.joined_at, w.id")
                .bind("user", user)
                .map((row, context) -> workspace(row))
                .list());
    }

    static Workspace create(Handle handle, String name) {
        UUID id = Identifiers.next();
        handle.createUpdate("insert into workspace.workspace (id, name, created_at) values (:id, :name, now())")
                .bind("id", id)
                .bind("name", name)
                .execute();
        return find(handle, id).orElseThrow();
    }

    /** One change of brands or people at a time; rows of other tables may still be added to the workspace meanwhile. */
    static void lock(Handle handle, UUID workspace) {
        handle.createQuery("select id from workspace.workspace where id = :workspace for no key update")
                .bind("workspace", workspace)
                .mapTo(UUID.class)
                .findOne();
    }

    Slice<Brand> brands(Caller caller, PageRequest page) {
        Optional<Set<BrandId>> readable = caller.readableBrands();
        List<UUID> only = readable.orElse(Set.of()).stream().map(BrandId::value).collect(Collectors.toList());
        List<Brand> found = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery(BRAND + """
                        and id > :after and (:all or id = any(:only)) order by id limit :limit""")
                        .bind("workspace", caller.workspace().value())
                        .bind("after", IdMark.decode(page.after()))
                        .bind("all", readable.isEmpty())
                        .bindArray("only", UUID.class, only)
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> brand(row))
                        .list());
        return IdMark.slice(found, page, brand -> brand.id().value());
    }

    Brand brand(Caller caller, BrandId brand) {
        caller.require(Right.READ, brand);
        return database.inWorkspace(caller.workspace(), handle -> stored(handle, caller, brand));
    }

    Brand createBrand(Caller caller, String name) {
        caller.require(Right.MANAGE_BRANDS);
        String checked = InputRules.name("name", name);
        return database.inWorkspace(caller.workspace(), handle -> {
            lock(handle, caller.workspace().value());
            Brand created = handle.createQuery("""
                            insert into workspace.brand (id, workspace_id, name) values (:id, :workspace, :name)
                            on conflict do nothing
                            returning id, name, version""")
                    .bind("id", Identifiers.next())
                    .bind("workspace", caller.workspace().value())
                    .bind("name", checked)
                    .map((row, context) -> brand(row))
                    .findOne()
                    .orElseThrow(() -> nameTaken(checked));
            append(handle, caller, "brand.create", created);
            return created;
        });
    }

    Brand renameBrand(Caller caller, BrandId brand, String name, long version) {
        caller.require(Right.MANAGE_BRANDS, brand);
        String checked = InputRules.name("name", name);
        return database.inWorkspace(caller.workspace(), handle -> {
            // Two that choose the same name at the same time must get an answer, not an error.
            lock(handle, caller.workspace().value());
            Brand present = stored(handle, caller, brand);
            if (present.version() != version) {
                throw new ProblemException(
                        Problem.STALE, "The brand was changed since it was read; read it again and repeat the change.");
            }
            if (isTaken(handle, caller, brand, checked)) {
                throw nameTaken(checked);
            }
            handle.createUpdate("update workspace.brand set name = :name, version = version + 1 where id = :id")
                    .bind("name", checked)
                    .bind("id", brand.value())
                    .execute();
            Brand renamed = stored(handle, caller, brand);
            append(handle, caller, "brand.rename", renamed);
            return renamed;
        });
    }

    private static boolean isTaken(Handle handle, Caller caller, BrandId brand, String name) {
        return handle.createQuery("""
                        select exists (select from workspace.brand
                            where workspace_id = :workspace and lower(name) = lower(:name) and id <> :id)""")
                .bind("workspace", caller.workspace().value())
                .bind("name", name)
                .bind("id", brand.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static Optional<Workspace> find(Handle handle, UUID id) {
        return handle.createQuery(WORKSPACE + "where w.id = :id")
                .bind("id", id)
                .map((row, context) -> workspace(row))
                .findOne();
    }

    private static Brand stored(Handle handle, Caller caller, BrandId brand) {
        return handle.createQuery(BRAND + "and id = :id")
                .bind("workspace", caller.workspace().value())
                .bind("id", brand.value())
                .map((row, context) -> brand(row))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound("brand"));
    }

    private static Workspace workspace(ResultSet row) throws SQLException {
        return new Workspace(
                new WorkspaceId(row.getObject("id", UUID.class)),
                row.getString("name"),
                ZoneId.of(row.getString("zone")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Brand brand(ResultSet row) throws SQLException {
        return new Brand(new BrandId(row.getObject("id", UUID.class)), row.getString("name"), row.getLong("version"));
    }

    private static ProblemException nameTaken(String name) {
        return new ProblemException(
                Problem.CONFLICT, "There is a brand named '" + name + "' already; choose another name.");
    }

    private static void append(Handle handle, Caller caller, String action, Brand brand) {
        AuditChain.append(
                handle,
                caller.workspace().value(),
                AuditChain.Actor.of(caller),
                new AuditChain.Action(action, "brand:" + brand.id(), Map.of("name", brand.name())));
    }
}
