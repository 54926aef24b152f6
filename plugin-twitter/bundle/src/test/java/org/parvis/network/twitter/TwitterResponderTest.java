package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.Permission;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Sent;

class TwitterResponderTest {
    private static final OutboundMessage YES = OutboundMessage.ofText("yes");
    private final TwitterResponder responder = new TwitterResponder();

    private static ReplyTarget target(ItemKind kind, String conversation, String author) {
        return new ReplyTarget(
                new RemoteId("11"), kind, new RemoteId(conversation), new RemoteId(author), "jo", FakeCall.NOW);
    }

    @Test
    void commentsAndMentionsAreAnsweredByAPost() throws NetworkException {
        FakeCall call = FakeCall.answering(201, "{'data':{'id':'12'}}");
        Sent sent = responder.reply(call, target(ItemKind.MENTION, "11", "777"), YES);
        assertThat(sent).isEqualTo(new Sent(new RemoteId("12"), FakeCall.NOW));
        assertThat(call.lastBody()).isEqualTo("{\"text\":\"yes\",\"reply\":{\"in_reply_to_tweet_id\":\"11\"}}");
        assertThat(call.last().operation()).isEqualTo("posts.create");
    }

    @Test
    void directMessagesGoToTheOtherOneAlsoAfterAnOwnMessageAndToTheGroup() throws NetworkException {
        FakeCall call = FakeCall.answering(201, "{'data':{'dm_conversation_id':'777-2244994945','dm_event_id':'12'}}");
        responder.reply(call, target(ItemKind.DIRECT_MESSAGE, "777-2244994945", "777"), YES);
        assertThat(call.last().address().getPath()).isEqualTo("/2/dm_conversations/with/777/messages");
        responder.reply(call, target(ItemKind.DIRECT_MESSAGE, "777-2244994945", "2244994945"), YES);
        assertThat(call.last().address().getPath()).isEqualTo("/2/dm_conversations/with/777/messages");
        responder.reply(call, target(ItemKind.DIRECT_MESSAGE, "1580000000", "777"), YES);
        assertThat(call.last().address().getPath()).isEqualTo("/2/dm_conversations/1580000000/messages");
        assertThat(call.requests).allMatch(r -> r.changing());
    }

    @Test
    void theReplyRuleOfTheSelfServePlansIsARefusalForGood() {
        FakeCall call = FakeCall.answering(
                403,
                "{'title':'Forbidden','status':403,'type':'about:blank','detail':"
                        + "'You are not permitted to reply to this conversation: you have not been mentioned.'}");
        NetworkException refused = catchThrowableOfType(
                NetworkException.class, () -> responder.reply(call, target(ItemKind.COMMENT, "1", "777"), YES));
        assertThat(refused.kind()).isEqualTo(ErrorKind.POLICY_REJECTED);
        assertThat(refused).hasMessageContaining("have not been mentioned");
        assertThat(call.requests).as("plugins never retry").hasSize(1);
    }

    @Test
    void mayReplySaysWhyXMayStillRefuse() {
        Permission comment = responder.mayReply(target(ItemKind.COMMENT, "1", "777"));
        assertThat(comment.granted()).isTrue();
        assertThat(comment.reason()).contains("self-serve");
        assertThat(responder.mayReply(target(ItemKind.MENTION, "1", "777"))).isEqualTo(Permission.GRANTED);
        assertThat(responder.mayReply(target(ItemKind.DIRECT_MESSAGE, "1", "777")))
                .isEqualTo(Permission.GRANTED);
    }

    @Test
    void onlyOwnWordsAreDeleted() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'data':{'deleted':true}}");
        NetworkException foreign = catchThrowableOfType(
                NetworkException.class, () -> responder.remove(call, target(ItemKind.COMMENT, "1", "777")));
        assertThat(foreign.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(call.requests).isEmpty();
        responder.remove(call, target(ItemKind.COMMENT, "1", "2244994945"));
        assertThat(call.last().address().getPath()).isEqualTo("/2/tweets/11");
    }

    @Test
    void directMessagesAreNeitherHiddenNorLiked() {
        FakeCall call = FakeCall.answering(200, "{'data':{}}");
        ReplyTarget direct = target(ItemKind.DIRECT_MESSAGE, "1-2", "777");
        for (var action : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> responder.hide(call, direct, true), () -> responder.like(call, direct, true))) {
            assertThat(catchThrowableOfType(NetworkException.class, action).kind())
                    .isEqualTo(ErrorKind.UNSUPPORTED);
        }
        assertThat(call.requests).isEmpty();
    }

    @Test
    void hidingAndLikingMayBeRepeated() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'data':{'hidden':true,'liked':true}}");
        ReplyTarget comment = target(ItemKind.COMMENT, "1", "777");
        responder.hide(call, comment, true);
        assertThat(call.lastBody()).isEqualTo("{\"hidden\":true}");
        responder.like(call, comment, true);
        assertThat(call.lastBody()).isEqualTo("{\"tweet_id\":\"11\"}");
        responder.like(call, comment, false);
        assertThat(call.last().address().getPath()).isEqualTo("/2/users/2244994945/likes/11");
        assertThat(call.requests).noneMatch(r -> r.changing());
    }
}
