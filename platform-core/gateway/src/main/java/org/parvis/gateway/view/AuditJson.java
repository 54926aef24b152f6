package org.parvis.gateway.view;

import java.time.Instant;
import java.util.Map;
import org.parvis.api.workspace.AuditTrail;

/** An entry of the audit trail. */
public record AuditJson(
        long sequence,
        Instant at,
        String actor,
        String origin,
        String action,
        String subject,
        Map<String, String> details,
        String hash) {
    public static AuditJson of(AuditTrail.Entry entry) {
        return new AuditJson(
                entry.sequence(),
                entry.at(),
                entry.actor(),
                entry.origin(),
                entry.action(),
                entry.subject(),
                entry.details(),
                entry.hash());
    }
}
