package org.parvis.api.workspace;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.model.WorkspaceId;

/**
 * The append-only, hash-chained record of who did what, per workspace. {@link #record} joins the open transaction of the
 * thread, so that an action and its entry are committed together. The end of the chain stays locked until that transaction
 * ends: record last, and never before waiting for anything outside the database. Times are the database's.
 */
@ProviderType
public interface AuditTrail {
    /** The chain of what belongs to no workspace; the operator reads it as the caller of this workspace, which nobody else can be. */
    WorkspaceId PLATFORM = new WorkspaceId(new UUID(0, 0));

    /**
     * @param action noun and verb: {@code publication.schedule}
     * @param subject what it was done to: {@code publication:<id>}
     * @param details more, without secrets
     */
    void record(Caller caller, String action, String subject, Map<String, String> details);

    /**
     * A caller was refused something; for the edges of the platform, which see every refusal, in a transaction of its own.
     *
     * @param action what was refused: {@code POST /api/v1/brands}
     */
    default void recordRefusal(Caller caller, String action, String reason) {
        record(caller, "access.refuse", action, Map.of("reason", reason));
    }

    /**
     * Something done by the operator, by the platform, or by nobody (a refused login).
     *
     * @param workspace whose trail tells it, in the transaction of that workspace where one is open; null for what concerns
     *     the platform itself, which is not to be told inside a transaction of one workspace
     */
    void recordSystem(
            @Nullable WorkspaceId workspace, String actor, String action, String subject, Map<String, String> details);

    Slice<Entry> entries(Caller caller, PageRequest page);

    /** Recomputes the chain; the sequence number of the first entry that does not fit, or empty. */
    Optional<Long> firstBrokenLink(Caller caller);

    /** One entry; {@code hash} covers it and the entry before. */
    record Entry(
            long sequence,
            Instant at,
            String actor,
            String origin,
            String action,
            String subject,
            Map<String, String> details,
            String hash) {}
}
