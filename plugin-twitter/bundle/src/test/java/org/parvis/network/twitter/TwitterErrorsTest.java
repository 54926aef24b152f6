package org.parvis.network.twitter;

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

/** Each shape of error X answers with, on a read and on a request that makes something. */
class TwitterErrorsTest {
    private static final URI ADDRESS = URI.create("https://api.x.com/2/tweets");
    private static final HttpRequest READ =
            HttpRequest.get("users.mentions", ADDRESS).build();
    private static final HttpRequest CHANGE =
            HttpRequest.changing("posts.create", "POST", ADDRESS).build();
    private static final long RESET = FakeCall.NOW.plusSeconds(500).getEpochSecond();

    private static NetworkException error(HttpRequest request, int status, Map<String, String> headers, String body) {
        HttpResponse response = FakeCall.response(status, headers, body.replace('\'', '"'));
        return TwitterErrors.of(request, response, FakeCall.NOW, new AccessToken(FakeCall.TOKEN));
    }

    // status | body | on a read | on a change
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {'title':'Unauthorized','type':'about:blank','status':401,'detail':'Unauthorized'} | TOKEN_EXPIRED | TOKEN_EXPIRED",
                "401 | {'errors':[{'code':89,'message':'Invalid or expired token'}]} | TOKEN_EXPIRED | TOKEN_EXPIRED",
                "400 | {'error':'invalid_grant','error_description':'Value passed for the token was invalid.'} | AUTHORIZATION_REVOKED | AUTHORIZATION_REVOKED",
                "401 | {'error':'unauthorized_client','error_description':'Missing valid authorization header'} | MISCONFIGURED | MISCONFIGURED",
                "403 | {'errors':[{'code':64,'message':'Your account is suspended'}]} | AUTHORIZATION_REVOKED | AUTHORIZATION_REVOKED",
                "403 | {'errors':[{'code':326,'message':'This account is temporarily locked'}]} | AUTHORIZATION_REVOKED | AUTHORIZATION_REVOKED",
                "429 | {'title':'Too Many Requests','detail':'Too Many Requests','type':'about:blank','status':429} | RATE_LIMITED | RATE_LIMITED",
                "429 | {'errors':[{'code':88,'message':'Rate limit exceeded'}]} | RATE_LIMITED | RATE_LIMITED",
                "429 | {'title':'UsageCapExceeded','type':'https://api.twitter.com/2/problems/usage-capped','period':'Monthly'} | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "403 | {'title':'UsageCapExceeded','type':'https://api.x.com/2/problems/usage-capped'} | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "402 | {'title':'CreditsDepleted','detail':'No credits'} | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "403 | {'errors':[{'code':185,'message':'User is over daily status update limit'}]} | QUOTA_EXHAUSTED | QUOTA_EXHAUSTED",
                "403 | {'detail':'You are not allowed to create a Tweet with duplicate content.','type':'about:blank','title':'Forbidden'} | DUPLICATE | DUPLICATE",
                "403 | {'errors':[{'code':187,'message':'Status is a duplicate.'}]} | DUPLICATE | DUPLICATE",
                "403 | {'title':'Client Forbidden','type':'https://api.x.com/2/problems/client-forbidden','reason':'client-not-enrolled'} | PERMISSION_MISSING | PERMISSION_MISSING",
                "403 | {'title':'Unsupported Authentication','type':'https://api.twitter.com/2/problems/unsupported-authentication'} | PERMISSION_MISSING | PERMISSION_MISSING",
                "403 | {'title':'Forbidden','type':'https://api.twitter.com/2/problems/oauth1-permissions'} | PERMISSION_MISSING | PERMISSION_MISSING",
                "403 | {'errors':[{'code':453,'message':'You currently have access to a subset of endpoints'}]} | PERMISSION_MISSING | PERMISSION_MISSING",
                "403 | {'detail':'You are not permitted to perform this action.','type':'about:blank','title':'Forbidden'} | PERMISSION_MISSING | POLICY_REJECTED",
                "403 | {'detail':'You are not permitted to reply to this Tweet.','type':'about:blank'} | POLICY_REJECTED | POLICY_REJECTED",
                "403 | {'errors':[{'code':349,'message':'You cannot send messages to this user.'}]} | POLICY_REJECTED | POLICY_REJECTED",
                "403 | {'title':'x','detail':'You do not have permission to DM one or more participants.'} | POLICY_REJECTED | POLICY_REJECTED",
                "403 | {'type':'https://api.x.com/2/problems/disallowed-resource','title':'Disallowed Resource'} | POLICY_REJECTED | POLICY_REJECTED",
                "403 | {'errors':[{'code':186,'message':'Tweet needs to be a bit shorter.'}]} | CONTENT_REJECTED | CONTENT_REJECTED",
                "400 | {'title':'Invalid Request','type':'https://api.x.com/2/problems/invalid-request','errors':[{'parameters':{'text':['']},'message':'empty'}]} | POLICY_REJECTED | CONTENT_REJECTED",
                "400 | {'title':'Invalid Request','type':'https://api.x.com/2/problems/invalid-request','errors':[{'parameters':{'tweet.fields':['bogus']},'message':'…'}]} | API_RETIRED | CONTENT_REJECTED",
                "400 | {'errors':[{'parameters':{'since_id':['1']},'message':'must be a tweet id created after'}],'title':'Invalid Request'} | CURSOR_INVALID | CONTENT_REJECTED",
                "400 | {'errors':[{'parameters':{'pagination_token':['1']},'message':'invalid'}],'title':'Invalid Request'} | CURSOR_INVALID | CONTENT_REJECTED",
                "400 | {'detail':'The `start_time` query parameter [start_time] is invalid'} | CURSOR_INVALID | CONTENT_REJECTED",
                "404 | {'title':'Not Found Error','type':'https://api.x.com/2/problems/resource-not-found'} | NOT_FOUND | NOT_FOUND",
                "404 | {'errors':[{'code':34,'message':'Sorry, that page does not exist'}]} | NOT_FOUND | NOT_FOUND",
                "403 | {'title':'Authorization Error','type':'https://api.twitter.com/2/problems/not-authorized-for-resource'} | NOT_FOUND | NOT_FOUND",
                "410 | {'errors':[{'code':251,'message':'This endpoint has been retired'}]} | API_RETIRED | API_RETIRED",
                "410 | {} | GONE | GONE",
                "413 | {'title':'Payload Too Large'} | POLICY_REJECTED | CONTENT_REJECTED",
                "418 | {'new':'shape'} | POLICY_REJECTED | POLICY_REJECTED",
                "302 | - | TRANSIENT | OUTCOME_UNKNOWN",
                "408 | - | TRANSIENT | OUTCOME_UNKNOWN",
                "500 | {'errors':[{'code':131,'message':'Internal error'}]} | TRANSIENT | OUTCOME_UNKNOWN",
                "500 | {'errors':[{'code':187,'message':'Status is a duplicate.'}]} | TRANSIENT | OUTCOME_UNKNOWN",
                "502 | <html><title>Bad Gateway</title></html> | TRANSIENT | OUTCOME_UNKNOWN",
                "503 | {'title':'Service Unavailable','detail':'Service Unavailable','type':'about:blank','status':503} | TRANSIENT | TRANSIENT",
                "504 | {'errors' | TRANSIENT | OUTCOME_UNKNOWN",
                "599 | [] | TRANSIENT | OUTCOME_UNKNOWN",
            })
    void everyErrorHasItsKind(int status, String body, ErrorKind onRead, ErrorKind onChange) {
        assertThat(error(READ, status, Map.of(), body).kind()).as("read").isEqualTo(onRead);
        assertThat(error(CHANGE, status, Map.of(), body).kind()).as("change").isEqualTo(onChange);
    }

    @Test
    void everyRuleOfTheTableIsReachedByAnExampleHere() throws NoSuchMethodException {
        CsvSource source = TwitterErrorsTest.class
                .getDeclaredMethod("everyErrorHasItsKind", int.class, String.class, ErrorKind.class, ErrorKind.class)
                .getAnnotation(CsvSource.class);
        Set<TwitterErrors.Rule> reached = new HashSet<>();
        for (String line : source.value()) {
            String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            HttpResponse response = FakeCall.json(Integer.parseInt(cells[0]), cells[1]);
            for (HttpRequest request : new HttpRequest[] {READ, CHANGE}) {
                Failure failure = Failure.read(request, response);
                TwitterErrors.RULES.stream()
                        .filter(r -> r.matches().test(failure))
                        .findFirst()
                        .ifPresent(reached::add);
            }
        }
        Failure day = Failure.read(CHANGE, FakeCall.response(429, Map.of("x-user-limit-24hour-remaining", "0"), ""));
        TwitterErrors.RULES.stream()
                .filter(r -> r.matches().test(day))
                .findFirst()
                .ifPresent(reached::add);
        assertThat(TwitterErrors.RULES.stream()
                        .filter(r -> !reached.contains(r))
                        .map(TwitterErrors.Rule::signal)
                        .collect(Collectors.toList()))
                .isEmpty();
    }

    @Test
    void aSpentWindowSaysWhichAndUntilWhen() {
        NetworkException limited = error(READ, 429, Map.of("x-rate-limit-reset", "" + RESET), "{}");
        assertThat(limited.retryAt()).contains(Instant.ofEpochSecond(RESET));
        assertThat(limited.bucket()).contains("users.mentions");
        assertThat(error(READ, 429, Map.of("retry-after", "60"), "").retryAt()).contains(FakeCall.NOW.plusSeconds(60));
        assertThat(error(READ, 429, Map.of(), "").retryAt()).contains(FakeCall.NOW.plusSeconds(900));
        assertThat(error(READ, 429, Map.of("x-rate-limit-reset", "1"), "").retryAt())
                .contains(FakeCall.NOW.plusSeconds(1));
    }

    @Test
    void aSpentDayIsNotAShortWindow() {
        NetworkException spent = error(
                CHANGE,
                429,
                Map.of(
                        "x-rate-limit-reset",
                        "1",
                        "x-app-limit-24hour-remaining",
                        "0",
                        "x-app-limit-24hour-reset",
                        "" + RESET),
                "{}");
        assertThat(spent.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(spent.bucket()).contains("posts.create.app-day");
        assertThat(spent.retryAt()).contains(Instant.ofEpochSecond(RESET));
    }

    @Test
    void messagesAreShortOneLineAndHoldNoSecret() {
        String body = "{'detail':'bad " + FakeCall.TOKEN + "\\n" + "x".repeat(5000) + "'}";
        NetworkException error = error(CHANGE, 400, Map.of(), body);
        assertThat(error.getMessage()).hasSizeLessThan(400).doesNotContain(FakeCall.TOKEN, "\n");
        assertThat(error.violations()).hasSize(1);
        assertThat(error.violations().get(0).message()).doesNotContain(FakeCall.TOKEN);
        assertThat(error(READ, 502, Map.of(), "<!DOCTYPE html><title>X / Error</title>" + "x".repeat(9000)))
                .hasMessage("X refused users.mentions (502): an HTML page: X / Error");
    }

    @Test
    void whatXSaysIsWhatPeopleRead() {
        NetworkException error =
                error(CHANGE, 403, Map.of(), "{'title':'Forbidden','detail':'Not today','status':403}");
        assertThat(error).hasMessage("X refused posts.create (403): Not today");
        assertThat(error(CHANGE, 403, Map.of(), "{'errors':[{'code':187,'message':'twice'}]}")
                        .remoteCode())
                .contains("187");
        assertThat(error(READ, 403, Map.of(), "{'type':'https://api.x.com/2/problems/client-forbidden'}")
                        .remoteCode())
                .contains("client-forbidden");
    }
}
