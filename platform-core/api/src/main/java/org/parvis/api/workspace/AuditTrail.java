package org.parvis.api.workspace;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.model.WorkspaceId;

/**
 * The append-only, hash-chained record of who did what, per workspace. {@link #record} joins the open transaction of the
 * thread, so that an action and its entry are committed together.
 */
@ProviderType
public interface AuditTrail {
    /**
     * @param action noun and verb: {@code publication.schedule}
     * @param subject what it was done to: {@code publication:<id>}
     * @param details more, without secrets
     */
    void record(Caller caller, String action, String subject, Map<String, String> details);

    /** Something done to the platform itself, by the operator or by nobody (a refused login). */
    void recordSystem(
            @Nullable WorkspaceId workspace, String actor, String action, String subject, Map<String, String> details);

    Slice<Entry> entries(Caller caller, PageRequest page);

    /** Recomputes the chain; the sequence number of the first entry that does not fit, or empty. */
    java.util.Optional<Long> firstBrokenLink(Caller caller);

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
