package org.parvis.network.youtube;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** YouTube's day: quotas and reports are counted from midnight to midnight in California. */
final class Pacific {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private Pacific() {}

    static LocalDate day(Instant time) {
        return time.atZone(ZONE).toLocalDate();
    }

    static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    static Instant nextMidnight(Instant now) {
        return begin(day(now).plusDays(1));
    }
}
