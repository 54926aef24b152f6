package org.parvis.console;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.parvis.api.ProblemException;

/** Reads durations as ISO 8601 writes them. */
final class Durations {
    private Durations() {}

    static Duration read(String option, String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as is one that is negative.
        }
        throw ProblemException.invalid(
                option, "duration", option + " is an ISO 8601 duration such as P30D, not '" + text + "'.");
    }
}
