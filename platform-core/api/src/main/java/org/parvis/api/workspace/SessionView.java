package org.parvis.api.workspace;

import java.time.Instant;

/** A login of a person, as a list shows it. */
public record SessionView(
        String id, Instant createdAt, Instant lastSeenAt, String origin, String userAgent, boolean current) {}
