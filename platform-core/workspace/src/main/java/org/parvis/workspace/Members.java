package org.parvis.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Workspace;
import org.parvis.api.workspace.WorkspaceService.MemberChange;
import org.parvis.api.workspace.WorkspaceService.NewMember;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** Who works in a workspace, and as what. Only ever shows people of the caller's workspace. */
final class Members {
    private static final String MEMBER = "select m.user_id, u.email, u.name, u.language, m.enabled, m.role, m.version, "
            + Authority.BRAND_ROLES
            + " from workspace.member m join workspace.platform_user u on u.id = m.user_id"
            + " where m.workspace_id = :workspace ";

    private final Database database;
    private final Logins logins;

    Members(Database database, Logins logins) {
        this.database = database;
        this.logins = logins;
    }

    Workspace createWorkspace(String name, NewMember owner, String origin) {
        String checked = InputRules.name("name", name);
        NewPerson person = person(owner, logins);
        return database.inSystem(handle -> {
            Workspace created = Tenancy.create(handle, checked);
            UUID user = enroll(handle, person, true);
            Authority authority = new Authority(Role.OWNER, Map.of());
            join(handle, created.id().value(), user, authority);
            AuditChain.append(
                    handle,
                    created.id().value(),
                    new AuditChain.Actor(null, "operator", origin),
                    new AuditChain.Action(
                            "workspace.create",
                            "workspace:" + created.id(),
                            Map.of("name", checked, "owner", "user:" + user)));
            return created;
        });
    }

    Slice<Member> list(Caller caller, PageRequest page) {
        caller.require(Right.READ);
        List<Member> found = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery(MEMBER + "and m.user_id > :after order by m.user_id limit :limit")
                        .bind("workspace", caller.workspace().value())
                        .bind("after", IdMark.decode(page.after()))
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> member(row))
                        .list());
        return IdMark.slice(found, page, member -> member.user().value());
    }

    Member one(Caller caller, UserId user) {
        if (!caller.may(Right.READ) && !user.equals(caller.user())) {
            throw ProblemException.notFound("person");
        }
        return database.inWorkspace(
                caller.workspace(), handle -> find(handle, caller.workspace().value(), user.value()));
    }

    Member add(Caller caller, NewMember member) {
        caller.require(Right.MANAGE_PEOPLE);
        NewPerson person = person(member, logins);
        Authority authority = new Authority(member.workspaceRole(), member.brandRoles());
        if (member.workspaceRole() == null && member.brandRoles().isEmpty()) {
            throw ProblemException.invalid(
                    "workspaceRole", "role.missing", "A person needs a role on the workspace or on a brand.");
        }
        UUID workspace = caller.workspace().value();
        return database.inSystem(handle -> {
            requireBrands(handle, workspace, authority);
            UUID user = enrollOrRefuse(handle, person, workspace);
            join(handle, workspace, user, authority);
            append(handle, caller, "member.add", user, authority.described());
            return find(handle, workspace, user);
        });
    }

    Member change(Caller caller, UserId user, MemberChange change, long version) {
        caller.require(Right.MANAGE_PEOPLE);
        UUID workspace = caller.workspace().value();
        return database.inWorkspace(caller.workspace(), handle -> {
            // Two owners must not be able to remove each other at the same time.
            Tenancy.lock(handle, workspace);
            Member before = find(handle, workspace, user.value());
            if (before.version() != version) {
                throw new ProblemException(
                        Problem.STALE,
                        "The person was changed since they were read; read them again and repeat the change.");
            }
            Authority held = new Authority(before.workspaceRole(), before.brandRoles());
            Authority wanted = new Authority(change.workspaceRole(), change.brandRoles());
            requireBrands(handle, workspace, wanted);
            store(handle, workspace, user.value(), change.enabled(), wanted);
            requireOwner(handle, workspace);
            if (!change.enabled() || wanted.isLessThan(held)) {
                Sessions.endAll(handle, user.value(), workspace);
            }
            if (!change.enabled()) {
                Tokens.revokeAll(handle, user.value(), workspace);
            }
            Map<String, String> details = new TreeMap<>(wanted.described());
            details.put("enabled", Boolean.toString(change.enabled()));
            append(handle, caller, "member.change", user.value(), details);
            return find(handle, workspace, user.value());
        });
    }

    private record NewPerson(String email, String name, String language, String passwordHash) {
        @Override
        public String toString() {
            return "NewPerson[hidden]";
        }
    }

    /** The password is looked at whether or not the person exists, so that nobody learns that from the answer. */
    private static NewPerson person(NewMember member, Logins logins) {
        String email = InputRules.email(member.email());
        String name = InputRules.name("name", member.name());
        String language = InputRules.language(member.language());
        return new NewPerson(email, name, language, logins.newHash(member.password(), email));
    }

    private static UUID enrollOrRefuse(Handle handle, NewPerson person, UUID workspace) {
        boolean member = handle.createQuery("""
                        select exists (select from workspace.member m
                            join workspace.platform_user u on u.id = m.user_id
                            where m.workspace_id = :workspace and u.email_key = :key)""")
                .bind("workspace", workspace)
                .bind("key", InputRules.emailKey(person.email()))
                .mapTo(Boolean.class)
                .one();
        if (member) {
            throw alreadyMember(person);
        }
        return enroll(handle, person, false);
    }

    /** Makes the login, or finds the one there is, of which nothing is changed: it is not the workspace's. */
    private static UUID enroll(Handle handle, NewPerson person, boolean vouchedFor) {
        UUID id = Identifiers.next();
        boolean created = handle.createUpdate("""
                        insert into workspace.platform_user (
                            id, email, email_key, name, language, password_hash, verified_at, created_at)
                        values (:id, :email, :key, :name, :language, :hash, case when :verified then now() end, now())
                        on conflict (email_key) do nothing""")
                        .bind("id", id)
                        .bind("email", person.email())
                        .bind("key", InputRules.emailKey(person.email()))
                        .bind("name", person.name())
                        .bind("language", person.language())
                        .bind("hash", person.passwordHash())
                        .bind("verified", vouchedFor)
                        .execute()
                == 1;
        return created ? id : verified(handle, person);
    }

    /** Whoever registered an address that is not theirs holds its password, and must not get into another workspace by it. */
    private static UUID verified(Handle handle, NewPerson person) {
        return handle.createQuery("""
                        select id from workspace.platform_user
                        where email_key = :key and verified_at is not null for key share""")
                .bind("key", InputRules.emailKey(person.email()))
                .mapTo(UUID.class)
                .findOne()
                .orElseThrow(() -> new ProblemException(
                        Problem.CONFLICT,
                        "Nobody has vouched for the address " + person.email()
                                + " yet, which is known already; the operator can do so by giving it a new password."));
    }

    private static void join(Handle handle, UUID workspace, UUID user, Authority authority) {
        handle.createUpdate("""
                        insert into workspace.member (workspace_id, user_id, role, joined_at)
                        values (:workspace, :user, :role, now())""")
                .bind("workspace", workspace)
                .bind("user", user)
                .bind("role", nameOf(authority.workspaceRole()))
                .execute();
        storeBrandRoles(handle, workspace, user, authority);
    }

    private static void store(Handle handle, UUID workspace, UUID user, boolean enabled, Authority authority) {
        handle.createUpdate("""
                        update workspace.member set role = :role, enabled = :enabled, version = version + 1
                        where workspace_id = :workspace and user_id = :user""")
                .bind("role", nameOf(authority.workspaceRole()))
                .bind("enabled", enabled)
                .bind("workspace", workspace)
                .bind("user", user)
                .execute();
        handle.createUpdate("delete from workspace.brand_role where workspace_id = :workspace and user_id = :user")
                .bind("workspace", workspace)
                .bind("user", user)
                .execute();
        storeBrandRoles(handle, workspace, user, authority);
    }

    private static void storeBrandRoles(Handle handle, UUID workspace, UUID user, Authority authority) {
        authority
                .brandRoles()
                .forEach((brand, role) -> handle.createUpdate("""
                        insert into workspace.brand_role (workspace_id, user_id, brand_id, role)
                        values (:workspace, :user, :brand, :role)""")
                        .bind("workspace", workspace)
                        .bind("user", user)
                        .bind("brand", brand.value())
                        .bind("role", role.name())
                        .execute());
    }

    private static void requireOwner(Handle handle, UUID workspace) {
        boolean owned = handle.createQuery("""
                        select exists (select from workspace.member
                            where workspace_id = :workspace and role = 'OWNER' and enabled)""")
                .bind("workspace", workspace)
                .mapTo(Boolean.class)
                .one();
        if (!owned) {
            throw new ProblemException(
                    Problem.CONFLICT, "A workspace needs an owner who can log in; make somebody else owner first.");
        }
    }

    private static void requireBrands(Handle handle, UUID workspace, Authority authority) {
        for (BrandId brand : authority.brandRoles().keySet()) {
            boolean known = handle.createQuery(
                            "select exists (select from workspace.brand where workspace_id = :workspace and id = :brand)")
                    .bind("workspace", workspace)
                    .bind("brand", brand.value())
                    .mapTo(Boolean.class)
                    .one();
            if (!known) {
                throw ProblemException.notFound("brand");
            }
        }
    }

    private static Member find(Handle handle, UUID workspace, UUID user) {
        Optional<Member> found = handle.createQuery(MEMBER + "and m.user_id = :user")
                .bind("workspace", workspace)
                .bind("user", user)
                .map((row, context) -> member(row))
                .findOne();
        return found.orElseThrow(() -> ProblemException.notFound("person"));
    }

    private static Member member(ResultSet row) throws SQLException {
        Authority authority = Authority.of(row);
        return new Member(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("email"),
                row.getString("name"),
                row.getString("language"),
                row.getBoolean("enabled"),
                authority.workspaceRole(),
                authority.brandRoles(),
                row.getLong("version"));
    }

    private static @Nullable String nameOf(@Nullable Role role) {
        return role == null ? null : role.name();
    }

    private static ProblemException alreadyMember(NewPerson person) {
        return new ProblemException(
                Problem.CONFLICT,
                person.email() + " is a member of this workspace already; change their roles instead.");
    }

    private static void append(Handle handle, Caller caller, String action, UUID user, Map<String, String> details) {
        AuditChain.append(
                handle,
                caller.workspace().value(),
                AuditChain.Actor.of(caller),
                new AuditChain.Action(action, "user:" + user, details));
    }
}
