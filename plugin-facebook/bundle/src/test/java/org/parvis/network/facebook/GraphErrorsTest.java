package org.parvis.network.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

class GraphErrorsTest {

    private static NetworkException read(HttpResponse response) {
        return fail(call -> new Graph(call).read(Operations.POSTS, "/1/posts", Map.of()), response);
    }

    private static NetworkException change(HttpResponse response) {
        return fail(
                call -> new Graph(call).create(Operations.POST_CREATE, "/1/feed", Map.of("message", "x")), response);
    }

    private interface Exchange {
        Object with(FakeCall call) throws NetworkException;
    }

    private static NetworkException fail(Exchange exchange, HttpResponse response) {
        Function<HttpRequest, HttpResponse> script = request -> response;
        return catchThrowableOfType(NetworkException.class, () -> exchange.with(FakeCall.answering(script)));
    }

    private static HttpResponse error(int status, int code, int subcode, String message) {
        return FakeCall.json(
                status,
                "{'error':{'message':'" + message + "','type':'OAuthException','code':" + code + ",'error_subcode':"
                        + subcode + ",'fbtrace_id':'A1'}}");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        400, 101,   0,       Error validating application,           MISCONFIGURED,         MISCONFIGURED
        400, 1,     0,       Error validating client secret.,        MISCONFIGURED,         MISCONFIGURED
        400, 190,   458,     The user has not authorized,            AUTHORIZATION_REVOKED, AUTHORIZATION_REVOKED
        400, 190,   460,     The session has been invalidated,       AUTHORIZATION_REVOKED, AUTHORIZATION_REVOKED
        400, 190,   492,     Invalid session,                        AUTHORIZATION_REVOKED, AUTHORIZATION_REVOKED
        401, 190,   463,     Session has expired,                    TOKEN_EXPIRED,         TOKEN_EXPIRED
        401, 102,   0,       Session key invalid,                    TOKEN_EXPIRED,         TOKEN_EXPIRED
        400, 10,    2018278, outside of allowed window,              REPLY_WINDOW_CLOSED,   REPLY_WINDOW_CLOSED
        400, 10,    1893063, page is restricted,                     POLICY_REJECTED,       POLICY_REJECTED
        400, 551,   0,       This person is not available,           POLICY_REJECTED,       POLICY_REJECTED
        400, 10900, 0,       Activity already replied to,            POLICY_REJECTED,       POLICY_REJECTED
        400, 506,   0,       Duplicate status message,               DUPLICATE,             DUPLICATE
        400, 4,     0,       Application request limit reached,      RATE_LIMITED,          RATE_LIMITED
        400, 17,    2446079, User request limit reached,             RATE_LIMITED,          RATE_LIMITED
        400, 32,    0,       Page request limit reached,             RATE_LIMITED,          RATE_LIMITED
        400, 368,   0,       temporarily blocked,                    RATE_LIMITED,          RATE_LIMITED
        400, 613,   0,       exceeded the rate limit,                RATE_LIMITED,          RATE_LIMITED
        400, 80001, 0,       too many calls to this Page,            RATE_LIMITED,          RATE_LIMITED
        400, 12,    0,       deprecated,                             API_RETIRED,           API_RETIRED
        400, 2635,  0,       deprecated version,                     API_RETIRED,           API_RETIRED
        400, 100,   0,       must be a valid insights metric,        API_RETIRED,           API_RETIRED
        400, 100,   0,       Tried accessing nonexisting field (x),  API_RETIRED,           API_RETIRED
        400, 100,   33,      Object does not exist,                  NOT_FOUND,             NOT_FOUND
        404, 803,   0,       Some of the aliases do not exist,       NOT_FOUND,             NOT_FOUND
        400, 100,   0,       Invalid cursors values,                 CURSOR_INVALID,        CONTENT_REJECTED
        403, 200,   0,       requires permission,                    PERMISSION_MISSING,    PERMISSION_MISSING
        403, 10,    0,       Application does not have permission,   PERMISSION_MISSING,    PERMISSION_MISSING
        400, 100,   0,       Invalid parameter,                      POLICY_REJECTED,       CONTENT_REJECTED
        400, 324,   0,       Missing or invalid image file,          POLICY_REJECTED,       CONTENT_REJECTED
        400, 1363030, 0,     Your video upload timed out,            POLICY_REJECTED,       CONTENT_REJECTED
        400, 1609005, 0,     Link error,                             POLICY_REJECTED,       CONTENT_REJECTED
        500, 1,     0,       An unknown error occurred,              TRANSIENT,             OUTCOME_UNKNOWN
        500, 2,     0,       Service temporarily unavailable,        TRANSIENT,             OUTCOME_UNKNOWN
        """)
    void codesHaveTheirKind(int status, int code, int subcode, String message, ErrorKind read, ErrorKind change) {
        HttpResponse answer = error(status, code, subcode, message);

        assertThat(read(answer).kind()).isEqualTo(read);
        assertThat(change(answer).kind()).isEqualTo(change);
        assertThat(change(answer)).hasMessageContaining(message);
        assertThat(change(answer).remoteCode()).contains(subcode == 0 ? Integer.toString(code) : code + "/" + subcode);
    }

    @ParameterizedTest
    @CsvSource({"502,TRANSIENT,OUTCOME_UNKNOWN", "404,NOT_FOUND,NOT_FOUND", "429,RATE_LIMITED,RATE_LIMITED"})
    void pagesOfProxiesAreReadByTheirStatus(int status, ErrorKind read, ErrorKind change) {
        HttpResponse page = FakeCall.response(status, Map.of(), "<html><title>Bad day</title></html>");

        assertThat(read(page).kind()).isEqualTo(read);
        assertThat(change(page).kind()).isEqualTo(change);
        assertThat(read(page)).hasMessageContaining("Bad day");
    }

    @Test
    void anErrorWithStatus200IsAnErrorAndACutAnswerIsNoSuccess() {
        assertThat(read(error(200, 190, 463, "expired")).kind()).isEqualTo(ErrorKind.TOKEN_EXPIRED);
        assertThat(change(FakeCall.json(200, "{'id':'1_")).kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(read(FakeCall.json(200, "{'data':[")).kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void theTokenIsNeverInAMessage() {
        NetworkException failure = read(error(400, 100, 0, "bad token " + FakeCall.TOKEN));

        assertThat(failure).hasMessageNotContaining(FakeCall.TOKEN).hasMessageContaining("[hidden]");
    }

    @Test
    void aLimitSaysWhenItEnds() {
        HttpResponse limited = FakeCall.response(
                400,
                Map.of(
                        "x-business-use-case-usage",
                        "{\"1\":[{\"type\":\"pages\",\"call_count\":100,\"estimated_time_to_regain_access\":7}]}"),
                "{\"error\":{\"message\":\"slow\",\"code\":80001}}");

        assertThat(read(limited).retryAt()).contains(FakeCall.NOW.plus(Duration.ofMinutes(7)));
        assertThat(read(limited).bucket()).contains(GraphQuotas.PAGE);
        assertThat(read(error(400, 4, 0, "app")).bucket()).contains(GraphQuotas.APP);
        assertThat(read(error(400, 4, 0, "app")).retryAt()).contains(FakeCall.NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void usageHeadersAreSharesOfTheBudgets() {
        HttpResponse answer = FakeCall.response(
                200,
                Map.of(
                        "date",
                        "Sun, 22 Nov 2026 12:00:00 GMT",
                        "x-app-usage",
                        "{\"call_count\":28,\"total_time\":25,\"total_cputime\":25}",
                        "x-business-use-case-usage",
                        "{\"1\":[{\"type\":\"pages\",\"call_count\":10,\"total_cputime\":50,\"total_time\":1}]}"),
                "{}");

        assertThat(new GraphQuotas().read(Operations.POSTS, answer))
                .extracting(o -> o.bucket() + " " + o.remaining() + "/" + o.limit() + " " + o.resetsAt())
                .containsExactly("app.calls 144/200 2026-11-22T13:00:00Z", "page.calls 2400/4800 2026-11-22T13:00:00Z");
        assertThat(new GraphQuotas()
                        .read(Operations.POSTS, FakeCall.response(200, Map.of("x-app-usage", "nonsense"), "{}")))
                .isEmpty();
    }
}
