package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Sent;

/** Answers go out once, and moderation takes effect. */
final class ResponderSuite extends Suite {
    private static final Set<ErrorKind> AWAY =
            Set.of(ErrorKind.NOT_FOUND, ErrorKind.GONE, ErrorKind.POLICY_REJECTED, ErrorKind.PERMISSION_MISSING);

    ResponderSuite(Kit kit) {
        super("responder", kit);
        replies(Capability.REPLY_COMMENT, InboxFeed.COMMENTS);
        replies(Capability.REPLY_DIRECT, InboxFeed.DIRECT_MESSAGES);
        capability(
                Capability.PRIVATE_REPLY,
                "aCommentIsAnsweredPrivately",
                s -> {
                    String marker = Subject.marker();
                    ReplyTarget target = Subject.target(item(s, InboxFeed.COMMENTS));
                    Sent sent = s.responder()
                            .replyPrivately(s.call(), target, OutboundMessage.ofText("Between us " + marker));
                    assertThat(sent.id().value()).isNotBlank();
                    assertThat(s.simulator().seen(marker)).isEqualTo(1);
                },
                s -> s.responder().replyPrivately(s.call(), anything(s), OutboundMessage.ofText("x")));
        moderation();
    }

    private void replies(Capability capability, InboxFeed feed) {
        String of = "[" + feed + "]";
        Body asked = s -> s.responder().reply(s.call(), anything(s, Reading.kind(feed)), OutboundMessage.ofText("x"));
        capability(capability, "anAnswerIsOut" + of, s -> answered(s, feed), asked);
        if (!kit.descriptor().offers(capability)) {
            return;
        }
        test("anAnswerWithoutAnswerIsUnknown" + of, s -> {
            String marker = Subject.marker();
            ReplyTarget target = Subject.target(item(s, feed));
            TckCall call = s.call();
            call.meeting((r, on) -> r.changing() ? on.cut(Wire.Cut.BEFORE_ANSWER) : on.send());
            assertThat(Failures.kind(
                            () -> s.responder().reply(call, target, OutboundMessage.ofText("Lost answer " + marker))))
                    .isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
            assertThat(s.simulator().seen(marker))
                    .as("sent all the same, and once")
                    .isEqualTo(1);
        });
        test("aRefusedAnswerIsNotTriedAgain" + of, s -> {
            ReplyTarget target = Subject.target(item(s, feed));
            for (TckChannel.Happening happening : List.of(
                    (TckChannel.Happening) (r, on) -> TckChannel.answer(503, Map.of(), new byte[0]),
                    (r, on) -> on.cut(Wire.Cut.BEFORE_CONNECT))) {
                TckCall call = s.call();
                call.meeting((r, on) -> r.changing() ? happening.meet(r, on) : on.send());
                assertThat(Failures.kind(() -> s.responder().reply(call, target, OutboundMessage.ofText("x y z"))))
                        .isIn(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN);
                assertThat(call.channel().changing())
                        .as("changing requests of one call")
                        .hasSize(1);
            }
        });
        test("whetherOneMayAnswerIsPure" + of, s -> {
            ReplyTarget target = Subject.target(item(s, feed));
            assertThat(s.responder().mayReply(target)).isEqualTo(s.responder().mayReply(target));
            assertThat(s.responder().mayReply(target).granted()).isTrue();
        });
    }

    private static void answered(Subject s, InboxFeed feed) throws Exception {
        String marker = Subject.marker();
        InboxItem item = item(s, feed);
        Instant before = s.simulator().clock().instant();
        Sent sent =
                s.responder().reply(s.call(), Subject.target(item), OutboundMessage.ofText("With pleasure " + marker));
        assertThat(s.simulator().seen(marker)).as("answers that are out").isEqualTo(1);
        assertThat(sent.id()).isNotEqualTo(item.id());
        assertThat(sent.sentAt())
                .isBetween(
                        before.minusSeconds(120),
                        s.simulator().clock().instant().plusSeconds(120));
    }

    private static InboxItem item(Subject s, InboxFeed feed) throws Exception {
        String marker = Subject.marker();
        Reading.fill(s, feed, "A question " + marker, 1);
        s.settle();
        return Reading.one(s, feed, marker);
    }

    private static ReplyTarget anything(Subject s) {
        return anything(s, ItemKind.COMMENT);
    }

    private static ReplyTarget anything(Subject s, ItemKind kind) {
        RemoteId id = new RemoteId("1");
        return new ReplyTarget(
                id, kind, id, id, "somebody", s.simulator().clock().instant());
    }

    private void moderation() {
        capability(
                Capability.HIDE_COMMENT,
                "aCommentIsHiddenAndShownAgain",
                s -> {
                    InboxItem item = item(s, InboxFeed.COMMENTS);
                    s.responder().hide(s.call(), Subject.target(item), true);
                    assertThat(s.simulator().hidden(item.id())).as("hidden").isTrue();
                    s.responder().hide(s.call(), Subject.target(item), false);
                    assertThat(s.simulator().hidden(item.id())).as("hidden").isFalse();
                },
                s -> s.responder().hide(s.call(), anything(s), true));
        capability(
                Capability.REMOVE_COMMENT,
                "theAccountsAnswerIsRemoved",
                s -> {
                    String marker = Subject.marker();
                    InboxItem item = item(s, InboxFeed.COMMENTS);
                    Sent sent = s.responder()
                            .reply(s.call(), Subject.target(item), OutboundMessage.ofText("A slip " + marker));
                    s.settle();
                    RemoteId self = s.call().account().remoteId();
                    ReplyTarget own = new ReplyTarget(
                            sent.id(),
                            ItemKind.COMMENT,
                            item.conversation(),
                            self,
                            s.call().account().handle(),
                            sent.sentAt());
                    s.responder().remove(s.call(), own);
                    assertThat(s.simulator().seen(marker)).isZero();
                },
                s -> s.responder().remove(s.call(), anything(s)));
        capability(
                Capability.REMOVE_COMMENT,
                "removingWhatIsGoneDoesNoHarm",
                s -> {
                    RemoteId self = s.call().account().remoteId();
                    RemoteId gone = new RemoteId("1");
                    ReplyTarget own = new ReplyTarget(
                            gone,
                            ItemKind.COMMENT,
                            gone,
                            self,
                            s.call().account().handle(),
                            s.call().clock().instant());
                    try {
                        s.responder().remove(s.call(), own);
                    } catch (NetworkException failed) {
                        assertThat(failed.kind()).isIn(AWAY);
                    }
                },
                s -> s.responder().remove(s.call(), anything(s)));
        capability(
                Capability.REACT,
                "aCommentIsLikedAndNoLonger",
                s -> {
                    InboxItem item = item(s, InboxFeed.COMMENTS);
                    s.responder().like(s.call(), Subject.target(item), true);
                    assertThat(s.simulator().liked(item.id())).as("liked").isTrue();
                    s.responder().like(s.call(), Subject.target(item), false);
                    assertThat(s.simulator().liked(item.id())).as("liked").isFalse();
                },
                s -> s.responder().like(s.call(), anything(s), true));
    }
}
