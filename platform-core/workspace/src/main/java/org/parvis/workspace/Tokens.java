package org.parvis.workspace;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/**
 * Tokens for programs. A token stands for the person who made it, with what that person may do at the moment of use and
 * never more than its scopes; one that the operator made at the console stands for the operator.
 */
final class Tokens {
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final Database database;

    Tokens(Database database) {
        this.database = database;
    }

    ApiToken create(Caller caller, String name, Set<Right> scopes, @Nullable Duration lifetime) {
        requireNoToken(caller);
        String checkedName = InputRules.name("name", name);
        checkScopes(caller, scopes);
        checkLifetime(lifetime);
        String secret = Secret.newApiToken();
        return database.inWorkspace(caller.workspace(), handle -> {
            ApiToken token = insert(handle, caller, checkedName, scopes, lifetime, secret);
            append(
                    handle,
                    caller,
                    "token.create",
                    token.id(),
                    Map.of("name", checkedName, "scopes", names(scopes).toString()));
            return token;
        });
    }

    Slice<ApiToken> list(Caller caller, PageRequest page) {
        requireNoToken(caller);
        List<ApiToken> found = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery("""
                        select id, name, scopes, created_at, expires_at from workspace.api_token
                        where workspace_id = :workspace and id > cast(:after as uuid) and revoked_at is null
                            and (:all or user_id = cast(:user as uuid))
                        order by id
                        limit :limit""")
                        .bind("workspace", caller.workspace().value())
                        .bind("after", IdMark.decode(page.after()).toString())
                        .bind("all", seesAll(caller))
                        .bind(
                                "user",
                                caller.user() == null ? null : caller.user().toString())
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> token(row))
                        .list());
        return IdMark.slice(found, page, token -> UUID.fromString(token.id()));
    }

    void revoke(Caller caller, UUID token) {
        requireNoToken(caller);
        database.useWorkspace(caller.workspace(), handle -> {
            int revoked = handle.createUpdate("""
                            update workspace.api_token set revoked_at = now()
                            where workspace_id = :workspace and id = :id and revoked_at is null
                                and (:all or user_id = cast(:user as uuid))""")
                    .bind("workspace", caller.workspace().value())
                    .bind("id", token)
                    .bind("all", seesAll(caller))
                    .bind("user", caller.user() == null ? null : caller.user().toString())
                    .execute();
            if (revoked == 0) {
                throw ProblemException.notFound("token");
            }
            append(handle, caller, "token.revoke", token.toString(), Map.of());
        });
    }

    /** Ends every token the person made, in all workspaces. */
    static void revokeAll(Handle handle, UUID user) {
        handle.createUpdate(
                        "update workspace.api_token set revoked_at = now() where user_id = :user and revoked_at is null")
                .bind("user", user)
                .execute();
    }

    /** Ends every token the person made in one workspace. */
    static void revokeAll(Handle handle, UUID user, UUID workspace) {
        handle.createUpdate("""
                        update workspace.api_token set revoked_at = now()
                        where user_id = :user and workspace_id = :workspace and revoked_at is null""").bind("user", user).bind("workspace", workspace).execute();
    }

    private record Found(
            UUID id,
            UUID workspace,
            @Nullable UUID user,
            String caller,
            Set<Right> scopes,
            Authority authority,
            boolean valid) {}

    Optional<Caller> caller(String secret, String origin) {
        return Secret.hashOfToken(secret)
                .flatMap(hash -> database.inSystem(handle -> find(handle, hash).flatMap(found -> {
                    if (!found.valid()) {
                        recordRefusal(handle, found, origin);
                        return Optional.empty();
                    }
                    handle.createUpdate("""
                            update workspace.api_token set last_used_at = now()
                            where id = :id and (last_used_at is null or last_used_at < now() - interval '1 minute')""").bind("id", found.id()).execute();
                    return Optional.of(new Caller(
                            new WorkspaceId(found.workspace()),
                            found.user() == null ? null : new UserId(found.user()),
                            found.caller(),
                            found.authority().workspaceRole(),
                            found.authority().brandRoles(),
                            found.scopes(),
                            origin));
                })));
    }

    private static Optional<Found> find(Handle handle, byte[] hash) {
        return handle.createQuery("""
                        select t.id, t.workspace_id, t.user_id, t.name as token, t.scopes, u.name as person, m.role,
                            t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
                                and (t.user_id is null or coalesce(""" + Authority.MAY_ENTER + """
                                , false)) as valid,\s""" + Authority.BRAND_ROLES + """

                        from workspace.api_token t
                        left join workspace.platform_user u on u.id = t.user_id
                        left join workspace.member m on m.workspace_id = t.workspace_id and m.user_id = t.user_id
                        where t.secret_hash = :hash""")
                .bind("hash", hash)
                .map((row, context) -> found(row))
                .findOne();
    }

    private static Found found(ResultSet row) throws SQLException {
        UUID user = row.getObject("user_id", UUID.class);
        String person = user == null ? "operator" : row.getString("person");
        return new Found(
                row.getObject("id", UUID.class),
                row.getObject("workspace_id", UUID.class),
                user,
                person + " (token " + row.getString("token") + ")",
                scopes(row.getArray("scopes")),
                user == null ? new Authority(Role.OWNER, Map.of()) : Authority.of(row),
                row.getBoolean("valid"));
    }

    /** Once an hour is enough to notice; more would let the holder of a dead token fill the trail. */
    private static void recordRefusal(Handle handle, Found found, String origin) {
        boolean due = handle.createUpdate("""
                        update workspace.api_token set last_refused_at = now()
                        where id = :id and (last_refused_at is null or last_refused_at < now() - interval '1 hour')""").bind("id", found.id()).execute() == 1;
        if (due) {
            AuditChain.append(
                    handle,
                    found.workspace(),
                    new AuditChain.Actor(found.user(), found.caller(), origin),
                    new AuditChain.Action(
                            "token.refuse",
                            "token:" + found.id(),
                            Map.of("reason", "expired, revoked or without rights")));
        }
    }

    private static ApiToken insert(
            Handle handle, Caller caller, String name, Set<Right> scopes, @Nullable Duration lifetime, String secret) {
        return handle.createQuery("""
                        insert into workspace.api_token (id, workspace_id, user_id, name, secret_hash, scopes, created_at, expires_at)
                        values (:id, :workspace, cast(:user as uuid), :name, :hash, :scopes, now(),
                            now() + cast(:lifetime as interval))
                        returning id, name, scopes, created_at, expires_at""")
                .bind("id", Identifiers.next())
                .bind("workspace", caller.workspace().value())
                .bind("user", caller.user() == null ? null : caller.user().toString())
                .bind("name", name)
                .bind("hash", Secret.hashOfToken(secret).orElseThrow())
                .bindArray("scopes", String.class, names(scopes))
                .bind("lifetime", lifetime == null ? null : lifetime.toString())
                .map((row, context) -> token(row))
                .map(token -> new ApiToken(
                        token.id(), token.name(), token.scopes(), token.createdAt(), token.expiresAt(), secret))
                .one();
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        Instant created = row.getObject("created_at", OffsetDateTime.class).toInstant();
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                scopes(row.getArray("scopes")),
                created,
                expires == null ? null : expires.toInstant(),
                null);
    }

    /** A right that this version does not know grants nothing. */
    private static Set<Right> scopes(Array column) throws SQLException {
        Set<String> names = Arrays.stream((Object[]) column.getArray())
                .map(Object::toString)
                .collect(Collectors.toSet());
        return EnumSet.allOf(Right.class).stream()
                .filter(right -> names.contains(right.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> names(Set<Right> scopes) {
        return scopes.stream().map(Right::name).sorted().toList();
    }

    private static boolean seesAll(Caller caller) {
        return caller.may(Right.MANAGE_PEOPLE);
    }

    /** A stolen token must not be able to make itself successors. */
    private static void requireNoToken(Caller caller) {
        if (caller.scopes() != null) {
            throw new ProblemException(
                    Problem.FORBIDDEN, "Tokens are managed by people, not by tokens; log in for that.");
        }
    }

    private static void checkScopes(Caller caller, Set<Right> scopes) {
        if (scopes.isEmpty()) {
            throw ProblemException.invalid("scopes", "scopes.empty", "A token needs at least one scope.");
        }
        Set<Right> beyond = Authority.beyond(caller, scopes);
        if (!beyond.isEmpty()) {
            throw new ProblemException(
                    Problem.FORBIDDEN, "A token cannot have rights that its maker lacks: " + names(beyond) + ".");
        }
    }

    private static void checkLifetime(@Nullable Duration lifetime) {
        if (lifetime != null && (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(LONGEST) > 0)) {
            throw ProblemException.invalid(
                    "lifetime",
                    "lifetime.range",
                    "A token lives between one minute and " + LONGEST.toDays() + " days.");
        }
    }

    private static void append(Handle handle, Caller caller, String action, String token, Map<String, String> details) {
        AuditChain.append(
                handle,
                caller.workspace().value(),
                AuditChain.Actor.of(caller),
                new AuditChain.Action(action, "token:" + token, details));
    }
}
