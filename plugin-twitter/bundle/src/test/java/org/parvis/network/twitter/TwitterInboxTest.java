package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkException;

class TwitterInboxTest {
    private static final FetchWindow ALL = new FetchWindow(null, null, 100);
    private final TwitterInbox inbox = new TwitterInbox();

    private InboxPage fetch(InboxFeed feed, String body) throws NetworkException {
        return inbox.fetch(FakeCall.answering(200, body), feed, ALL);
    }

    @Test
    void anAnswerToThePostsOfTheAccountIsACommentAndEverythingElseAMention() throws NetworkException {
        InboxPage page = fetch(
                InboxFeed.MENTIONS,
                "{'data':["
                        + "{'id':'4','author_id':'9','text':'@acme root','conversation_id':'4','in_reply_to_user_id':'2244994945'},"
                        + "{'id':'3','author_id':'9','text':'@jo @acme','conversation_id':'1','in_reply_to_user_id':'777',"
                        + "'referenced_tweets':[{'type':'replied_to','id':'2'}]},"
                        + "{'id':'2','author_id':'777','text':'@acme hm','conversation_id':'1','in_reply_to_user_id':'2244994945',"
                        + "'referenced_tweets':[{'type':'replied_to','id':'1'}]}],"
                        + "'includes':{'tweets':[{'id':'1','author_id':'2244994945','text':'post','conversation_id':'1'}]},'meta':{}}");
        assertThat(page.items())
                .extracting(i -> i.id().value() + " " + i.kind())
                .containsExactly("4 MENTION", "3 MENTION", "2 COMMENT");
        assertThat(page.items()).extracting(i -> i.conversation().value()).containsExactly("4", "1", "1");
        assertThat(page.context())
                .extracting(i -> i.id().value())
                .as("2 is an item of the page itself")
                .containsExactly("1");
        assertThat(page.context().get(0).author().handle()).isEqualTo("acme");
    }

    @Test
    void whoseParentIsAmongTheIncludesNeedsNoField() throws NetworkException {
        InboxPage page = fetch(
                InboxFeed.COMMENTS,
                "{'data':[{'id':'2','author_id':'777','text':'hm','conversation_id':'1',"
                        + "'referenced_posts':[{'type':'replied_to','id':'1'}]}],"
                        + "'includes':{'posts':[{'id':'1','author_id':'2244994945','text':'post'}]},'meta':{}}");
        assertThat(page.items().get(0).kind()).isEqualTo(ItemKind.COMMENT);
    }

    @Test
    void whatTheAccountWroteItselfIsNeverAnItem() throws NetworkException {
        InboxPage page = fetch(
                InboxFeed.MENTIONS,
                "{'data':["
                        + "{'id':'3','author_id':'2244994945','text':'@acme self'},"
                        + "{'id':'2','author_id':'2244994945','text':'@acme @jo','conversation_id':'1','in_reply_to_user_id':'777',"
                        + "'referenced_tweets':[{'type':'replied_to','id':'1'}]},"
                        + "{'id':'1','author_id':'777','text':'RT','referenced_tweets':[{'type':'retweeted','id':'9'}]}],'meta':{}}");
        assertThat(page.items()).isEmpty();
        assertThat(page.answers()).extracting(i -> i.id().value()).containsExactly("2");
    }

    @Test
    void directMessagesAreItemsAndTheOwnSideIsAnswers() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200,
                "{'data':["
                        + "{'id':'13','event_type':'ParticipantsJoin','dm_conversation_id':'5'},"
                        + "{'id':'12','event_type':'MessageCreate','text':'gladly','sender_id':'2244994945',"
                        + "'dm_conversation_id':'777-2244994945','created_at':'2026-11-20T10:00:00Z'},"
                        + "{'id':'11','event_type':'MessageCreate','text':'hello &lt;3','sender_id':'777',"
                        + "'created_at':'2026-11-20T09:00:00Z'}],"
                        + "'includes':{'users':[{'id':'777','username':'jo','name':'Jo'}]},'meta':{}}");
        InboxPage page = inbox.fetch(call, InboxFeed.DIRECT_MESSAGES, ALL);
        assertThat(page.items()).extracting(InboxItem::text).containsExactly("hello <3");
        assertThat(page.items().get(0).conversation().value()).isEqualTo("777-2244994945");
        assertThat(page.items().get(0).author().displayName()).isEqualTo("Jo");
        assertThat(page.answers()).extracting(i -> i.id().value()).containsExactly("12");
        assertThat(page.complete()).isTrue();
        inbox.fetch(call, InboxFeed.DIRECT_MESSAGES, new FetchWindow(page.nextCursor(), null, 10));
        assertThat(FakeCall.query(call.last())).doesNotContainKeys("since_id", "start_time");
    }

    @Test
    void theRoundOfDirectMessagesEndsWhereTheKnownOnesBegin() throws NetworkException {
        String first =
                "{'data':[{'id':'11','sender_id':'777','text':'a','created_at':'2026-11-20T09:00:00Z'}],'meta':{}}";
        String second = "{'data':[{'id':'12','sender_id':'777','text':'b','created_at':'2026-11-20T10:00:00Z'},"
                + "{'id':'11','sender_id':'777','text':'a','created_at':'2026-11-20T09:00:00Z'}],'meta':{'next_token':'more'}}";
        FakeCall call = FakeCall.answering(200, first, second);
        String cursor = inbox.fetch(call, InboxFeed.DIRECT_MESSAGES, ALL).nextCursor();
        InboxPage page = inbox.fetch(call, InboxFeed.DIRECT_MESSAGES, new FetchWindow(cursor, null, 100));
        assertThat(page.items()).extracting(i -> i.id().value()).containsExactly("12");
        assertThat(page.complete()).isTrue();
    }

    @Test
    void aPlanWithoutSearchLosesThatFeedOnly() throws NetworkException {
        FakeCall call = FakeCall.answering(request -> request.operation().equals(Operations.SEARCH_RECENT)
                ? FakeCall.json(
                        403,
                        "{'title':'Client Forbidden','type':'https://api.x.com/2/problems/client-forbidden',"
                                + "'detail':'This plan has no search','reason':'client-not-enrolled'}")
                : FakeCall.json(200, "{'meta':{}}"));
        NetworkException refused =
                catchThrowableOfType(NetworkException.class, () -> inbox.fetch(call, InboxFeed.COMMENTS, ALL));
        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION_MISSING);
        assertThat(inbox.fetch(call, InboxFeed.MENTIONS, ALL).complete()).isTrue();
    }

    @Test
    void feedsThatXHasNotAreUnsupported() {
        NetworkException none = catchThrowableOfType(NetworkException.class, () -> fetch(InboxFeed.REVIEWS, "{}"));
        assertThat(none.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(inbox.feeds()).doesNotContain(InboxFeed.REVIEWS);
    }

    @Test
    void recheckTellsWhatIsGoneAndHowTheRestStands() throws NetworkException {
        FakeCall call = FakeCall.answering(
                200,
                "{'data':[{'id':'1','author_id':'777','text':'old',"
                        + "'edit_history_tweet_ids':['1','3']},{'id':'5','author_id':'777','text':'same'}],"
                        + "'includes':{'tweets':[{'id':'3','author_id':'777','text':'new','edit_history_tweet_ids':['1','3']}]},"
                        + "'errors':[{'resource_id':'2','type':'https://api.twitter.com/2/problems/resource-not-found'},"
                        + "{'resource_id':'4','type':'https://api.twitter.com/2/problems/not-authorized-for-resource'},"
                        + "{'resource_id':'99','type':'https://api.twitter.com/2/problems/resource-not-found'}]}");
        InboxSource.Recheck recheck = inbox.recheck(call, ids("1", "2", "4", "5", "dm-event"));
        assertThat(recheck.removed())
                .as("a protected account's post is not gone")
                .containsExactly(new RemoteId("2"));
        assertThat(recheck.changed()).extracting(InboxItem::text).containsExactly("new", "same");
        assertThat(recheck.changed().get(0).earlierVersions()).containsExactly(new RemoteId("1"));
        assertThat(FakeCall.query(call.last())).containsEntry("ids", "1,2,4,5");
    }

    @Test
    void recheckOfNothingAsksNothing() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{}");
        assertThat(inbox.recheck(call, List.of()).changed()).isEmpty();
        assertThat(call.requests).isEmpty();
        List<RemoteId> many =
                IntStream.range(1, 150).mapToObj(i -> new RemoteId("" + i)).toList();
        inbox.recheck(call, many);
        assertThat(FakeCall.query(call.last()).get("ids").split(",")).hasSize(100);
    }

    private static List<RemoteId> ids(String... ids) {
        return List.of(ids).stream().map(RemoteId::new).toList();
    }
}
