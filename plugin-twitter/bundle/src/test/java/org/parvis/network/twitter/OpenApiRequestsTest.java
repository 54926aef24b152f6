package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.ItemKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.WebhookSubscription;
import org.parvis.spi.http.HttpRequest;

/** Every request the bundle can make, against X's own description of its API, in both dialects. */
class OpenApiRequestsTest {
    private static final String EMPTY = "{'meta':{'result_count':0}}";
    private static final String PAGE = "{'data':[{'id':'1990000000000000000','author_id':'5','text':'hi',"
            + "'created_at':'2026-11-22T10:00:00Z'}],'meta':{'next_token':'abc'}}";
    private static final String DONE =
            "{'data':{'id':'1','username':'acme','name':'Acme','dm_event_id':'2','deleted':true,'hidden':true,'liked':true}}";
    private static final RemoteId POST = new RemoteId("1880028106020515841");
    private final TwitterNetwork network = new TwitterNetwork();

    @ParameterizedTest
    @CsvSource({"tweet,x-api-v2.166-openapi.json", "post,x-api-v2.167-openapi.json"})
    void everyRequestIsAsDescribed(String dialect, String file) throws Exception {
        OpenApi description = OpenApi.read(Shared.path("networks/specs/twitter/" + file));
        List<HttpRequest> requests = everyRequest(dialect);
        assertThat(requests)
                .extracting(HttpRequest::operation)
                .contains(
                        Operations.USERS_ME,
                        Operations.USERS_TWEETS,
                        Operations.USERS_MENTIONS,
                        Operations.SEARCH_RECENT,
                        Operations.DIRECT_EVENTS,
                        Operations.POSTS_LOOKUP,
                        Operations.POSTS_CREATE,
                        Operations.POSTS_DELETE,
                        Operations.POSTS_HIDE,
                        Operations.LIKES_CREATE,
                        Operations.LIKES_DELETE,
                        Operations.DIRECT_CREATE,
                        Operations.DIRECT_DELETE,
                        Operations.MEDIA_UPLOAD,
                        Operations.MEDIA_APPEND,
                        Operations.MEDIA_STATUS,
                        Operations.MEDIA_DESCRIBE,
                        Operations.SUBSCRIPTIONS);
        for (HttpRequest request : requests) {
            assertThat(description.complaints(request))
                    .as("%s %s", request.method(), request.address())
                    .isEmpty();
        }
    }

    @Test
    void theJudgeItselfFindsWhatIsWrong() throws IOException {
        OpenApi description = OpenApi.read(Shared.path("networks/specs/twitter/x-api-v2.166-openapi.json"));
        String base = "https://api.x.com/2";
        assertThat(description.complaints(get(base + "/users/1/tweet"))).isNotEmpty();
        assertThat(description.complaints(get(base + "/users/x/tweets"))).isNotEmpty();
        assertThat(description.complaints(get(base + "/users/1/tweets?post.fields=id")))
                .isNotEmpty();
        assertThat(description.complaints(get(base + "/users/1/tweets?tweet.fields=id,bogus")))
                .isNotEmpty();
        assertThat(description.complaints(get(base + "/users/1/tweets?max_results=1")))
                .isNotEmpty();
        assertThat(description.complaints(get(base + "/tweets/search/recent"))).isNotEmpty();
        assertThat(description.complaints(HttpRequest.changing("x", "POST", URI.create(base + "/tweets"))
                        .json("{\"text\":1,\"more\":true}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .build()))
                .isNotEmpty();
    }

    private static HttpRequest get(String address) {
        return HttpRequest.get("x", URI.create(address)).build();
    }

    private List<HttpRequest> everyRequest(String dialect) throws NetworkException {
        List<HttpRequest> requests = new ArrayList<>();
        FakeCall reading = FakeCall.answering(200, EMPTY).inDialect(dialect);
        FetchWindow everything = new FetchWindow(null, null, 100);
        FetchWindow recent = new FetchWindow(null, Instant.parse("2026-11-20T00:00:00.123Z"), 1);
        for (FetchWindow window : List.of(everything, recent)) {
            network.timelineSource().orElseThrow().fetch(reading, window);
            for (InboxFeed feed : network.inboxSource().orElseThrow().feeds()) {
                network.inboxSource().orElseThrow().fetch(reading, feed, window);
            }
        }
        network.inboxSource().orElseThrow().recheck(reading, List.of(POST, new RemoteId("5")));
        network.analyticsSource()
                .orElseThrow()
                .collect(reading, new MetricQuery(List.of(POST), FakeCall.NOW, FakeCall.NOW));
        network.analyticsSource()
                .orElseThrow()
                .collect(reading, new MetricQuery(List.of(), FakeCall.NOW, FakeCall.NOW));
        network.publisher().orElseThrow().reconcile(reading, Variant.ofText("x"), null, FakeCall.NOW);
        requests.addAll(reading.requests);
        requests.addAll(secondPages(dialect));
        requests.addAll(changes(dialect));
        return requests;
    }

    private List<HttpRequest> secondPages(String dialect) throws NetworkException {
        FakeCall call = FakeCall.answering(200, PAGE, EMPTY, EMPTY).inDialect(dialect);
        var timeline = network.timelineSource().orElseThrow();
        String cursor = timeline.fetch(call, new FetchWindow(null, null, 100)).nextCursor();
        cursor = timeline.fetch(call, new FetchWindow(cursor, null, 100)).nextCursor();
        timeline.fetch(call, new FetchWindow(cursor, null, 100));
        assertThat(FakeCall.query(call.requests.get(1))).containsEntry("pagination_token", "abc");
        assertThat(FakeCall.query(call.requests.get(2))).containsEntry("since_id", "1990000000000000000");
        return call.requests;
    }

    private List<HttpRequest> changes(String dialect) throws NetworkException {
        FakeCall call = FakeCall.answering(200, DONE).inDialect(dialect);
        network.accountLinker().listAccounts(call);
        network.publisher().orElseThrow().publish(call, Variant.ofText("hello"));
        network.publisher().orElseThrow().publish(call, new Variant("text", "more", List.of(), Map.of(), POST));
        network.publisher().orElseThrow().comment(call, POST, "first");
        MediaRef picture = call.file("image/png", 9, "a cat");
        network.publisher()
                .orElseThrow()
                .publish(
                        call,
                        new Variant(
                                "image",
                                "",
                                List.of(picture),
                                Map.of("replySettings", "\"following\"", "madeWithAi", "true"),
                                null));
        Map<String, String> poll = Map.of("pollChoices", "[\"tea\",\"coffee\"]");
        network.publisher().orElseThrow().publish(call, new Variant("poll", "?", List.of(), poll, null));
        Map<String, String> quote = Map.of("quote", "\"1880028106020515841\"");
        network.publisher().orElseThrow().publish(call, new Variant("text", "so true", List.of(), quote, null));
        call.settings.put("webhook.id", "1580000000000000001");
        WebhookSubscription webhook = new WebhookSubscription(URI.create("https://social.example/x"), "t", "s");
        network.webhookSubscriber().orElseThrow().subscribe(call, webhook);
        network.publisher().orElseThrow().retract(call, POST);
        var responder = network.responder().orElseThrow();
        ReplyTarget comment = target(ItemKind.COMMENT, "1880020000000000000", "777");
        OutboundMessage message = OutboundMessage.ofText("gladly");
        responder.reply(call, comment, message);
        responder.reply(call, target(ItemKind.DIRECT_MESSAGE, "777-2244994945", "777"), message);
        responder.reply(call, target(ItemKind.DIRECT_MESSAGE, "1580000000000000000", "777"), message);
        responder.hide(call, comment, true);
        responder.hide(call, comment, false);
        responder.like(call, comment, true);
        responder.like(call, comment, false);
        responder.remove(call, target(ItemKind.COMMENT, "1880020000000000000", "2244994945"));
        responder.remove(call, target(ItemKind.DIRECT_MESSAGE, "777-2244994945", "2244994945"));
        return call.requests;
    }

    private static ReplyTarget target(ItemKind kind, String conversation, String author) {
        return new ReplyTarget(POST, kind, new RemoteId(conversation), new RemoteId(author), "jo", FakeCall.NOW);
    }
}
