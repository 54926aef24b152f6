package org.parvis.engine.linkage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.AccountService.LinkCallback;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.credentials.Envelope;
import org.parvis.engine.credentials.Sealed;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.store.Database;

/**
 * Links that were begun. Each serves once, for ten minutes, the person, workspace and browser that began it. Only hashes of
 * what the browser carries are stored; the verifier is sealed. Thread-safe.
 */
final class LinkAttempts {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final String PURPOSE = "link verifier";

    private final Database database;
    private final Envelope envelope;
    private final Clock clock;

    LinkAttempts(Database database, Envelope envelope, Clock clock) {
        this.database = database;
        this.envelope = envelope;
        this.clock = clock;
    }

    /** What was begun; the secrets go to the network and the browser. */
    record Begun(String state, String binding, String verifier) {
        @Override
        public String toString() {
            return "Begun[hidden]";
        }
    }

    /** What comes back to whoever began it. */
    record Attempt(
            BrandId brand, NetworkId network, @Nullable AccountId relink, String verifier, String redirect) {
        @Override
        public String toString() {
            return "Attempt[network=" + network + "]";
        }
    }

    Begun begin(Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink, String redirect) {
        Begun begun = new Begun(Secrets.fresh(), Secrets.fresh(), Secrets.fresh());
        byte[] state = Secrets.hash(begun.state());
        Sealed verifier = envelope.seal(place(caller, state), begun.verifier().getBytes(StandardCharsets.US_ASCII));
        Instant now = clock.instant();
        database.useWorkspace(caller.workspace(), handle -> {
            handle.createUpdate("delete from engine.link_attempt where expires_at < :long_ago")
                    .bind("long_ago", now.minus(REMEMBERED))
                    .execute();
            handle.createUpdate("""
                            insert into engine.link_attempt
                                (state_hash, workspace_id, user_id, brand_id, network, relink_id, binding_hash, key_id,
                                 wrapped_key, sealed_verifier, redirect, expires_at)
                            values (:state, :workspace, :user::uuid, :brand, :network, :relink::uuid, :binding, :key, :wrapped,
                                :verifier, :redirect, :expires)
                            """)
                    .bind("state", state)
                    .bind("workspace", caller.workspace())
                    .bind("user", caller.user() == null ? null : caller.user().value())
                    .bind("brand", brand)
                    .bind("network", network.value())
                    .bind("relink", relink == null ? null : relink.value())
                    .bind("binding", Secrets.hash(begun.binding()))
                    .bind("key", verifier.keyId())
                    .bind("wrapped", verifier.wrappedKey())
                    .bind("verifier", verifier.content())
                    .bind("redirect", redirect)
                    .bind("expires", now.plus(LIFETIME))
                    .execute();
        });
        return begun;
    }

    private record Row(
            @Nullable UUID user,
            byte[] binding,
            Instant expires,
            boolean used,
            BrandId brand,
            NetworkId network,
            @Nullable AccountId relink,
            Sealed verifier,
            String redirect) {}

    /** Takes an attempt, once and for all, if it is this caller's and browser's; committed before anything else is done. */
    Attempt take(Caller caller, LinkCallback callback) {
        String given = callback.state();
        if (given == null || given.isBlank()) {
            throw refused("The network's answer names no link that was begun here; begin again.");
        }
        byte[] state = Secrets.hash(given);
        return database.inWorkspace(caller.workspace(), handle -> {
            Row row = handle.createQuery("""
                            select user_id, binding_hash, expires_at, used_at, brand_id, network, relink_id, key_id,
                                wrapped_key, sealed_verifier, redirect
                            from engine.link_attempt where state_hash = :state and workspace_id = :workspace for update
                            """)
                    .bind("state", state)
                    .bind("workspace", caller.workspace())
                    .map((result, context) -> row(result))
                    .findOne()
                    .orElseThrow(() -> refused(
                            "The network's answer names no link that was begun in this workspace; begin again."));
            check(row, caller, callback);
            handle.createUpdate("update engine.link_attempt set used_at = :now where state_hash = :state")
                    .bind("now", clock.instant())
                    .bind("state", state)
                    .execute();
            byte[] verifier = envelope.open(place(caller, state), row.verifier());
            return new Attempt(
                    row.brand(),
                    row.network(),
                    row.relink(),
                    new String(verifier, StandardCharsets.US_ASCII),
                    row.redirect());
        });
    }

    private void check(Row row, Caller caller, LinkCallback callback) {
        UUID user = caller.user() == null ? null : caller.user().value();
        if (!Objects.equals(row.user(), user)
                || !MessageDigest.isEqual(row.binding(), Secrets.hash(callback.binding()))) {
            throw refused("This link was begun by somebody else or in another browser; begin it again here.");
        }
        if (row.used()) {
            throw refused("This link was completed already; begin again if the account is not there.");
        }
        if (!clock.instant().isBefore(row.expires())) {
            throw refused("The link was begun more than ten minutes ago and has expired; begin again.");
        }
    }

    private static Row row(ResultSet result) throws SQLException {
        UUID relink = result.getObject("relink_id", UUID.class);
        return new Row(
                result.getObject("user_id", UUID.class),
                result.getBytes("binding_hash"),
                result.getObject("expires_at", OffsetDateTime.class).toInstant(),
                result.getObject("used_at") != null,
                new BrandId(result.getObject("brand_id", UUID.class)),
                new NetworkId(result.getString("network")),
                relink == null ? null : new AccountId(relink),
                new Sealed(
                        result.getString("key_id"), result.getBytes("wrapped_key"), result.getBytes("sealed_verifier")),
                result.getString("redirect"));
    }

    private static Envelope.Place place(Caller caller, byte[] state) {
        return new Envelope.Place(caller.workspace(), HexFormat.of().formatHex(state), PURPOSE);
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.FORBIDDEN, detail);
    }
}
