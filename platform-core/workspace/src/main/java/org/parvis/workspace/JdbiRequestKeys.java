package org.parvis.workspace;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.RequestKeys;
import org.parvis.store.Database;

/**
 * The keys of creating requests in the table {@code request_key}. A key belongs to the person (or, without one, to the token's
 * name) and to the route. What is older than a day is removed by whoever begins a request in that workspace. Times are the
 * database's. Thread-safe, without state of its own.
 */
@Component
public final class JdbiRequestKeys implements RequestKeys {
    private static final int TIDIED_AT_ONCE = 100;

    private final Database database;

    @Activate
    public JdbiRequestKeys(
            @Reference(target = "(" + Database.SCHEMA + "=" + WorkspaceSchema.NAME + ")") Database database) {
        this.database = database;
    }

    @Override
    public Optional<Answer> begin(Caller caller, String route, String key, byte[] asked) {
        byte[] keyHash = keyHash(caller, route, key);
        byte[] requestHash = requestHash(key, asked);
        return database.inWorkspace(caller.workspace(), handle -> {
            tidy(handle, caller, keyHash);
            // Of two that come at once, the second waits here until the first is committed and then finds its row.
            int begun = handle.createUpdate("""
                            insert into workspace.request_key (workspace_id, key_hash, request_hash, begun_at)
                            values (:workspace, :key, :request, now())
                            on conflict do nothing""")
                    .bind("workspace", caller.workspace().value())
                    .bind("key", keyHash)
                    .bind("request", requestHash)
                    .execute();
            return begun == 1 ? Optional.empty() : Optional.of(before(handle, caller, keyHash, requestHash));
        });
    }

    @Override
    public void finish(Caller caller, String route, String key, Answer answer) {
        database.useWorkspace(
                caller.workspace(),
                handle -> handle.createUpdate("""
                        update workspace.request_key set status = :status, body = :body, entity_tag = :entityTag
                        where workspace_id = :workspace and key_hash = :key and status is null""")
                        .bind("workspace", caller.workspace().value())
                        .bind("key", keyHash(caller, route, key))
                        .bind("status", answer.status())
                        .bind("body", answer.body())
                        .bind("entityTag", answer.entityTag())
                        .execute());
    }

    @Override
    public void forget(Caller caller, String route, String key) {
        database.useWorkspace(
                caller.workspace(),
                handle -> handle.createUpdate("""
                        delete from workspace.request_key
                        where workspace_id = :workspace and key_hash = :key and status is null""")
                        .bind("workspace", caller.workspace().value())
                        .bind("key", keyHash(caller, route, key))
                        .execute());
    }

    private static void tidy(Handle handle, Caller caller, byte[] keyHash) {
        handle.createUpdate("""
                        delete from workspace.request_key where ctid = any(array(
                            select ctid from workspace.request_key
                            where workspace_id = :workspace and begun_at < now() - interval '1 day'
                            order by begun_at limit :limit for update skip locked))""")
                .bind("workspace", caller.workspace().value())
                .bind("limit", TIDIED_AT_ONCE)
                .execute();
        handle.createUpdate("""
                        delete from workspace.request_key
                        where workspace_id = :workspace and key_hash = :key and begun_at < now() - interval '1 day'""")
                .bind("workspace", caller.workspace().value())
                .bind("key", keyHash)
                .execute();
    }

    private static Answer before(Handle handle, Caller caller, byte[] keyHash, byte[] requestHash) {
        Stored stored = handle.createQuery("""
                        select request_hash, status, body, entity_tag from workspace.request_key
                        where workspace_id = :workspace and key_hash = :key""")
                .bind("workspace", caller.workspace().value())
                .bind("key", keyHash)
                .map((row, context) -> Stored.of(row))
                .findOne()
                .orElseThrow(JdbiRequestKeys::unfinished);
        if (!MessageDigest.isEqual(stored.requestHash(), requestHash)) {
            throw new ProblemException(
                    Problem.KEY_REUSED,
                    "This idempotency key was sent with another request before; use a new key for each thing you create.");
        }
        Integer status = stored.status();
        if (status == null) {
            throw unfinished();
        }
        if (stored.body() == null) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    "This was done already, and its answer held a secret that is shown only once. If it is lost, revoke what was"
                            + " created and create another with a new key.");
        }
        return new Answer(status, stored.body(), stored.entityTag());
    }

    private static ProblemException unfinished() {
        return new ProblemException(
                Problem.CONFLICT,
                "The first request with this idempotency key is still running, or was interrupted. Look whether what you"
                        + " wanted is there; if it is not, repeat the request with a new key.");
    }

    private record Stored(
            byte[] requestHash,
            @Nullable Integer status,
            @Nullable String body,
            @Nullable String entityTag) {
        static Stored of(ResultSet row) throws SQLException {
            return new Stored(
                    row.getBytes("request_hash"),
                    row.getObject("status", Integer.class),
                    row.getString("body"),
                    row.getString("entity_tag"));
        }
    }

    private static byte[] keyHash(Caller caller, String route, String key) {
        String who = caller.user() == null ? "name:" + caller.name() : "user:" + caller.user();
        return sha256(who + '\n' + route + '\n' + key);
    }

    /**
     * Keyed with what the client chose and the platform does not keep, because a request may hold a password, which must not
     * become guessable from a plain hash.
     */
    private static byte[] requestHash(String key, byte[] asked) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sha256("parvis.request.v1\n" + key), "HmacSHA256"));
            return mac.doFinal(asked);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        return Secret.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
