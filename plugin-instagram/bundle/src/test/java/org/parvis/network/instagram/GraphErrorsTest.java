package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpResponse;

/** What every documented error becomes, on a read and on a change. */
class GraphErrorsTest {

    private static HttpResponse error(int status, int code, int subcode, String message) {
        return FakeCall.json(
                status,
                "{'error':{'message':'" + message + "','type':'OAuthException','code':" + code + ",'error_subcode':"
                        + subcode + ",'fbtrace_id':'A1'}}");
    }

    private static NetworkException onRead(HttpResponse response) {
        return catchThrowableOfType(
                NetworkException.class,
                () -> new InstagramInbox()
                        .fetch(
                                FakeCall.answering(request -> response),
                                InboxFeed.COMMENTS,
                                new FetchWindow(null, null, 10)));
    }

    private static NetworkException onChange(HttpResponse response) {
        return catchThrowableOfType(
                NetworkException.class,
                () -> new InstagramPublisher()
                        .comment(FakeCall.answering(request -> response), new RemoteId("5"), "x"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            400, 101,   0,       Error validating application,          MISCONFIGURED,         MISCONFIGURED
            400, 1,     0,       Error validating client secret.,       MISCONFIGURED,         MISCONFIGURED
            400, 190,   458,     The user has not authorized,           AUTHORIZATION_REVOKED, AUTHORIZATION_REVOKED
            400, 190,   460,     The session has been invalidated,      AUTHORIZATION_REVOKED, AUTHORIZATION_REVOKED
            401, 190,   463,     Session has expired,                   TOKEN_EXPIRED,         TOKEN_EXPIRED
            401, 102,   0,       Session key invalid,                   TOKEN_EXPIRED,         TOKEN_EXPIRED
            400, 10,    2534022, outside of allowed window,             REPLY_WINDOW_CLOSED,   REPLY_WINDOW_CLOSED
            400, 10,    2018278, outside of allowed window,             REPLY_WINDOW_CLOSED,   REPLY_WINDOW_CLOSED
            400, 551,   0,       This person is not available,          POLICY_REJECTED,       POLICY_REJECTED
            400, 10900, 0,       Activity already replied to,           POLICY_REJECTED,       POLICY_REJECTED
            400, 4,     2207051, restricted as spam,                    POLICY_REJECTED,       POLICY_REJECTED
            400, 25,    2207050, The account is restricted,             POLICY_REJECTED,       POLICY_REJECTED
            400, 9,     2207042, maximum number of posts,               RATE_LIMITED,          RATE_LIMITED
            400, 4,     0,       Application request limit reached,     RATE_LIMITED,          RATE_LIMITED
            400, 17,    0,       User request limit reached,            RATE_LIMITED,          RATE_LIMITED
            400, 32,    0,       Page request limit reached,            RATE_LIMITED,          RATE_LIMITED
            400, 613,   0,       exceeded the rate limit,               RATE_LIMITED,          RATE_LIMITED
            400, 80002, 0,       too many calls to this account,        RATE_LIMITED,          RATE_LIMITED
            400, -2,    2207003, It takes too long to download,         TRANSIENT,             TRANSIENT
            400, -1,    2207032, Create media fail,                     TRANSIENT,             TRANSIENT
            400, -1,    2207053, unknown upload error,                  TRANSIENT,             TRANSIENT
            400, 24,    2207008, The container is not there,            TRANSIENT,             TRANSIENT
            400, 9007,  2207027, The media is not ready,                TRANSIENT,             TRANSIENT
            400, -1,    2207001, Instagram server error,                TRANSIENT,             OUTCOME_UNKNOWN
            500, 2,     0,       Service temporarily unavailable,       TRANSIENT,             OUTCOME_UNKNOWN
            500, -1,    0,       Fatal,                                 TRANSIENT,             OUTCOME_UNKNOWN
            400, 24,    2207006, The media cannot be found,             NOT_FOUND,             NOT_FOUND
            400, -2,    2207020, The media has expired,                 NOT_FOUND,             NOT_FOUND
            400, 100,   33,      Object does not exist,                 NOT_FOUND,             NOT_FOUND
            400, 12,    0,       deprecated,                            API_RETIRED,           API_RETIRED
            400, 2635,  0,       deprecated version,                    API_RETIRED,           API_RETIRED
            400, 100,   0,       metric[0] must be one of,              API_RETIRED,           API_RETIRED
            400, 100,   0,       Tried accessing nonexisting field (x), API_RETIRED,           API_RETIRED
            400, 100,   0,       Invalid cursors values,                CURSOR_INVALID,        CONTENT_REJECTED
            403, 200,   0,       requires permission,                   PERMISSION_MISSING,    PERMISSION_MISSING
            403, 10,    0,       Application has no permission,         PERMISSION_MISSING,    PERMISSION_MISSING
            400, 100,   2207023, The media type is unknown,             POLICY_REJECTED,       CONTENT_REJECTED
            400, 100,   2207028, Carousels need 2 to 10,                POLICY_REJECTED,       CONTENT_REJECTED
            400, 100,   2207040, more than 20 tags,                     POLICY_REJECTED,       CONTENT_REJECTED
            400, 352,   2207026, The video format is not supported,     POLICY_REJECTED,       CONTENT_REJECTED
            400, 36000, 2207004, The image is too large,                POLICY_REJECTED,       CONTENT_REJECTED
            400, 36001, 2207005, The image format is not supported,     POLICY_REJECTED,       CONTENT_REJECTED
            400, 36003, 2207009, aspect ratio,                          POLICY_REJECTED,       CONTENT_REJECTED
            400, 36004, 2207010, The caption was too long,              POLICY_REJECTED,       CONTENT_REJECTED
            400, 9004,  2207052, The media could not be fetched,        POLICY_REJECTED,       CONTENT_REJECTED
            400, 1,     2207057, Thumbnail offset,                      POLICY_REJECTED,       CONTENT_REJECTED
            """)
    void everyErrorHasItsKind(int status, int code, int subcode, String message, ErrorKind read, ErrorKind change) {
        HttpResponse response = error(status, code, subcode, message);
        assertThat(onRead(response).kind()).as("on a read").isEqualTo(read);
        assertThat(onChange(response).kind()).as("on a change").isEqualTo(change);
    }

    @Test
    void theDailyNumberOfPostsIsABudgetOfItsOwn() {
        assertThat(onChange(error(400, 9, 2207042, "cap")).bucket()).contains(GraphQuotas.POSTS);
        assertThat(onChange(error(400, 80002, 0, "calls")).bucket()).contains(GraphQuotas.ACCOUNT);
        assertThat(onChange(error(400, 4, 0, "calls")).bucket()).contains(GraphQuotas.APP);
    }

    @Test
    void theTokenIsNeverRepeated() {
        assertThat(onRead(error(400, 100, 0, "bad " + FakeCall.TOKEN)).getMessage())
                .doesNotContain(FakeCall.TOKEN)
                .contains("[hidden]");
    }
}
