package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ErrorKind;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** Each shape of error LinkedIn answers with: on a read, on a change that may be repeated, on one that makes something. */
class LinkedinErrorsTest {
    private static final URI ADDRESS = URI.create("https://api.linkedin.com/rest/posts");
    private static final HttpRequest READ =
            HttpRequest.get("posts.list", ADDRESS).build();
    private static final HttpRequest SETTLE =
            HttpRequest.settling("posts.edit", "POST", ADDRESS).build();
    private static final HttpRequest CHANGE =
            HttpRequest.changing("posts.create", "POST", ADDRESS).build();

    private static NetworkException error(HttpRequest request, int status, Map<String, String> headers, String body) {
        HttpResponse response = FakeCall.response(status, headers, body.replace('\'', '"'));
        return LinkedinErrors.of(request, response, FakeCall.NOW, new AccessToken(FakeCall.TOKEN));
    }

    // status | body | on a read | on a repeatable change | on a change
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {'status':401,'serviceErrorCode':65600,'code':'INVALID_ACCESS_TOKEN','message':'Invalid access token'} | TOKEN_EXPIRED | TOKEN_EXPIRED | TOKEN_EXPIRED",
                "401 | {'status':401,'serviceErrorCode':65601,'code':'REVOKED_ACCESS_TOKEN','message':'revoked'} | TOKEN_EXPIRED | TOKEN_EXPIRED | TOKEN_EXPIRED",
                "401 | {'serviceErrorCode':65602,'message':'The token used in the request has expired'} | TOKEN_EXPIRED | TOKEN_EXPIRED | TOKEN_EXPIRED",
                "403 | {'status':403,'serviceErrorCode':100,'code':'ACCESS_DENIED','message':'Not enough permissions to access: x'} | PERMISSION_MISSING | PERMISSION_MISSING | PERMISSION_MISSING",
                "403 | {'code':'ACCESS_DENIED','message':'Unpermitted fields present in REQUEST_BODY: [/content]'} | CONTENT_REJECTED | CONTENT_REJECTED | CONTENT_REJECTED",
                "403 | {'code':'ACCESS_DENIED','message':'Comments are closed on this post'} | PERMISSION_MISSING | POLICY_REJECTED | POLICY_REJECTED",
                "426 | {'status':426,'code':'NONEXISTENT_VERSION','message':'Requested version 202508 is not active'} | API_RETIRED | API_RETIRED | API_RETIRED",
                "400 | {'status':400,'code':'VERSION_MISSING','message':'A version must be present'} | API_RETIRED | API_RETIRED | API_RETIRED",
                "429 | {'status':429,'serviceErrorCode':101,'code':'TOO_MANY_REQUESTS','message':'Resource level throttle APPLICATION DAY limit is reached.'} | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "429 | {'code':'TOO_MANY_REQUESTS','message':'Comment create throttled'} | RATE_LIMITED | RATE_LIMITED | RATE_LIMITED",
                "429 | - | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "422 | {'status':422,'code':'DUPLICATE_POST','message':'x'} | DUPLICATE | DUPLICATE | DUPLICATE",
                "422 | {'message':'Content is a duplicate of urn:li:share:1'} | DUPLICATE | DUPLICATE | DUPLICATE",
                "422 | {'code':'FIELD_LENGTH_TOO_LONG','message':'commentary'} | POLICY_REJECTED | CONTENT_REJECTED | CONTENT_REJECTED",
                "422 | {'code':'MISSING_FIELD','message':'title'} | POLICY_REJECTED | CONTENT_REJECTED | CONTENT_REJECTED",
                "400 | {'code':'INVALID_VALUE_FOR_FIELD','message':'x'} | API_RETIRED | CONTENT_REJECTED | CONTENT_REJECTED",
                "400 | {'message':'x','errorDetails':{'inputErrors':[{'code':'INVALID_VALUE_FOR_FIELD'}]}} | API_RETIRED | CONTENT_REJECTED | CONTENT_REJECTED",
                "400 | {'code':'INVALID_URN_ID','message':'x'} | NOT_FOUND | CONTENT_REJECTED | CONTENT_REJECTED",
                "400 | {'message':'something'} | POLICY_REJECTED | CONTENT_REJECTED | CONTENT_REJECTED",
                "404 | {'status':404,'code':'NOT_FOUND','message':'Could not find entity'} | NOT_FOUND | NOT_FOUND | NOT_FOUND",
                "404 | {'status':404,'code':'RESOURCE_NOT_FOUND','message':'No virtual resource found'} | API_RETIRED | API_RETIRED | API_RETIRED",
                "410 | {} | GONE | GONE | GONE",
                "418 | {'new':'shape'} | POLICY_REJECTED | POLICY_REJECTED | POLICY_REJECTED",
                "302 | - | TRANSIENT | TRANSIENT | OUTCOME_UNKNOWN",
                "500 | {'status':500,'message':'Internal Server Error'} | TRANSIENT | TRANSIENT | OUTCOME_UNKNOWN",
                "500 | {'code':'DUPLICATE_POST'} | TRANSIENT | TRANSIENT | OUTCOME_UNKNOWN",
                "504 | <html><title>Gateway Timeout</title></html> | TRANSIENT | TRANSIENT | OUTCOME_UNKNOWN",
                "599 | [] | TRANSIENT | TRANSIENT | OUTCOME_UNKNOWN",
            })
    void everyErrorHasItsKind(int status, String body, ErrorKind read, ErrorKind settle, ErrorKind change) {
        assertThat(error(READ, status, Map.of(), body).kind()).as("read").isEqualTo(read);
        assertThat(error(SETTLE, status, Map.of(), body).kind())
                .as("repeatable")
                .isEqualTo(settle);
        assertThat(error(CHANGE, status, Map.of(), body).kind()).as("change").isEqualTo(change);
    }

    @Test
    void everyRuleOfTheTableIsReachedByAnExampleHere() throws NoSuchMethodException {
        CsvSource source = Arrays.stream(LinkedinErrorsTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("everyErrorHasItsKind"))
                .findFirst()
                .orElseThrow()
                .getAnnotation(CsvSource.class);
        Set<LinkedinErrors.Rule> reached = new HashSet<>();
        for (String line : source.value()) {
            String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            HttpResponse response = FakeCall.json(Integer.parseInt(cells[0]), cells[1]);
            for (HttpRequest request : new HttpRequest[] {READ, SETTLE, CHANGE}) {
                Failure failure = Failure.read(request, response);
                LinkedinErrors.RULES.stream()
                        .filter(rule -> rule.matches().test(failure))
                        .findFirst()
                        .ifPresent(reached::add);
            }
        }
        assertThat(LinkedinErrors.RULES.stream()
                        .filter(rule -> !reached.contains(rule))
                        .map(LinkedinErrors.Rule::signal)
                        .collect(Collectors.toList()))
                .isEmpty();
    }

    @Test
    void spentCallsSayWhoseAndUntilMidnight() {
        NetworkException member = error(READ, 429, Map.of(), "{'message':'Resource level throttle MEMBER DAY limit'}");
        assertThat(member.bucket()).contains("calls.member");
        assertThat(member.retryAt()).contains(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(error(READ, 429, Map.of(), "{}").bucket()).contains("calls.app");
        NetworkException soon = error(READ, 429, Map.of("retry-after", "90"), "{}");
        assertThat(soon.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(soon.retryAt()).contains(FakeCall.NOW.plusSeconds(90));
        assertThat(LinkedinErrors.nextDay(Instant.parse("2026-12-31T23:59:59.999Z")))
                .isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void aTunnelledReadIsARead() {
        HttpRequest tunnelled = HttpRequest.settling("statistics.shares", "POST", ADDRESS)
                .header("X-HTTP-Method-Override", "GET")
                .build();
        assertThat(error(tunnelled, 400, Map.of(), "{'code':'INVALID_VALUE_FOR_FIELD'}")
                        .kind())
                .isEqualTo(ErrorKind.API_RETIRED);
    }

    @Test
    void messagesAreShortOneLineAndHoldNoSecret() {
        String body = "{'message':'bad " + FakeCall.TOKEN + "\\n" + "x".repeat(5000) + "'}";
        NetworkException error = error(CHANGE, 400, Map.of(), body);
        assertThat(error.getMessage()).hasSizeLessThan(400).doesNotContain(FakeCall.TOKEN, "\n");
        assertThat(error.violations()).hasSize(1);
        assertThat(error.violations().get(0).message()).doesNotContain(FakeCall.TOKEN);
        assertThat(error(READ, 504, Map.of(), "<html><title>Gateway Timeout</title>" + "x".repeat(9000)))
                .hasMessage("LinkedIn refused posts.list (504): an HTML page: Gateway Timeout");
        assertThat(error(CHANGE, 422, Map.of(), "{'code':'DUPLICATE_POST','message':'twice'}")
                        .remoteCode())
                .contains("DUPLICATE_POST");
    }
}
