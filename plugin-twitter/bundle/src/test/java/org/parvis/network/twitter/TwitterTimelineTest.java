package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource.TimelinePage;

class TwitterTimelineTest {
    private static final FetchWindow ALL = new FetchWindow(null, null, 100);

    private static TimelinePage fetch(String body) throws NetworkException {
        return new TwitterTimeline().fetch(FakeCall.answering(200, body), ALL);
    }

    @Test
    void ownPostsAndQuotesArePostsAnswersAreAnswersAndRepostsAreLeftOut() throws NetworkException {
        TimelinePage page = fetch("{'data':["
                + "{'id':'4','text':'RT @a: x','referenced_tweets':[{'type':'retweeted','id':'40'}]},"
                + "{'id':'3','text':'look','referenced_tweets':[{'type':'quoted','id':'30'}]},"
                + "{'id':'2','text':'@jo yes','conversation_id':'20','in_reply_to_user_id':'777',"
                + "'referenced_tweets':[{'type':'replied_to','id':'20'}]},"
                + "{'id':'1','text':'@jo a word to you','conversation_id':'1','in_reply_to_user_id':'777'}],"
                + "'includes':{'users':[{'id':'777','username':'jo','name':'Jo'}],'tweets':["
                + "{'id':'20','text':'@acme in stock?','author_id':'777','conversation_id':'20'},"
                + "{'id':'40','text':'x','author_id':'778'}]},'meta':{}}");
        assertThat(page.posts()).extracting(p -> p.id().value()).containsExactly("3", "1");
        assertThat(page.answers()).extracting(a -> a.id().value()).containsExactly("2");
        assertThat(page.answers().get(0).inReplyTo()).isEqualTo(new RemoteId("20"));
        assertThat(page.answers().get(0).conversation()).isEqualTo(new RemoteId("20"));
        assertThat(page.answers().get(0).author().handle()).isEqualTo("acme");
        assertThat(page.context()).extracting(c -> c.id().value()).containsExactly("20", "40");
        assertThat(page.context().get(0).author().handle()).isEqualTo("jo");
        assertThat(page.context().get(0).kind()).isEqualTo(ItemKind.MENTION);
        assertThat(page.context().get(1).author().handle())
                .as("nobody says who 778 is")
                .isEqualTo("778");
    }

    @Test
    void aParentWithoutAnAuthorBelongsToWhomTheAnswerIsAddressed() throws NetworkException {
        TimelinePage page = fetch("{'data':[{'id':'2','text':'yes','conversation_id':'20','in_reply_to_user_id':'777',"
                + "'referenced_posts':[{'type':'replied_to','id':'20'}]}],"
                + "'includes':{'posts':[{'id':'20','text':'in stock?'},{'id':'21','text':'whose?'}]},'meta':{}}");
        assertThat(page.context()).extracting(c -> c.author().id().value()).containsExactly("777");
    }

    @Test
    void anOwnAnswerAmongTheParentsIsAnAnswerAndAnOwnPostIsContext() throws NetworkException {
        TimelinePage page = fetch("{'data':[{'id':'3','text':'more','author_id':'2244994945','conversation_id':'1',"
                + "'referenced_tweets':[{'type':'replied_to','id':'2'}]}],'includes':{'tweets':["
                + "{'id':'2','text':'first','author_id':'2244994945','conversation_id':'1',"
                + "'referenced_tweets':[{'type':'replied_to','id':'1'}]},"
                + "{'id':'1','text':'post','author_id':'2244994945','conversation_id':'1'}]},'meta':{}}");
        assertThat(page.answers()).extracting(a -> a.id().value()).containsExactly("3", "2");
        assertThat(page.context()).extracting(c -> c.id().value()).containsExactly("1");
    }

    @Test
    void aPostCarriesEverythingX_says() throws NetworkException {
        String body =
                "{'data':[{'id':'1880028106020515841','text':'beginning…','note_tweet':{'text':'the whole long text'},"
                        + "'created_at':'2026-11-20T09:12:33.000Z','attachments':{'media_keys':['3_1','7_2','3_9']},"
                        + "'edit_history_tweet_ids':['1880028106020515000','1880028106020515841'],"
                        + "'public_metrics':{'like_count':3,'reply_count':1,'retweet_count':2,'quote_count':'4','odd':null}}],"
                        + "'includes':{'media':[{'media_key':'3_1','type':'photo','url':'https://pbs.twimg.com/a.jpg','alt_text':'A cat'},"
                        + "{'media_key':'7_2','type':'video','preview_image_url':'https://pbs.twimg.com/b.png','variants':["
                        + "{'content_type':'application/x-mpegURL','url':'https://video.twimg.com/b.m3u8'},"
                        + "{'bit_rate':1,'content_type':'video/mp4','url':'https://video.twimg.com/low.mp4'},"
                        + "{'bit_rate':9,'content_type':'video/mp4','url':'https://video.twimg.com/high.mp4'}]}]},'meta':{}}";
        RemotePost post = fetch(body).posts().get(0);
        assertThat(post.text()).isEqualTo("the whole long text");
        assertThat(post.publishedAt()).isEqualTo(Instant.parse("2026-11-20T09:12:33Z"));
        assertThat(post.earlierVersions()).containsExactly(new RemoteId("1880028106020515000"));
        assertThat(post.counts())
                .containsEntry("reactions", 3L)
                .containsEntry("twitter:quotes", 4L)
                .hasSize(4);
        assertThat(post.permalink()).isEqualTo(URI.create("https://x.com/acme/status/1880028106020515841"));
        assertThat(post.attachments())
                .extracting(a -> a.type() + " " + a.address())
                .containsExactly(
                        "image/jpeg https://pbs.twimg.com/a.jpg", "video/mp4 https://video.twimg.com/high.mp4");
        assertThat(post.attachments().get(0).alternativeText()).isEqualTo("A cat");
        assertThat(new String(post.raw(), StandardCharsets.UTF_8))
                .contains("note_tweet")
                .startsWith("{\"id\"");
    }

    /** 1880028106020515841 was given at 2025-01-16T23:03:24.365Z; the others four minutes and long before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'1880028106020515841'                                             | 2025-01-16T23:03:24Z",
                "'1880027099385823232','1880028106020515841'                       | 2025-01-16T22:59:24Z",
                "'1880028106020515841','1880027099385823232'                       | 2025-01-16T22:59:24Z",
                "'7','1880028106020515841'                                         | 2025-01-16T23:03:24Z",
                "'oddity','99999999999999999999','1880028106020515841'             | 2025-01-16T23:03:24Z",
                "'1870000000000000000','1880028106020515841'                       | 2025-01-16T23:03:24Z",
                "'9223372036854775808','1880028106020515841'                       | 2025-01-16T23:03:24Z"
            })
    void anEditedPostKeepsTheTimeOfItsFirstVersion(String versions, Instant publishedAt) throws NetworkException {
        String body = "{'data':[{'id':'1880028106020515841','text':'now','created_at':'2025-01-16T23:03:24.000Z',"
                + "'edit_history_tweet_ids':[" + versions + "]}],'meta':{}}";
        assertThat(fetch(body).posts().get(0).publishedAt()).isEqualTo(publishedAt);
    }

    @Test
    void aTimeInMillisecondsIsThatOfTheFirstVersionToTheMillisecond() throws NetworkException {
        String body = "{'data':[{'id':'1880028106020515841','text':'now','created_at':'2025-01-16T23:03:24.365Z',"
                + "'edit_history_tweet_ids':['1880027099385823232','1880028106020515841']}],'meta':{}}";
        assertThat(fetch(body).posts().get(0).publishedAt()).isEqualTo("2025-01-16T22:59:24.365Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':null,'meta':null}",
                "{'data':[null,1,'x',{},{'id':null},{'id':''},{'id':1.5e30}],'meta':{'next_token':null}}",
                "{'data':{},'includes':[1],'meta':[]}",
                "{'meta':{'result_count':0},'unknown':{'deep':[{}]}}"
            })
    void oddAnswersLoseNothingElse(String body) throws NetworkException {
        TimelinePage page = fetch(body);
        assertThat(page.posts()).isEmpty();
        assertThat(page.complete()).isTrue();
        assertThat(page.nextCursor()).isNotNull();
    }

    @Test
    void whatXSaysOfTheTextIsKeptAsItIs() throws NetworkException {
        String body =
                "{\"data\":[{\"id\":1880028106020515841,\"text\":\"a &amp; b \\ud83d\\ude00 \\u200f\\u202eعربى 👩‍👩‍👧\","
                        + "\"lang\":\"ar\",\"conversation_id\":9,\"referenced_tweets\":[{\"type\":\"replied_to\",\"id\":9}]}],\"meta\":{}}";
        TimelinePage page = new TwitterTimeline()
                .fetch(FakeCall.answering(r -> FakeCall.response(200, java.util.Map.of(), body)), ALL);
        InboxItem answer = page.answers().get(0);
        assertThat(answer.id().value()).isEqualTo("1880028106020515841");
        assertThat(answer.text()).isEqualTo("a & b 😀 \u200f\u202eعربى 👩‍👩‍👧");
        assertThat(answer.language()).isEqualTo("ar");
    }

    @Test
    void anAccountThatIsGoneIsNotAnEmptyTimeline() {
        NetworkException gone = catchThrowableOfType(
                NetworkException.class,
                () -> fetch(
                        "{'errors':[{'type':"
                                + "'https://api.twitter.com/2/problems/resource-not-found','detail':'Could not find user with id: [1].'}]}"));
        assertThat(gone.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void anUnknownDialectIsAMistakeInTheConfiguration() {
        FakeCall call = FakeCall.answering(200, "{}").inDialect("x");
        NetworkException wrong =
                catchThrowableOfType(NetworkException.class, () -> new TwitterTimeline().fetch(call, ALL));
        assertThat(wrong.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
        assertThat(call.requests).isEmpty();
    }

    @Test
    void requestsGoToTheConfiguredAddressWithTheCallsToken() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'meta':{}}");
        call.base = URI.create("http://127.0.0.1:9123/x/");
        new TwitterTimeline().fetch(call, ALL);
        assertThat(call.last().address().toString()).startsWith("http://127.0.0.1:9123/x/2/users/2244994945/tweets?");
        assertThat(call.last().headers()).containsEntry("Authorization", "Bearer " + FakeCall.TOKEN);
        assertThat(call.last().changing()).isFalse();
        assertThat(List.of(call.last().operation())).containsExactly("users.tweets");
    }
}
