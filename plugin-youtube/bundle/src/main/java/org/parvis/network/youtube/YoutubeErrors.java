package org.parvis.network.youtube;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * What YouTube's errors mean, by their reason. The rules are tried in order; what none of them knows falls to the table of
 * its status. The README shows the same table, and a test keeps the two equal.
 */
final class YoutubeErrors {
    /** One line of the table: how the error is known, and what it is. */
    record Rule(String signal, ErrorKind kind, Predicate<Failure> matches) {}

    private static final Duration SHORT_PAUSE = Duration.ofMinutes(1);

    static final List<Rule> RULES = List.of(
            new Rule(
                    "`quotaExceeded` or `dailyLimitExceeded` (the project's day)",
                    ErrorKind.QUOTA_EXHAUSTED,
                    f -> f.because("quotaExceeded", "dailyLimitExceeded")),
            new Rule(
                    "`uploadLimitExceeded` (the channel's day)",
                    ErrorKind.QUOTA_EXHAUSTED,
                    f -> f.because("uploadLimitExceeded")),
            new Rule(
                    "429, `rateLimitExceeded`, `userRateLimitExceeded` or `RATE_LIMIT_EXCEEDED`",
                    ErrorKind.RATE_LIMITED,
                    f -> f.status() == 429
                            || f.because("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")),
            new Rule(
                    "`invalid_client`, `unauthorized_client`, `accessNotConfigured`, `SERVICE_DISABLED` or `keyInvalid`",
                    ErrorKind.MISCONFIGURED,
                    f -> f.because(
                            "invalid_client",
                            "unauthorized_client",
                            "accessNotConfigured",
                            "SERVICE_DISABLED",
                            "keyInvalid")),
            new Rule(
                    "`invalid_grant`, `youtubeSignupRequired`, `authenticatedUserAccountClosed` or "
                            + "`authenticatedUserAccountSuspended`",
                    ErrorKind.AUTHORIZATION_REVOKED,
                    f -> f.because(
                            "invalid_grant",
                            "youtubeSignupRequired",
                            "authenticatedUserAccountClosed",
                            "authenticatedUserAccountSuspended")),
            new Rule("401 or `authError`", ErrorKind.TOKEN_EXPIRED, f -> f.status() == 401 || f.because("authError")),
            new Rule(
                    "`insufficientPermissions`, `ACCESS_TOKEN_SCOPE_INSUFFICIENT`, `ineligibleAccount` or `channelClosed`",
                    ErrorKind.PERMISSION_MISSING,
                    f -> f.because(
                            "insufficientPermissions",
                            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                            "ineligibleAccount",
                            "channelClosed")),
            new Rule("`invalidPageToken`", ErrorKind.CURSOR_INVALID, f -> f.because("invalidPageToken")),
            new Rule(
                    "400 to a report about an unknown or unsupported identifier",
                    ErrorKind.API_RETIRED,
                    f -> f.status() == 400
                            && f.operation().equals(Operations.REPORTS_QUERY)
                            && (f.says("unknown identifier") || f.says("not supported"))),
            new Rule("`operationNotSupported`", ErrorKind.UNSUPPORTED, f -> f.because("operationNotSupported")),
            new Rule(
                    "a reason that ends in `NotFound`, or 404",
                    ErrorKind.NOT_FOUND,
                    f -> f.refused() && (f.endsWith("NotFound") || f.status() == 404)),
            new Rule(
                    "`commentsDisabled`, `parentCommentIsPrivate`, `forbiddenPrivacySetting`, `forbiddenLicenseSetting`, "
                            + "`forbiddenEmbedSetting` or `videoChannelMismatch`",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.because(
                            "commentsDisabled",
                            "parentCommentIsPrivate",
                            "forbiddenPrivacySetting",
                            "forbiddenLicenseSetting",
                            "forbiddenEmbedSetting",
                            "videoChannelMismatch")),
            new Rule(
                    "`invalidTitle`, `invalidDescription`, `invalidTags`, `invalidCategoryId`, `invalidPublishAt`, "
                            + "`invalidVideoMetadata`, `defaultLanguageNotSet`, `invalidFilename`, `mediaBodyRequired`, "
                            + "`invalidImage`, `commentTextRequired` or `commentTextTooLong`",
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.reasons().stream().anyMatch(YoutubeErrors.FIELDS::containsKey)),
            new Rule(
                    "`processingFailure`, `backendError` or `internalError` on a read",
                    ErrorKind.TRANSIENT,
                    f -> !f.changing() && f.because("processingFailure", "backendError", "internalError")),
            new Rule(
                    "`processingFailure`, `backendError` or `internalError` on a change",
                    ErrorKind.OUTCOME_UNKNOWN,
                    f -> f.changing() && f.because("processingFailure", "backendError", "internalError")));

    /** Which part of a post a reason complains of. */
    static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("invalidTitle", "options.title"),
            Map.entry("invalidDescription", "text"),
            Map.entry("invalidTags", "options.tags"),
            Map.entry("invalidCategoryId", "options.category"),
            Map.entry("invalidPublishAt", "options.publishAt"),
            Map.entry("invalidVideoMetadata", "options"),
            Map.entry("defaultLanguageNotSet", "options.language"),
            Map.entry("invalidFilename", "media[0]"),
            Map.entry("mediaBodyRequired", "media"),
            Map.entry("invalidImage", "media[1]"),
            Map.entry("commentTextRequired", "text"),
            Map.entry("commentTextTooLong", "text"));

    private YoutubeErrors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, Instant now, AccessToken token) {
        Failure failure = Failure.read(request, response);
        ErrorKind kind = kind(failure);
        String sentence = failure.sentence().replace(token.value(), "[hidden]");
        return NetworkException.of(
                        kind, "YouTube refused " + request.operation() + " (" + failure.status() + "): " + sentence)
                .remoteCode(failure.reasons().stream().findFirst().orElse(null))
                .retryAt(retryAt(kind, failure, response, now))
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

    private static @Nullable Instant retryAt(ErrorKind kind, Failure failure, HttpResponse response, Instant now) {
        Instant after = Statuses.retryAfter(response, now).orElse(null);
        return switch (kind) {
            case QUOTA_EXHAUSTED ->
                failure.because("uploadLimitExceeded") ? now.plus(Duration.ofDays(1)) : Pacific.nextMidnight(now);
            case RATE_LIMITED -> after == null ? now.plus(SHORT_PAUSE) : after;
            case TRANSIENT -> after;
            default -> null;
        };
    }

    /**
     * As in the descriptor. The channel's own upload limit is no budget of ours, and a rate that was too high for a minute
     * says nothing of what is left of the day: naming the day's budget would stop everything else, linking included.
     */
    private static @Nullable String bucket(ErrorKind kind, Failure failure) {
        if (kind != ErrorKind.QUOTA_EXHAUSTED || failure.because("uploadLimitExceeded")) {
            return null;
        }
        return switch (failure.operation()) {
            case Operations.VIDEOS_INSERT -> "videos.insert";
            case Operations.REPORTS_QUERY, Operations.HUB_SUBSCRIBE, Operations.HUB_DETAILS -> null;
            default -> "units";
        };
    }

    private static List<Violation> violations(ErrorKind kind, Failure failure, String sentence) {
        if (kind != ErrorKind.CONTENT_REJECTED) {
            return List.of();
        }
        String reason = failure.reasons().stream()
                .filter(FIELDS::containsKey)
                .findFirst()
                .orElse("");
        String rule = reason.equals("commentTextTooLong") ? "text.tooLong" : "network.refused";
        return List.of(new Violation(FIELDS.getOrDefault(reason, "text"), rule, sentence));
    }
}
