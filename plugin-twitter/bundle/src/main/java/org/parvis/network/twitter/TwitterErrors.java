package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/**
 * What X's errors mean. The rules are tried in order; what none of them knows falls to the table of its status. The README
 * shows the same table, and a test keeps the two equal.
 */
final class TwitterErrors {
    /** One line of the table: how the error is known, and what it is. */
    record Rule(String signal, ErrorKind kind, Predicate<Failure> matches) {}

    private static final long SHORT_WINDOW_SECONDS = 900;

    static final List<Rule> RULES = List.of(
            new Rule(
                    "type `usage-capped`, or 402 (credits are used up)",
                    ErrorKind.QUOTA_EXHAUSTED,
                    f -> f.isOfType("usage-capped") || f.status() == 402),
            new Rule(
                    "429 with a 24-hour header at 0, or code 185 (posts of a day)",
                    ErrorKind.QUOTA_EXHAUSTED,
                    f -> f.refused() && (f.status() == 429 && f.daySpent() || f.hasCode("185"))),
            new Rule(
                    "429, or code 88",
                    ErrorKind.RATE_LIMITED,
                    f -> f.status() == 429 || f.refused() && f.hasCode("88")),
            new Rule(
                    "`invalid_client` or `unauthorized_client`",
                    ErrorKind.MISCONFIGURED,
                    f -> f.refused() && f.hasCode("invalid_client", "unauthorized_client")),
            new Rule(
                    "`invalid_grant`, or code 64 or 326 (account suspended or locked)",
                    ErrorKind.AUTHORIZATION_REVOKED,
                    f -> f.refused() && f.hasCode("invalid_grant", "64", "326")),
            new Rule("401", ErrorKind.TOKEN_EXPIRED, f -> f.status() == 401),
            new Rule(
                    "code 187, or \"duplicate content\"",
                    ErrorKind.DUPLICATE,
                    f -> f.refused() && (f.hasCode("187") || f.says("duplicate content"))),
            new Rule(
                    "400 on a read about `since_id`, `until_id`, `start_time` or a page token",
                    ErrorKind.CURSOR_INVALID,
                    f -> f.status() == 400
                            && !f.changing()
                            && f.complainsOf("since_id", "until_id", "start_time", "pagination_token", "next_token")),
            new Rule(
                    "400 on a read about fields or expansions (try the other `x.dialect`)",
                    ErrorKind.API_RETIRED,
                    f -> f.status() == 400
                            && !f.changing()
                            && f.complainsOf(
                                    "tweet.fields",
                                    "post.fields",
                                    "dm_event.fields",
                                    "user.fields",
                                    "media.fields",
                                    "expansions")),
            new Rule(
                    "code 186, or a text that is too long",
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.refused()
                            && (f.hasCode("186") || f.says("text is too long", "tweet needs to be a bit shorter"))),
            new Rule(
                    "403 about who may be answered, mentioned or quoted (self-serve plans)",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.status() == 403
                            && f.says(
                                    "reply to this",
                                    "not permitted to reply",
                                    "not been mentioned",
                                    "summon",
                                    "reply is not permitted",
                                    "replies to")),
            new Rule(
                    "code 150 or 349, or a recipient who takes no direct messages",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.refused()
                            && (f.hasCode("150", "349") || f.says("permission to dm", "cannot send messages"))),
            new Rule(
                    "type `client-forbidden`, `unsupported-authentication`, `oauth1-permissions`, `not-authorized-for-field`, "
                            + "or code 453 (plan or scope)",
                    ErrorKind.PERMISSION_MISSING,
                    f -> f.refused()
                            && (f.hasCode("453")
                                    || f.isOfType(
                                            "client-forbidden",
                                            "unsupported-authentication",
                                            "oauth1-permissions",
                                            "not-authorized-for-field"))),
            new Rule(
                    "type `disallowed-resource`",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.refused() && f.isOfType("disallowed-resource")),
            new Rule(
                    "404, type `resource-not-found` or `not-authorized-for-resource`, or code 34, 50 or 144",
                    ErrorKind.NOT_FOUND,
                    f -> f.refused()
                            && (f.status() == 404
                                    || f.hasCode("34", "50", "144")
                                    || f.isOfType("resource-not-found", "not-authorized-for-resource"))),
            new Rule("code 251 (address retired)", ErrorKind.API_RETIRED, f -> f.refused() && f.hasCode("251")),
            new Rule("503 (refused for overload, not executed)", ErrorKind.TRANSIENT, f -> f.status() == 503));

    private TwitterErrors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, Instant now, AccessToken token) {
        Failure failure = Failure.read(request, response);
        ErrorKind kind = kind(failure);
        String sentence = failure.sentence().replace(token.value(), "[hidden]");
        return NetworkException.of(
                        kind, "X refused " + request.operation() + " (" + failure.status() + "): " + sentence)
                .remoteCode(remoteCode(failure))
                .retryAt(retryAt(kind, response, now))
                .bucket(bucket(kind, request, response))
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

    /** A problem inside an answer with status 200 that carries nothing else. */
    static NetworkException partial(String operation, JsonNode answer) {
        JsonNode problem = Json.list(answer, "errors").stream().findFirst().orElseGet(Json::object);
        String type = Json.textOr("", problem, "type");
        ErrorKind kind = switch (type.substring(type.lastIndexOf('/') + 1)) {
            case "resource-not-found", "not-authorized-for-resource" -> ErrorKind.NOT_FOUND;
            case "client-forbidden", "not-authorized-for-field" -> ErrorKind.PERMISSION_MISSING;
            default -> ErrorKind.TRANSIENT;
        };
        String sentence = Excerpts.shorten(Json.textOr("nothing", problem, "detail", "title", "message"), 200);
        return new NetworkException(kind, "X answered " + operation + " with: " + sentence);
    }

    private static @Nullable String remoteCode(Failure failure) {
        if (!failure.type().isEmpty() && !failure.type().equals("about:blank")) {
            return failure.type();
        }
        return failure.codes().stream().sorted().findFirst().orElse(null);
    }

    private static @Nullable Instant retryAt(ErrorKind kind, HttpResponse response, Instant now) {
        Optional<Instant> after = Statuses.retryAfter(response, now);
        Optional<Instant> when = switch (kind) {
            case RATE_LIMITED ->
                Statuses.epochSeconds(response, "x-rate-limit-reset")
                        .or(() -> after)
                        .or(() -> Optional.of(now.plusSeconds(SHORT_WINDOW_SECONDS)));
            case QUOTA_EXHAUSTED ->
                Statuses.epochSeconds(response, "x-user-limit-24hour-reset")
                        .or(() -> Statuses.epochSeconds(response, "x-app-limit-24hour-reset"))
                        .or(() -> after);
            case TRANSIENT -> after;
            default -> Optional.empty();
        };
        return when.map(time -> time.isAfter(now) ? time : now.plusSeconds(1)).orElse(null);
    }

    private static @Nullable String bucket(ErrorKind kind, HttpRequest request, HttpResponse response) {
        if (kind == ErrorKind.RATE_LIMITED) {
            return request.operation();
        }
        if (kind != ErrorKind.QUOTA_EXHAUSTED) {
            return null;
        }
        boolean day = response.header("x-user-limit-24hour-remaining")
                .filter("0"::equals)
                .isPresent();
        boolean appDay = response.header("x-app-limit-24hour-remaining")
                .filter("0"::equals)
                .isPresent();
        return day ? request.operation() + ".day" : appDay ? request.operation() + ".app-day" : null;
    }

    private static List<Violation> violations(ErrorKind kind, Failure failure, String sentence) {
        if (kind != ErrorKind.CONTENT_REJECTED) {
            return List.of();
        }
        boolean tooLong = failure.hasCode("186") || failure.says("too long", "shorter");
        return List.of(new Violation("text", tooLong ? "text.tooLong" : "network.refused", sentence));
    }
}
