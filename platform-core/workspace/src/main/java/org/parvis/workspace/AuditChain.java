package org.parvis.workspace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.workspace.Caller;

/**
 * Appends to the audit trail of one workspace. The row at the end of the chain is locked until the transaction ends, so that
 * there is neither gap nor fork; whoever appends should therefore do so last. Each hash covers the entry and, with the hash
 * before, everything that went before it. The time is the database's.
 */
final class AuditChain {
    private static final int MAX_TEXT = 500;
    private static final int MAX_DETAIL = 2_000;
    private static final byte[] BEGIN = new byte[32];

    /** Who did it. */
    record Actor(@Nullable UUID id, String name, String origin) {
        static Actor of(Caller caller) {
            return new Actor(caller.user() == null ? null : caller.user().value(), caller.name(), caller.origin());
        }
    }

    /** What was done, to what. */
    record Action(String name, String subject, Map<String, String> details) {}

    /** An entry as it is stored, with all that its hash covers. */
    record Link(UUID workspace, long sequence, Instant at, Actor actor, Action action) {
        byte[] hash(byte[] before) {
            MessageDigest digest = Secret.sha256();
            digest.update(before);
            digest.update(number(workspace.getMostSignificantBits()));
            digest.update(number(workspace.getLeastSignificantBits()));
            digest.update(number(sequence));
            digest.update(number(ChronoUnit.MICROS.between(Instant.EPOCH, at)));
            add(digest, actor.id() == null ? "" : actor.id().toString());
            add(digest, actor.name());
            add(digest, actor.origin());
            add(digest, action.name());
            add(digest, action.subject());
            new TreeMap<>(action.details()).forEach((name, value) -> {
                add(digest, name);
                add(digest, value);
            });
            return digest.digest();
        }

        /** With its length, so that no two entries are written alike. */
        private static void add(MessageDigest digest, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(number(bytes.length));
            digest.update(bytes);
        }

        private static byte[] number(long value) {
            return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        }
    }

    private record End(long sequence, byte[] hash, Instant now) {}

    private AuditChain() {}

    static void append(Handle handle, UUID workspace, Actor actor, Action action) {
        End end = lockEnd(handle, workspace);
        Link link = new Link(workspace, end.sequence(), end.now(), storable(actor), storable(action));
        byte[] hash = link.hash(end.hash());
        handle.createUpdate("""
                        insert into workspace.audit_entry (
                            workspace_id, sequence, at, actor_id, actor, origin, action, subject, details, hash)
                        values (:workspace, :sequence, :at, cast(:actorId as uuid), :actor, :origin, :action, :subject,
                            cast(:details as jsonb), :hash)""")
                .bind("workspace", workspace)
                .bind("sequence", link.sequence())
                .bind("at", link.at())
                .bind(
                        "actorId",
                        link.actor().id() == null ? null : link.actor().id().toString())
                .bind("actor", link.actor().name())
                .bind("origin", link.actor().origin())
                .bind("action", link.action().name())
                .bind("subject", link.action().subject())
                .bind("details", AuditDetails.written(link.action().details()))
                .bind("hash", hash)
                .execute();
        handle.createUpdate("update workspace.audit_head set hash = :hash where workspace_id = :workspace")
                .bind("hash", hash)
                .bind("workspace", workspace)
                .execute();
    }

    /** The hash that stands before the first entry. */
    static byte[] beginning() {
        return BEGIN.clone();
    }

    private static End lockEnd(Handle handle, UUID workspace) {
        return handle.createQuery("""
                        insert into workspace.audit_head as head (workspace_id, sequence, hash)
                        values (:workspace, 1, :begin)
                        on conflict (workspace_id) do update set sequence = head.sequence + 1
                        returning sequence, hash, clock_timestamp() as now""")
                .bind("workspace", workspace)
                .bind("begin", BEGIN)
                .map((row, context) -> new End(
                        row.getLong("sequence"),
                        row.getBytes("hash"),
                        row.getObject("now", OffsetDateTime.class).toInstant()))
                .one();
    }

    private static Actor storable(Actor actor) {
        return new Actor(
                actor.id(), InputRules.storable(actor.name(), MAX_TEXT), InputRules.storable(actor.origin(), MAX_TEXT));
    }

    private static Action storable(Action action) {
        Map<String, String> details = new TreeMap<>();
        action.details()
                .forEach((name, value) ->
                        details.put(InputRules.storable(name, MAX_TEXT), InputRules.storable(value, MAX_DETAIL)));
        return new Action(
                InputRules.storable(action.name(), MAX_TEXT), InputRules.storable(action.subject(), MAX_TEXT), details);
    }
}
