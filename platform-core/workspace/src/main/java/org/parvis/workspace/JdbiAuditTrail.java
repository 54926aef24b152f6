package org.parvis.workspace;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.PageRequest;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** The audit trail in the tables {@code audit_entry} and {@code audit_head}. Thread-safe, without state of its own. */
@Component
public final class JdbiAuditTrail implements AuditTrail {
    private static final int CHECKED_AT_ONCE = 1_000;
    private static final String COLUMNS =
            "workspace_id, sequence, at, actor_id, actor, origin, action, subject, cast(details as text) as details, hash";

    private final Database database;

    @Activate
    public JdbiAuditTrail(
            @Reference(target = "(" + Database.SCHEMA + "=" + WorkspaceSchema.NAME + ")") Database database) {
        this.database = database;
    }

    @Override
    public void record(Caller caller, String action, String subject, Map<String, String> details) {
        UUID workspace = caller.workspace().value();
        database.useWorkspace(
                caller.workspace(),
                handle -> AuditChain.append(
                        handle,
                        workspace,
                        AuditChain.Actor.of(caller),
                        new AuditChain.Action(action, subject, details)));
    }

    @Override
    public void recordSystem(
            @Nullable WorkspaceId workspace, String actor, String action, String subject, Map<String, String> details) {
        AuditChain.Actor platform = new AuditChain.Actor(null, actor, "platform");
        AuditChain.Action done = new AuditChain.Action(action, subject, details);
        if (workspace == null) {
            database.useSystem(handle -> AuditChain.append(handle, PLATFORM.value(), platform, done));
        } else {
            database.useWorkspace(workspace, handle -> AuditChain.append(handle, workspace.value(), platform, done));
        }
    }

    @Override
    public Slice<Entry> entries(Caller caller, PageRequest page) {
        caller.require(Right.READ_AUDIT);
        long before = before(page.after());
        List<Entry> found = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery("select " + COLUMNS + """
                         from workspace.audit_entry
                        where workspace_id = :workspace and sequence < :before
                        order by sequence desc
                        limit :limit""")
                        .bind("workspace", caller.workspace().value())
                        .bind("before", before)
                        .bind("limit", page.limit() + 1)
                        .map((row, context) -> entry(stored(row)))
                        .list());
        if (found.size() <= page.limit()) {
            return new Slice<>(found, null);
        }
        List<Entry> shown = found.subList(0, page.limit());
        return new Slice<>(shown, Long.toString(shown.get(shown.size() - 1).sequence()));
    }

    @Override
    public Optional<Long> firstBrokenLink(Caller caller) {
        caller.require(Right.READ_AUDIT);
        UUID workspace = caller.workspace().value();
        End end = database.inWorkspace(caller.workspace(), handle -> end(handle, workspace));
        byte[] before = AuditChain.beginning();
        long checked = 0;
        while (checked < end.last()) {
            long after = checked;
            List<Stored> links =
                    database.inWorkspace(caller.workspace(), handle -> page(handle, workspace, after, end.last()));
            for (Stored stored : links) {
                long expected = checked + 1;
                if (stored.link().sequence() != expected || !stored.follows(before)) {
                    return Optional.of(expected);
                }
                before = stored.hash();
                checked = expected;
            }
            if (links.isEmpty()) {
                return Optional.of(checked + 1);
            }
        }
        boolean whole = end.head() == checked && (checked == 0 || Arrays.equals(before, end.hash()));
        return whole ? Optional.empty() : Optional.of(Math.min(end.head(), checked) + 1);
    }

    /** Where the chain says it ends, and where its entries end. */
    private record End(long head, byte[] hash, long last) {}

    private static End end(Handle handle, UUID workspace) {
        // One statement, hence one snapshot: entries that are appended while the chain is checked are left for the next
        // time.
        return handle.createQuery("""
                        select coalesce(max(head.sequence), 0) as head,
                            coalesce((array_agg(head.hash))[1], cast('' as bytea)) as hash,
                            (select coalesce(max(sequence), 0) from workspace.audit_entry where workspace_id = :workspace) as last
                        from workspace.audit_head head
                        where head.workspace_id = :workspace""")
                .bind("workspace", workspace)
                .map((row, context) -> new End(row.getLong("head"), row.getBytes("hash"), row.getLong("last")))
                .one();
    }

    private static List<Stored> page(Handle handle, UUID workspace, long after, long last) {
        return handle.createQuery("select " + COLUMNS + """
                         from workspace.audit_entry
                        where workspace_id = :workspace and sequence > :after and sequence <= :last
                        order by sequence
                        limit :limit""")
                .bind("workspace", workspace)
                .bind("after", after)
                .bind("last", last)
                .bind("limit", CHECKED_AT_ONCE)
                .map((row, context) -> stored(row))
                .list();
    }

    private record Stored(AuditChain.Link link, byte[] hash) {
        boolean follows(byte[] before) {
            return MessageDigest.isEqual(link.hash(before), hash);
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        AuditChain.Link link = new AuditChain.Link(
                row.getObject("workspace_id", UUID.class),
                row.getLong("sequence"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new AuditChain.Actor(
                        row.getObject("actor_id", UUID.class), row.getString("actor"), row.getString("origin")),
                new AuditChain.Action(
                        row.getString("action"),
                        row.getString("subject"),
                        AuditDetails.read(row.getString("details"))));
        return new Stored(link, row.getBytes("hash"));
    }

    private static Entry entry(Stored stored) {
        AuditChain.Link link = stored.link();
        return new Entry(
                link.sequence(),
                link.at(),
                link.actor().name(),
                link.actor().origin(),
                link.action().name(),
                link.action().subject(),
                link.action().details(),
                HexFormat.of().formatHex(stored.hash()));
    }

    private static long before(@Nullable String mark) {
        if (mark == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(mark);
        } catch (NumberFormatException malformed) {
            throw ProblemException.invalid(
                    "after",
                    "page.unknown",
                    "This page mark is none of this list; leave it out to begin at the first page.");
        }
    }
}
