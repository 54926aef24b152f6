package org.parvis.network.linkedin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/**
 * What LinkedIn's errors mean. The rules are tried in order; what none of them knows falls to the table of its status. The
 * README shows the same table, and a test keeps the two equal.
 */
final class LinkedinErrors {
    /** One line of the table: how the error is known, and what it is. */
    record Rule(String signal, ErrorKind kind, Predicate<Failure> matches) {}

    static final String CALLS_OF_APP = "calls.app";
    static final String CALLS_OF_MEMBER = "calls.member";

    /** The limiter of comments looks at one minute. */
    private static final Duration COMMENTS_PAUSE = Duration.ofMinutes(1);

    static final List<Rule> RULES = List.of(
            new Rule(
                    "426, or code `NONEXISTENT_VERSION` or `VERSION_MISSING` (set `api.version`)",
                    ErrorKind.API_RETIRED,
                    f -> f.status() == 426 || f.refused() && f.hasCode("NONEXISTENT_VERSION", "VERSION_MISSING")),
            new Rule(
                    "429 \"Comment create throttled\", or 429 with `Retry-After`",
                    ErrorKind.RATE_LIMITED,
                    f -> f.status() == 429 && (f.saysWhen() || f.says("comment create throttled"))),
            new Rule("429 (calls of the day, until 00:00 UTC)", ErrorKind.QUOTA_EXHAUSTED, f -> f.status() == 429),
            new Rule(
                    "401, codes 65600 to 65602 (token invalid, revoked, expired)",
                    ErrorKind.TOKEN_EXPIRED,
                    f -> f.status() == 401),
            new Rule(
                    "code `DUPLICATE_POST`, or \"is a duplicate of\"",
                    ErrorKind.DUPLICATE,
                    f -> f.refused() && (f.hasCode("DUPLICATE_POST") || f.says("duplicate of", "duplicate post"))),
            new Rule(
                    "400 or 403 about unpermitted fields",
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.refused() && f.says("unpermitted field")),
            new Rule(
                    "403 about comments that are closed",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.status() == 403 && f.writing() && f.says("comments are closed", "comments are disabled")),
            new Rule(
                    "403, code `ACCESS_DENIED` or `NOT_ENOUGH_PERMISSIONS` (scope, or role on the page)",
                    ErrorKind.PERMISSION_MISSING,
                    f -> f.status() == 403),
            new Rule(
                    "404 \"No virtual resource found\" (address retired)",
                    ErrorKind.API_RETIRED,
                    f -> f.status() == 404 && f.says("no virtual resource")),
            new Rule(
                    "404, or a read that names an unknown URN (`INVALID_URN_TYPE`, `INVALID_URN_ID`)",
                    ErrorKind.NOT_FOUND,
                    f -> f.status() == 404
                            || !f.writing() && f.status() == 400 && f.hasCode("INVALID_URN_TYPE", "INVALID_URN_ID")),
            new Rule(
                    "400 or 422 on a write: `FIELD_LENGTH_TOO_LONG`, `MISSING_FIELD`, `INVALID_VALUE_FOR_FIELD`, "
                            + "`INVALID_URN_TYPE`, `INVALID_URN_ID`, media not there yet",
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.writing() && (f.status() == 400 || f.status() == 422)),
            new Rule(
                    "400 on a read about a parameter's value (`INVALID_VALUE_FOR_FIELD`, `PARAM_INVALID`)",
                    ErrorKind.API_RETIRED,
                    f -> !f.writing()
                            && f.status() == 400
                            && f.hasCode("INVALID_VALUE_FOR_FIELD", "PARAM_INVALID", "ILLEGAL_ARGUMENT")));

    private LinkedinErrors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, Instant now, AccessToken token) {
        Failure failure = Failure.read(request, response);
        ErrorKind kind = kind(failure);
        String sentence = failure.sentence().replace(token.value(), "[hidden]");
        return NetworkException.of(
                        kind, "LinkedIn refused " + request.operation() + " (" + failure.status() + "): " + sentence)
                .remoteCode(
                        failure.codes().stream().sorted().reduce((a, b) -> b).orElse(null))
                .retryAt(retryAt(kind, response, now))
                .bucket(bucket(kind, failure))
                .violations(violations(kind, failure, sentence))
                .build();
    }

    static ErrorKind kind(Failure failure) {
        return RULES.stream()
                .filter(rule -> rule.matches().test(failure))
                .findFirst()
                .map(Rule::kind)
                .orElseGet(() -> Statuses.kind(failure.status(), failure.changing()));
    }

    private static @Nullable Instant retryAt(ErrorKind kind, HttpResponse response, Instant now) {
        Instant after = Statuses.retryAfter(response, now).orElse(null);
        return switch (kind) {
            case RATE_LIMITED -> after == null || !after.isAfter(now) ? now.plus(COMMENTS_PAUSE) : after;
            case QUOTA_EXHAUSTED -> nextDay(now);
            case TRANSIENT -> after;
            default -> null;
        };
    }

    /** When the calls of the day begin anew. */
    static Instant nextDay(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }

    /** LinkedIn says whose calls are used up: "… throttle MEMBER DAY limit …". */
    private static @Nullable String bucket(ErrorKind kind, Failure failure) {
        return switch (kind) {
            case RATE_LIMITED -> failure.operation();
            case QUOTA_EXHAUSTED -> failure.says("member") ? CALLS_OF_MEMBER : CALLS_OF_APP;
            default -> null;
        };
    }

    private static List<Violation> violations(ErrorKind kind, Failure failure, String sentence) {
        if (kind != ErrorKind.CONTENT_REJECTED) {
            return List.of();
        }
        boolean tooLong = failure.hasCode("FIELD_LENGTH_TOO_LONG") || failure.says("too long", "exceeds");
        boolean media = failure.says("urn:li:image", "urn:li:video", "urn:li:document", "media");
        return List.of(new Violation(
                media && !tooLong ? "media" : "text", tooLong ? "text.tooLong" : "network.refused", sentence));
    }
}
