package org.parvis.network.instagram;

import java.time.Duration;
import java.time.Instant;
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

/** What the Graph API's errors mean: the first rule that fits counts, then the status alone. */
final class GraphErrors {

    private static final Duration UNSAID_WAIT = Duration.ofMinutes(15);
    private static final Duration BLOCKED_WAIT = Duration.ofHours(1);

    /**
     * @param signal what people read of it
     * @param read the kind where the request changes nothing, or may be repeated
     * @param change the kind where it makes something
     */
    record Rule(String signal, ErrorKind read, ErrorKind change, Predicate<GraphFailure> matches) {

        Rule(String signal, ErrorKind kind, Predicate<GraphFailure> matches) {
            this(signal, kind, kind, matches);
        }
    }

    static final List<Rule> RULES = List.of(
            new Rule(
                    "code 101, or a wrong secret, proof or application",
                    ErrorKind.MISCONFIGURED,
                    f -> f.is(101)
                            || f.says(
                                    "error validating application",
                                    "error validating client secret",
                                    "appsecret_proof",
                                    "cannot get application info")),
            new Rule(
                    "code 102 or 190 with subcode 458, 459, 460, 464, 467 or 492 (removed, locked, password, role)",
                    ErrorKind.AUTHORIZATION_REVOKED,
                    f -> f.is(102, 190) && f.hasSubcode(458L, 459L, 460L, 464L, 467L, 492L)),
            new Rule("code 102 or 190 otherwise, such as subcode 463", ErrorKind.TOKEN_EXPIRED, f -> f.is(102, 190)),
            new Rule(
                    "code 10 with subcode 2534022 or 2018278 (24 hours, or 7 days, are over)",
                    ErrorKind.REPLY_WINDOW_CLOSED,
                    f -> f.is(10) && f.hasSubcode(2534022L, 2018278L)),
            new Rule(
                    "subcode 2207050 or 2207051 (account restricted, taken for spam), code 551 or 10903 (cannot be written "
                            + "to), or 10900 (answered privately before)",
                    ErrorKind.POLICY_REJECTED,
                    f -> f.is(551, 10900, 10903) || f.hasSubcode(2207050L, 2207051L)),
            new Rule(
                    "code 4, 9, 17, 32, 341, 368, 613, 80000 to 80014, subcode 2207042 (posts of a day), or 429",
                    ErrorKind.RATE_LIMITED,
                    f -> f.is(4, 9, 17, 32, 341, 368, 613)
                            || f.isBetween(80000, 80014)
                            || f.hasSubcode(2207042L)
                            || f.status() == 429),
            new Rule(
                    "subcode 2207003, 2207008, 2207027, 2207032 or 2207053 (file or container not there yet)",
                    ErrorKind.TRANSIENT,
                    f -> f.hasSubcode(2207003L, 2207008L, 2207027L, 2207032L, 2207053L)),
            new Rule(
                    "subcode 2207006 or 2207020 (container not found, or too old)",
                    ErrorKind.NOT_FOUND,
                    f -> f.hasSubcode(2207006L, 2207020L)),
            new Rule(
                    "subcode 2207001 (error of the server)",
                    ErrorKind.TRANSIENT,
                    ErrorKind.OUTCOME_UNKNOWN,
                    f -> f.hasSubcode(2207001L)),
            new Rule("code 12 or 2635 (address or version retired)", ErrorKind.API_RETIRED, f -> f.is(12, 2635)),
            new Rule(
                    "code 100 about a metric or a field that is no more",
                    ErrorKind.API_RETIRED,
                    f -> f.is(100)
                            && f.says("valid insights metric", "metric[", "nonexisting field", "unknown fields")),
            new Rule(
                    "code 100 with subcode 33, code 803, or 404",
                    ErrorKind.NOT_FOUND,
                    f -> f.is(803) || f.is(100) && f.hasSubcode(33L) || f.is(0) && f.status() == 404),
            new Rule(
                    "code 100 on a read about a cursor",
                    ErrorKind.CURSOR_INVALID,
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.is(100) && f.says("cursor", "paging token")),
            new Rule(
                    "code 3, 10 or 200 to 299 (permission or role)",
                    ErrorKind.PERMISSION_MISSING,
                    f -> f.is(3, 10) || f.isBetween(200, 299)),
            new Rule(
                    "code 100, 352, 9004, 36000 to 36999, or subcode 2207000 to 2207999 (content or file)",
                    ErrorKind.POLICY_REJECTED,
                    ErrorKind.CONTENT_REJECTED,
                    f -> f.is(100, 352, 9004)
                            || f.isBetween(36000, 36999)
                            || f.subcode() >= 2207000 && f.subcode() <= 2207999),
            new Rule(
                    "code -2, -1, 1 or 2, or `is_transient`",
                    ErrorKind.TRANSIENT,
                    ErrorKind.OUTCOME_UNKNOWN,
                    f -> f.is(-2, -1, 1, 2) || f.passing()));

    private GraphErrors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, Instant now, AccessToken token) {
        GraphFailure failure = GraphFailure.read(request, response);
        ErrorKind kind = kind(failure);
        String sentence = failure.sentence().replace(token.value(), "[hidden]");
        return NetworkException.of(
                        kind,
                        "Instagram refused " + request.operation() + " (" + failure.status() + codes(failure) + "): "
                                + sentence)
                .remoteCode(remoteCode(failure))
                .retryAt(retryAt(kind, failure, response, now))
                .bucket(kind == ErrorKind.RATE_LIMITED ? bucket(failure) : null)
                .violations(
                        kind == ErrorKind.CONTENT_REJECTED
                                ? List.of(new Violation("text", "network.refused", sentence))
                                : List.of())
                .build();
    }

    static ErrorKind kind(GraphFailure failure) {
        return RULES.stream()
                .filter(rule -> rule.matches().test(failure))
                .findFirst()
                .map(rule -> failure.changing() ? rule.change() : rule.read())
                .orElseGet(() -> Statuses.kind(failure.status() < 400 ? 500 : failure.status(), failure.changing()));
    }

    private static String codes(GraphFailure failure) {
        String code = remoteCode(failure);
        return code == null ? "" : ", code " + code;
    }

    private static @Nullable String remoteCode(GraphFailure failure) {
        if (failure.code() == 0) {
            return null;
        }
        return failure.subcode() == 0 ? Long.toString(failure.code()) : failure.code() + "/" + failure.subcode();
    }

    /** Application and user limits concern everybody who uses the application, all others the account. */
    private static String bucket(GraphFailure failure) {
        if (failure.hasSubcode(2207042L)) {
            return GraphQuotas.POSTS;
        }
        return failure.is(4, 17) ? GraphQuotas.APP : GraphQuotas.ACCOUNT;
    }

    private static @Nullable Instant retryAt(ErrorKind kind, GraphFailure failure, HttpResponse response, Instant now) {
        if (kind != ErrorKind.RATE_LIMITED) {
            return Statuses.retryAfter(response, now).orElse(null);
        }
        Duration said = GraphQuotas.regainAccess(response);
        Duration wait = !said.isZero() ? said : failure.is(368) ? BLOCKED_WAIT : UNSAID_WAIT;
        return Statuses.retryAfter(response, now).orElse(now.plus(wait));
    }
}
