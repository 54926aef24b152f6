package org.parvis.toolkit.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.spi.http.HttpResponse;

/** What a status means where the network's own documentation says nothing more; every plugin's last resort. */
public final class Statuses {
    private Statuses() {}

    public static boolean successful(HttpResponse response) {
        return response.status() >= 200 && response.status() < 300;
    }

    /**
     * The kind of an error status. What a changing request met that a server did not plainly refuse may have taken effect.
     */
    public static ErrorKind kind(int status, boolean changing) {
        if (status >= 500) {
            return changing ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        }
        return switch (status) {
            case 400, 413, 422 -> changing ? ErrorKind.CONTENT_REJECTED : ErrorKind.POLICY_REJECTED;
            case 401 -> ErrorKind.TOKEN_EXPIRED;
            case 402 -> ErrorKind.QUOTA_EXHAUSTED;
            case 403 -> changing ? ErrorKind.POLICY_REJECTED : ErrorKind.PERMISSION_MISSING;
            case 404 -> ErrorKind.NOT_FOUND;
            case 408 -> changing ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
            case 410 -> ErrorKind.GONE;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> status < 400 ? elsewhere(changing) : ErrorKind.POLICY_REJECTED;
        };
    }

    /**
     * A redirect that the platform did not follow, as proxies and pages for maintenance answer: it passes. Where one is meant
     * after a change, it was made (RFC 9110, 303).
     */
    private static ErrorKind elsewhere(boolean changing) {
        return changing ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
    }

    /** {@code Retry-After}, in seconds or as a date. */
    public static Optional<Instant> retryAfter(HttpResponse response, Instant now) {
        return response.header("retry-after").flatMap(value -> {
            Optional<Long> seconds = number(value);
            if (seconds.isPresent()) {
                return Optional.of(now.plusSeconds(Math.max(0, Math.min(seconds.get(), 31_536_000))));
            }
            try {
                return Optional.of(ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }

    /** A header that carries a whole number. */
    public static Optional<Long> number(HttpResponse response, String header) {
        return response.header(header).flatMap(Statuses::number);
    }

    /** A header that carries a time in seconds since 1970. */
    public static Optional<Instant> epochSeconds(HttpResponse response, String header) {
        return number(response, header)
                .filter(seconds -> seconds >= 0 && seconds < 253_402_300_800L)
                .map(Instant::ofEpochSecond);
    }

    private static Optional<Long> number(String value) {
        try {
            return Optional.of(Long.parseLong(value.trim()));
        } catch (NumberFormatException notWhole) {
            return Optional.empty();
        }
    }
}
