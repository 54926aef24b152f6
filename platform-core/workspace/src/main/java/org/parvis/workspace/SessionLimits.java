package org.parvis.workspace;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a login lasts at most, and how long without being used; measured by the database's clock. */
record SessionLimits(Duration absolute, Duration idle) {
    static final SessionLimits DEFAULT = new SessionLimits(Duration.ofHours(12), Duration.ofHours(1));
    private static final Logger LOG = LoggerFactory.getLogger(SessionLimits.class);

    /** A value that is no duration must not leave the platform without logins, so the default stands in for it. */
    static SessionLimits of(String absolute, String idle) {
        return new SessionLimits(
                duration("session.absolute", absolute, DEFAULT.absolute()),
                duration("session.idle", idle, DEFAULT.idle()));
    }

    private static Duration duration(String key, String text, Duration otherwise) {
        try {
            Duration value = Duration.parse(text);
            if (value.compareTo(Duration.ofMinutes(1)) >= 0) {
                return value;
            }
        } catch (DateTimeParseException malformed) {
            LOG.debug("{} is no ISO-8601 duration", key, malformed);
        }
        LOG.warn(
                "{}: {}={} is no ISO-8601 duration of a minute or more, {} is used instead",
                WorkspaceSettings.PID,
                key,
                text,
                otherwise);
        return otherwise;
    }
}
