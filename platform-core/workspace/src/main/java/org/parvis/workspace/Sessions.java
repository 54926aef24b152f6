package org.parvis.workspace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.SessionView;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/**
 * Logins that last. A session is a random reference in the person's browser and a row with its hash here; nothing that a
 * request says about itself is believed. Its times are the database's. A session belongs to a person, who may see and end
 * their own in all workspaces; therefore these methods work across workspaces, always by the reference or by the person of
 * the {@link Caller}.
 */
final class Sessions {
    private static final int MAX_ORIGIN = 200;
    private static final int MAX_USER_AGENT = 300;
    private static final int TIDIED_AT_ONCE = 100;
    private static final String ALIVE = " s.expires_at > now() and s.last_seen_at > now() - cast(:idle as interval) ";

    private final Database database;
    private final SessionLimits limits;

    Sessions(Database database, SessionLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    private record Found(
            UUID id,
            UUID user,
            UUID workspace,
            String name,
            Authority authority,
            Instant expiresAt,
            boolean seenLongAgo) {
        Caller caller(String origin) {
            return new Caller(
                    new WorkspaceId(workspace),
                    new UserId(user),
                    name,
                    authority.workspaceRole(),
                    authority.brandRoles(),
                    null,
                    origin);
        }

        Session session(String reference) {
            return new Session(
                    reference, Secret.csrfToken(reference), new UserId(user), new WorkspaceId(workspace), expiresAt);
        }
    }

    Session open(Handle handle, UUID user, UUID workspace, String origin, String userAgent) {
        tidy(handle);
        String reference = Secret.newSessionReference();
        Instant expiresAt = handle.createQuery("""
                        insert into workspace.session (id, workspace_id, user_id, reference_hash, created_at, last_seen_at,
                            expires_at, origin, user_agent)
                        values (:id, :workspace, :user, :hash, now(), now(), now() + cast(:absolute as interval), :origin,
                            :userAgent)
                        returning expires_at""")
                .bind("id", Identifiers.next())
                .bind("workspace", workspace)
                .bind("user", user)
                .bind("hash", hash(reference))
                .bind("absolute", limits.absolute().toString())
                .bind("origin", InputRules.storable(origin, MAX_ORIGIN))
                .bind("userAgent", InputRules.storable(userAgent, MAX_USER_AGENT))
                .mapTo(Instant.class)
                .one();
        remember(handle, user, workspace);
        return new Session(
                reference, Secret.csrfToken(reference), new UserId(user), new WorkspaceId(workspace), expiresAt);
    }

    Optional<Caller> caller(String reference, boolean changing, @Nullable String csrfToken, String origin) {
        Optional<Caller> caller =
                database.inSystem(handle -> find(handle, reference).map(found -> {
                    if (found.seenLongAgo()) {
                        handle.createUpdate("update workspace.session set last_seen_at = now() where id = :id")
                                .bind("id", found.id())
                                .execute();
                    }
                    return found.caller(origin);
                }));
        if (caller.isPresent() && changing && !carries(reference, csrfToken)) {
            refuseForged(caller.get());
        }
        return caller;
    }

    Optional<Session> session(String reference) {
        return database.inSystem(handle -> find(handle, reference).map(found -> found.session(reference)));
    }

    Session rotate(String reference) {
        return database.inSystem(handle -> renew(handle, found(handle, reference), reference));
    }

    Session switchTo(String reference, UUID workspace) {
        return database.inSystem(handle -> {
            Found found = found(handle, reference);
            boolean moved = handle.createUpdate("""
                            update workspace.session s set workspace_id = m.workspace_id
                            from workspace.member m
                            where s.id = :id and m.user_id = s.user_id and m.workspace_id = :workspace and\s""" + Authority.MAY_ENTER)
                            .bind("id", found.id())
                            .bind("workspace", workspace)
                            .execute()
                    == 1;
            if (!moved) {
                throw ProblemException.notFound("workspace");
            }
            remember(handle, found.user(), workspace);
            Session session = renew(handle, found(handle, reference), reference);
            append(
                    handle,
                    workspace,
                    new AuditChain.Actor(found.user(), found.name(), ""),
                    "session.switch",
                    found.id());
            return session;
        });
    }

    void end(String reference) {
        database.useSystem(handle -> find(handle, reference).ifPresent(found -> {
            delete(handle, found.id());
            append(
                    handle,
                    found.workspace(),
                    new AuditChain.Actor(found.user(), found.name(), ""),
                    "session.logout",
                    found.id());
        }));
    }

    List<SessionView> list(UUID user, @Nullable String currentReference) {
        byte[] current = Optional.ofNullable(currentReference)
                .flatMap(Secret::hashOfReference)
                .orElse(new byte[0]);
        return database.inSystem(handle -> handle.createQuery(
                        """
                        select s.id, s.created_at, s.last_seen_at, s.origin, s.user_agent,
                            s.reference_hash = :current as current
                        from workspace.session s
                        where s.user_id = :user and""" + ALIVE + "order by s.last_seen_at desc, s.id limit 200")
                .bind("user", user)
                .bind("current", current)
                .bind("idle", limits.idle().toString())
                .map((row, context) -> new SessionView(
                        row.getString("id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                        row.getString("origin"),
                        row.getString("user_agent"),
                        row.getBoolean("current")))
                .list());
    }

    void endOwn(Caller caller, UUID user, UUID session) {
        database.useSystem(handle -> {
            int ended = handle.createUpdate("delete from workspace.session where id = :id and user_id = :user")
                    .bind("id", session)
                    .bind("user", user)
                    .execute();
            if (ended == 0) {
                throw ProblemException.notFound("session");
            }
            append(handle, caller.workspace().value(), AuditChain.Actor.of(caller), "session.end", session);
        });
    }

    /** Ends every session of the person, wherever it is. */
    static void endAll(Handle handle, UUID user) {
        handle.createUpdate("delete from workspace.session where user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** Ends the person's sessions in one workspace. */
    static void endAll(Handle handle, UUID user, UUID workspace) {
        handle.createUpdate("delete from workspace.session where user_id = :user and workspace_id = :workspace")
                .bind("user", user)
                .bind("workspace", workspace)
                .execute();
    }

    private Session renew(Handle handle, Found found, String oldReference) {
        String reference = Secret.newSessionReference();
        int renewed = handle.createUpdate("""
                        update workspace.session set reference_hash = :new, last_seen_at = now()
                        where id = :id and reference_hash = :old""")
                .bind("new", hash(reference))
                .bind("old", hash(oldReference))
                .bind("id", found.id())
                .execute();
        if (renewed == 0) {
            // Somebody was faster with the same reference, which is good for one renewal only.
            throw ended();
        }
        return found.session(reference);
    }

    private Found found(Handle handle, String reference) {
        return find(handle, reference).orElseThrow(Sessions::ended);
    }

    private Optional<Found> find(Handle handle, String reference) {
        return Secret.hashOfReference(reference)
                .flatMap(hash -> handle.createQuery(
                                """
                        select s.id, s.user_id, s.workspace_id, u.name, m.role, s.expires_at,
                            s.last_seen_at < now() - interval '1 minute' as seen_long_ago,\s""" + Authority.BRAND_ROLES + """

                        from workspace.session s
                        join workspace.platform_user u on u.id = s.user_id
                        join workspace.member m on m.workspace_id = s.workspace_id and m.user_id = s.user_id
                        where s.reference_hash = :hash and""" + ALIVE + "and " + Authority.MAY_ENTER)
                        .bind("hash", hash)
                        .bind("idle", limits.idle().toString())
                        .map((row, context) -> found(row))
                        .findOne());
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getObject("workspace_id", UUID.class),
                row.getString("name"),
                Authority.of(row),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("seen_long_ago"));
    }

    private static boolean carries(String reference, @Nullable String csrfToken) {
        return csrfToken != null && Secret.same(Secret.csrfToken(reference), csrfToken);
    }

    private void refuseForged(Caller caller) {
        database.useSystem(handle -> AuditChain.append(
                handle,
                caller.workspace().value(),
                AuditChain.Actor.of(caller),
                new AuditChain.Action("access.refuse", "session", Map.of("reason", "CSRF token missing or wrong"))));
        throw new ProblemException(
                Problem.FORBIDDEN, "The request does not carry the CSRF token of this session; load the page again.");
    }

    private static void remember(Handle handle, UUID user, UUID workspace) {
        handle.createUpdate("update workspace.platform_user set last_workspace_id = :workspace where id = :user")
                .bind("workspace", workspace)
                .bind("user", user)
                .execute();
    }

    private static void append(Handle handle, UUID workspace, AuditChain.Actor actor, String action, UUID session) {
        AuditChain.append(handle, workspace, actor, new AuditChain.Action(action, "session:" + session, Map.of()));
    }

    private static void delete(Handle handle, UUID session) {
        handle.createUpdate("delete from workspace.session where id = :id")
                .bind("id", session)
                .execute();
    }

    private static void tidy(Handle handle) {
        handle.createUpdate("""
                        delete from workspace.session where id in (
                            select id from workspace.session where expires_at < now() order by expires_at
                            limit :limit for update skip locked)""").bind("limit", TIDIED_AT_ONCE).execute();
    }

    private static byte[] hash(String reference) {
        return Secret.hashOfReference(reference)
                .orElseThrow(() -> new IllegalArgumentException("No session reference"));
    }

    private static ProblemException ended() {
        return new ProblemException(Problem.UNAUTHENTICATED, "This session has ended; log in again.");
    }
}
