package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ErrorKind;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** Every reason that YouTube names is what the table says, on a read and on a change. */
class YoutubeErrorsTest {
    private static final URI ADDRESS = URI.create("https://youtube.googleapis.com/youtube/v3/comments");
    private static final AccessToken TOKEN = new AccessToken(FakeCall.TOKEN);

    private static NetworkException error(String operation, boolean changing, int status, String body) {
        HttpRequest request = changing
                ? HttpRequest.changing(operation, "POST", ADDRESS).build()
                : HttpRequest.get(operation, ADDRESS).build();
        return YoutubeErrors.of(request, FakeCall.json(status, body), FakeCall.NOW, TOKEN);
    }

    private static String body(int status, String reason) {
        return "{'error':{'code':" + status
                + ",'message':'No.','errors':[{'message':'No.','domain':'youtube','reason':'" + reason
                + "'}],'status':'X'}}";
    }

    @ParameterizedTest
    @CsvSource({
        "403,quotaExceeded,QUOTA_EXHAUSTED,QUOTA_EXHAUSTED",
        "403,dailyLimitExceeded,QUOTA_EXHAUSTED,QUOTA_EXHAUSTED",
        "400,uploadLimitExceeded,QUOTA_EXHAUSTED,QUOTA_EXHAUSTED",
        "403,rateLimitExceeded,RATE_LIMITED,RATE_LIMITED",
        "403,userRateLimitExceeded,RATE_LIMITED,RATE_LIMITED",
        "429,anything,RATE_LIMITED,RATE_LIMITED",
        "403,accessNotConfigured,MISCONFIGURED,MISCONFIGURED",
        "400,keyInvalid,MISCONFIGURED,MISCONFIGURED",
        "401,youtubeSignupRequired,AUTHORIZATION_REVOKED,AUTHORIZATION_REVOKED",
        "401,authError,TOKEN_EXPIRED,TOKEN_EXPIRED",
        "403,insufficientPermissions,PERMISSION_MISSING,PERMISSION_MISSING",
        "403,channelClosed,PERMISSION_MISSING,PERMISSION_MISSING",
        "403,ineligibleAccount,PERMISSION_MISSING,PERMISSION_MISSING",
        "403,forbidden,PERMISSION_MISSING,POLICY_REJECTED",
        "400,invalidPageToken,CURSOR_INVALID,CURSOR_INVALID",
        "404,videoNotFound,NOT_FOUND,NOT_FOUND",
        "404,commentThreadNotFound,NOT_FOUND,NOT_FOUND",
        "400,parentCommentNotFound,NOT_FOUND,NOT_FOUND",
        "403,commentsDisabled,POLICY_REJECTED,POLICY_REJECTED",
        "400,invalidTitle,CONTENT_REJECTED,CONTENT_REJECTED",
        "400,invalidPublishAt,CONTENT_REJECTED,CONTENT_REJECTED",
        "400,commentTextTooLong,CONTENT_REJECTED,CONTENT_REJECTED",
        "400,operationNotSupported,UNSUPPORTED,UNSUPPORTED",
        "409,processingFailure,TRANSIENT,OUTCOME_UNKNOWN",
        "500,backendError,TRANSIENT,OUTCOME_UNKNOWN",
        "503,serviceUnavailable,TRANSIENT,OUTCOME_UNKNOWN",
        "400,somethingNew,POLICY_REJECTED,CONTENT_REJECTED",
        "410,somethingNew,GONE,GONE"
    })
    void reasonsMeanWhatTheTableSays(int status, String reason, ErrorKind read, ErrorKind change) {
        assertThat(error("comments.list", false, status, body(status, reason)).kind())
                .isEqualTo(read);
        NetworkException changed = error("comments.insert", true, status, body(status, reason));
        assertThat(changed.kind()).isEqualTo(change);
        assertThat(changed.remoteCode()).contains(reason);
    }

    @Test
    void aSpentDayEndsAtMidnightInCalifornia() {
        NetworkException spent = error("comments.insert", true, 403, body(403, "quotaExceeded"));
        assertThat(spent.bucket()).contains("units");
        assertThat(spent.retryAt()).contains(Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(error("videos.insert", true, 403, body(403, "quotaExceeded")).bucket())
                .contains("videos.insert");
        NetworkException channel = error("videos.insert", true, 400, body(400, "uploadLimitExceeded"));
        assertThat(channel.bucket()).isEmpty();
        assertThat(channel.retryAt()).contains(FakeCall.NOW.plusSeconds(86_400));
    }

    @Test
    void aRateLimitSaysWhenToComeBack() {
        HttpRequest request = HttpRequest.get("videos.list", ADDRESS).build();
        HttpResponse response = FakeCall.response(429, Map.of("retry-after", "7"), "slow down");
        assertThat(YoutubeErrors.of(request, response, FakeCall.NOW, TOKEN).retryAt())
                .contains(FakeCall.NOW.plusSeconds(7));
        NetworkException tooFast = error("videos.list", false, 429, "{}");
        assertThat(tooFast.retryAt()).contains(FakeCall.NOW.plusSeconds(60));
        assertThat(tooFast.bucket()).as("the day's budget is not spent by it").isEmpty();
    }

    @Test
    void otherShapesOfErrorsAreReadToo() {
        String scopes =
                "{'error':{'code':403,'message':'Scopes.','details':[{'reason':'ACCESS_TOKEN_SCOPE_INSUFFICIENT'}]}}";
        assertThat(error("comments.insert", true, 403, scopes).kind()).isEqualTo(ErrorKind.PERMISSION_MISSING);
        String oauth = "{'error':'invalid_grant','error_description':'Token has been expired or revoked.'}";
        NetworkException revoked = error("channels.list", false, 400, oauth);
        assertThat(revoked.kind()).isEqualTo(ErrorKind.AUTHORIZATION_REVOKED);
        assertThat(revoked).hasMessageContaining("expired or revoked");
        assertThat(error("channels.list", false, 502, "<html><title>Bad Gateway</title></html>"))
                .hasMessageContaining("Bad Gateway");
        assertThat(error("channels.list", false, 404, "").kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void whatIsWrongNamesTheFieldItIsAbout() {
        assertThat(error("videos.insert", true, 400, body(400, "invalidTags")).violations())
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo("options.tags"));
    }

    @Test
    void theTokenIsNeverTold() {
        String body = "{'error':{'message':'Token " + FakeCall.TOKEN + " is bad'}}";
        assertThat(error("videos.list", false, 403, body)).hasMessageNotContaining(FakeCall.TOKEN);
        FakeCall call = FakeCall.answering(200, "not JSON " + FakeCall.TOKEN);
        NetworkException unreadable =
                catchThrowableOfType(NetworkException.class, () -> new YoutubeLinker().listAccounts(call));
        assertThat(unreadable.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(unreadable).hasMessageNotContaining(FakeCall.TOKEN);
    }

    @Test
    void aMetricThatYoutubeNoLongerKnowsIsRetired() {
        String body =
                "{'error':{'code':400,'message':'Unknown identifier (x) given in field parameters.metrics.','errors':"
                        + "[{'reason':'badRequest'}]}}";
        assertThat(error("reports.query", false, 400, body).kind()).isEqualTo(ErrorKind.API_RETIRED);
    }
}
