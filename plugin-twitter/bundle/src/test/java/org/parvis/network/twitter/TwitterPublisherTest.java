package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;

class TwitterPublisherTest {
    private static final Instant SENT = Instant.parse("2026-11-22T11:00:00Z");
    private final TwitterPublisher publisher = new TwitterPublisher();

    @Test
    void aTextIsPublishedOnceAndKnowsItsAddress() throws NetworkException {
        FakeCall call = FakeCall.answering(201, "{'data':{'id':'1880028106020515841','text':'hello'}}");
        PublishOutcome outcome = publisher.publish(call, Variant.ofText("hello \"you\" 😀"));
        assertThat(outcome)
                .isEqualTo(new PublishOutcome.Published(
                        new RemoteId("1880028106020515841"),
                        URI.create("https://x.com/acme/status/1880028106020515841"),
                        FakeCall.NOW));
        assertThat(call.requests).hasSize(1);
        assertThat(call.last().changing()).isTrue();
        assertThat(org.parvis.toolkit.json.Json.parse(call.last().body())
                        .orElseThrow()
                        .get("text")
                        .textValue())
                .isEqualTo("hello \"you\" 😀");
    }

    @Test
    void aContinuationAnswersThePostBefore() throws NetworkException {
        FakeCall call = FakeCall.answering(201, "{'data':{'id':'2'}}");
        publisher.publish(call, new Variant("text", "more", List.of(), Map.of(), new RemoteId("1")));
        assertThat(call.lastBody()).contains("\"in_reply_to_tweet_id\":\"1\"");
    }

    @Test
    void anUnknownFormatIsRefusedBeforeAnythingLeaves() {
        FakeCall call = FakeCall.answering(201, "{'data':{'id':'2'}}");
        Variant story = new Variant("story", "more", List.of(), Map.of(), null);
        NetworkException refused = catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, story));
        assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(call.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{'data':{'id", "<html>ok</html>", "{'data':{}}", "{'meta':{}}"})
    void aSuccessThatCannotBeReadMustBeLookedUp(String body) {
        NetworkException unknown = catchThrowableOfType(
                NetworkException.class,
                () -> publisher.publish(FakeCall.answering(201, body), Variant.ofText("hello")));
        assertThat(unknown.kind()).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void whatXWouldRefuseIsNotSent() {
        FakeCall call = FakeCall.answering(201, "{'data':{'id':'2'}}");
        NetworkException refused =
                catchThrowableOfType(NetworkException.class, () -> publisher.publish(call, Variant.ofText(" ")));
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(refused.violations()).extracting("rule").containsExactly("text.required");
        assertThat(call.requests).isEmpty();
        assertThat(publisher.validate(Variant.ofText("buy $AAPL and $TSLA")))
                .extracting("rule")
                .containsExactly("text.cashtags");
        assertThat(publisher.validate(Variant.ofText("a\uFEFFb")))
                .extracting("rule")
                .containsExactly("text.character");
        assertThat(publisher.validate(Variant.ofText("for $AAPL only"))).isEmpty();
    }

    private Reconciliation reconcile(String text, String... pages) throws NetworkException {
        return publisher.reconcile(FakeCall.answering(200, pages), Variant.ofText(text), null, SENT);
    }

    @Test
    void aLostPostIsFoundByItsTextAsXShowsIt() throws NetworkException {
        Reconciliation found = reconcile(
                "R&D <news>: https://example.com/a?b=1&c=2 and example.org ",
                "{'data':[{'id':'9','text':'another','created_at':'2026-11-22T11:00:09Z'},"
                        + "{'id':'8','text':'R&amp;D &lt;news&gt;: https://t.co/abc and https://t.co/def',"
                        + "'created_at':'2026-11-22T10:59:59Z','entities':{'urls':["
                        + "{'url':'https://t.co/abc','expanded_url':'https://example.com/a?b=1&c=2'},"
                        + "{'url':'https://t.co/def','expanded_url':'http://example.org/'}]}}],'meta':{}}");
        assertThat(found).isInstanceOfSatisfying(Reconciliation.Found.class, f -> {
            assertThat(f.publication().id().value()).isEqualTo("8");
            assertThat(f.publication().publishedAt()).isEqualTo(Instant.parse("2026-11-22T10:59:59Z"));
        });
    }

    @Test
    void absenceIsOnlySaidAfterReadingBackToTheBeginning() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200,
                "{'data':[{'id':'9','text':'another','created_at':'2026-11-22T11:30:00Z'}],'meta':{'next_token':'n'}}",
                "{'data':[{'id':'8','text':'other','created_at':'2026-11-22T11:10:00Z'}],'meta':{}}");
        assertThat(publisher.reconcile(call, Variant.ofText("mine"), null, SENT))
                .isInstanceOf(Reconciliation.NotFound.class);
        assertThat(call.requests).hasSize(2).noneMatch(r -> r.changing());
        assertThat(FakeCall.query(call.requests.get(0))).containsEntry("start_time", "2026-11-22T10:58:00Z");
        assertThat(FakeCall.query(call.requests.get(1))).containsEntry("pagination_token", "n");
    }

    @Test
    void theSameTextFromLongBeforeIsNotIt() throws NetworkException {
        assertThat(reconcile(
                        "mine",
                        "{'data':[{'id':'8','text':'mine','created_at':'2026-11-22T10:00:00Z'}],"
                                + "'meta':{'next_token':'more'}}"))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void theOldestOfTwoIsIt() throws NetworkException {
        assertThat(reconcile(
                        "mine",
                        "{'data':[{'id':'9','text':'mine','created_at':'2026-11-22T11:09:00Z'},"
                                + "{'id':'8','text':'mine','created_at':'2026-11-22T11:01:00Z'}],'meta':{}}"))
                .isInstanceOfSatisfying(
                        Reconciliation.Found.class,
                        f -> assertThat(f.publication().id().value()).isEqualTo("8"));
    }

    @Test
    void anAnswerOrRepostWithTheSameTextIsNotAPost() throws NetworkException {
        assertThat(reconcile(
                        "mine",
                        "{'data':[{'id':'9','text':'mine','created_at':'2026-11-22T11:09:00Z',"
                                + "'referenced_tweets':[{'type':'replied_to','id':'5'}]},"
                                + "{'id':'8','text':'mine','referenced_tweets':[{'type':'retweeted','id':'5'}],"
                                + "'created_at':'2026-11-22T11:08:00Z'}],'meta':{}}"))
                .isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void aLinkThatXDoesNotResolveLeavesTheDecisionToAPerson() throws NetworkException {
        String page =
                "{'data':[{'id':'8','text':'see https://t.co/abc','created_at':'2026-11-22T11:01:00Z'}],'meta':{}}";
        assertThat(reconcile("see https://example.com", page)).isInstanceOf(Reconciliation.Unknown.class);
        assertThat(reconcile("look https://example.com", page)).isInstanceOf(Reconciliation.NotFound.class);
    }

    @Test
    void aPageThatFailsIsNoProofOfAbsence() {
        FakeCall call = FakeCall.answering(503, "{'title':'Service Unavailable'}");
        NetworkException failed = catchThrowableOfType(
                NetworkException.class, () -> publisher.reconcile(call, Variant.ofText("mine"), null, SENT));
        assertThat(failed.kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void anEndlessListIsGivenUpUndecided() throws NetworkException {
        int[] page = {0};
        FakeCall call = FakeCall.answering(r -> FakeCall.json(
                200,
                "{'data':[{'id':'9','text':'x','created_at':'2026-11-22T11:30:00Z'}],'meta':{'next_token':'" + page[0]++
                        + "'}}"));
        assertThat(publisher.reconcile(call, Variant.ofText("mine"), null, SENT))
                .isInstanceOf(Reconciliation.Unknown.class);
        assertThat(call.requests).hasSize(32);
    }

    @Test
    void retractingTwiceDoesNotMatter() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'data':{'deleted':true}}");
        publisher.retract(call, new RemoteId("8"));
        assertThat(call.last().method()).isEqualTo("DELETE");
        assertThat(call.last().changing()).isFalse();
        NetworkException gone = catchThrowableOfType(
                NetworkException.class,
                () -> publisher.retract(FakeCall.answering(200, "{'data':{'deleted':false}}"), new RemoteId("8")));
        assertThat(gone.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }
}
