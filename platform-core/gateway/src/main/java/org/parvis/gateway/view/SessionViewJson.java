package org.parvis.gateway.view;

import java.time.Instant;
import org.parvis.api.workspace.SessionView;

/** A login, as a list shows it. */
public record SessionViewJson(
        String id, Instant createdAt, Instant lastSeenAt, String origin, String userAgent, boolean current) {
    public static SessionViewJson of(SessionView view) {
        return new SessionViewJson(
                view.id(), view.createdAt(), view.lastSeenAt(), view.origin(), view.userAgent(), view.current());
    }
}
