package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.parvis.model.Capability;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.TimelineSource;

/** What arrives is read once and whole, and what the account wrote itself is told from it. */
final class InboxSuite extends Suite {
    InboxSuite(Kit kit) {
        super("inbox", kit);
        for (InboxFeed feed : InboxFeed.values()) {
            feed(feed);
        }
        if (kit.descriptor().offers(Capability.INBOX_COMMENTS)) {
            comments();
        }
        if (kit.descriptor().offers(Capability.INBOX_DIRECT)) {
            test("ownDirectMessagesAreAnswers", this::ownMessages);
        }
        if (!Reading.feeds(kit.descriptor()).isEmpty()) {
            test("anEmptyListOfItemsIsRecheckedToNothing", s -> {
                InboxSource.Recheck recheck = s.inbox().recheckItems(s.call(), List.of());
                assertThat(recheck.changed()).isEmpty();
                assertThat(recheck.removed()).isEmpty();
            });
        }
        known();
        timeline();
    }

    private void feed(InboxFeed feed) {
        Body asked = s -> s.inbox().fetch(s.call(), feed, new FetchWindow(null, null, Reading.LIMIT));
        Capability capability = Reading.capability(feed);
        capability(capability, "whatArrivesIsRead[" + feed + "]", s -> arrives(s, feed), asked);
        if (kit.descriptor().offers(capability)) {
            test("theNextRoundBringsWhatIsNew[" + feed + "]", s -> continues(s, feed));
            test("anEmptyFeedIsComplete[" + feed + "]", s -> {
                List<InboxPage> pages = Reading.pages(s, feed, null);
                assertThat(pages.get(pages.size() - 1).complete()).isTrue();
            });
        }
    }

    private static void arrives(Subject s, InboxFeed feed) throws Exception {
        String marker = Subject.marker();
        Instant before = s.simulator().clock().instant();
        RemoteId id =
                Reading.fill(s, feed, "Hello from a stranger " + marker, 1).get(0);
        s.settle();
        InboxItem item = Reading.one(s, feed, marker);
        assertThat(item.id()).as("id").isEqualTo(id);
        assertThat(item.kind()).as("kind").isEqualTo(Reading.kind(feed));
        assertThat(item.author().id())
                .as("author")
                .isNotEqualTo(s.call().account().remoteId());
        assertThat(item.author().displayName()).as("author's name").isNotBlank();
        assertThat(item.publishedAt())
                .as("time")
                .isBetween(before.minusSeconds(5), s.simulator().clock().instant());
        assertThat(item.raw()).as("the item as the network sent it").isNotEmpty();
    }

    private static void continues(Subject s, InboxFeed feed) throws Exception {
        String first = Subject.marker();
        String second = Subject.marker();
        Reading.fill(s, feed, "Early " + first, 1);
        s.settle();
        List<InboxPage> early = Reading.pages(s, feed, null);
        String cursor = early.get(early.size() - 1).nextCursor();
        assertThat(cursor).as("where the next round begins").isNotNull();
        Reading.fill(s, feed, "Late " + second, 1);
        s.settle();
        List<InboxItem> late = Reading.items(Reading.pages(s, feed, cursor));
        assertThat(late).filteredOn(item -> item.text().contains(second)).hasSize(1);
        assertThat(late.stream().map(InboxItem::id)).doesNotHaveDuplicates();
    }

    private void comments() {
        test("aCommentAnswersItsPost", s -> {
            String marker = Subject.marker();
            RemoteId post = s.ownPost();
            s.simulator().comment(post, "About that " + marker);
            s.settle();
            InboxItem item = Reading.one(s, InboxFeed.COMMENTS, marker);
            assertThat(item.inReplyTo()).as("what it answers").isEqualTo(post);
            assertThat(item.conversation()).as("its thread").isNotEqualTo(item.id());
        });
        test("commentsOfOnePostAreOneConversation", s -> {
            String marker = Subject.marker();
            Reading.fill(s, InboxFeed.COMMENTS, "One of three " + marker, 3);
            s.settle();
            assertThat(Reading.items(Reading.pages(s, InboxFeed.COMMENTS, null)).stream()
                            .filter(item -> item.text().contains(marker))
                            .map(InboxItem::conversation)
                            .distinct())
                    .hasSizeBetween(1, 3)
                    .allMatch(conversation -> !conversation.value().isBlank());
        });
        test("theAccountsOwnAnswersAreNeverItems", s -> {
            String theirs = Subject.marker();
            String ours = Subject.marker();
            RemoteId comment = s.simulator().comment(s.ownPost(), "May I ask " + theirs);
            s.simulator().advance(Duration.ofSeconds(1));
            s.simulator().answer(comment, "You may " + ours);
            s.settle();
            RemoteId self = s.simulator().account().id();
            assertThat(Reading.items(Reading.pages(s, InboxFeed.COMMENTS, null)))
                    .noneMatch(item -> item.text().contains(ours))
                    .noneMatch(item -> item.author().id().equals(self));
        });
        test("whatWasChangedIsNoticed", s -> {
            String after = Subject.marker();
            RemoteId id = s.simulator().comment(s.ownPost(), "With a mistake " + Subject.marker());
            s.settle();
            RemoteId now = s.simulator().edit(id, "Without a mistake " + after);
            s.settle();
            assertThat(s.inbox().recheckItems(s.call(), List.of(comment(id))).changed()).anySatisfy(item -> {
                assertThat(item.text()).contains(after);
                assertThat(item.id().equals(id)
                                || item.id().equals(now)
                                        && item.earlierVersions().contains(id))
                        .as("it is the same item, or names it as an earlier version")
                        .isTrue();
            });
        });
        test("whatWasTakenBackIsNoticed", s -> {
            RemoteId gone = s.simulator().comment(s.ownPost(), "Soon gone " + Subject.marker());
            RemoteId stays = s.simulator().comment(s.ownPost(), "Here to stay " + Subject.marker());
            s.settle();
            s.simulator().delete(gone);
            s.settle();
            InboxSource.Recheck recheck = s.inbox().recheckItems(s.call(), List.of(comment(gone), comment(stays)));
            assertThat(recheck.removed()).containsExactly(gone);
            assertThat(recheck.changed()).extracting(InboxItem::id).doesNotContain(gone);
        });
        test("whatWasTakenBackIsNotRead", s -> {
            String marker = Subject.marker();
            RemoteId gone = s.simulator().comment(s.ownPost(), "Soon gone " + marker);
            s.settle();
            s.simulator().delete(gone);
            s.settle();
            assertThat(Reading.items(Reading.pages(s, InboxFeed.COMMENTS, null)))
                    .noneMatch(item -> item.text().contains(marker));
        });
    }

    private static KnownItem comment(RemoteId id) {
        return new KnownItem(id, ItemKind.COMMENT, false);
    }

    /** A network that is asked for something as what it is not says that it is wrong, or that it is not there. */
    private void known() {
        if (kit.descriptor().offers(Capability.INBOX_COMMENTS)) {
            test("anOwnPostIsRecheckedAsAPost", s -> {
                RemoteId post = s.ownPost();
                RemoteId below = s.simulator().comment(post, "About that " + Subject.marker());
                s.settle();
                stands(s, List.of(new KnownItem(post, ItemKind.COMMENT, true), comment(below)));
            });
        }
        if (kit.descriptor().offers(Capability.INBOX_MENTIONS)) {
            test("aMentionIsRecheckedAsAMention", s -> {
                RemoteId mention = s.simulator().mention("What about you " + Subject.marker());
                s.settle();
                stands(s, List.of(new KnownItem(mention, ItemKind.MENTION, false)));
            });
        }
    }

    private static void stands(Subject s, List<KnownItem> items) throws Exception {
        TckCall call = s.call();
        InboxSource.Recheck recheck = s.inbox().recheckItems(call, items);
        assertThat(recheck.removed()).as("gone, of what is there").isEmpty();
        assertThat(recheck.changed())
                .extracting(InboxItem::id)
                .as("what was asked about")
                .isSubsetOf(items.stream().map(KnownItem::id).toList());
        assertThat(call.channel().exchanges())
                .extracting(TckChannel.Exchange::response)
                .doesNotContainNull()
                .as("requests that the network found wrong")
                .noneMatch(response -> response.status() >= 400);
    }

    private void ownMessages(Subject s) throws Exception {
        String ours = Subject.marker();
        RemoteId message = s.simulator().message("Psst " + Subject.marker());
        s.simulator().advance(Duration.ofSeconds(1));
        s.simulator().answer(message, "Yes? " + ours);
        s.settle();
        List<InboxPage> pages = Reading.pages(s, InboxFeed.DIRECT_MESSAGES, null);
        assertThat(Reading.items(pages)).noneMatch(item -> item.text().contains(ours));
        List<InboxItem> answers =
                pages.stream().flatMap(page -> page.answers().stream()).toList();
        assertThat(answers).filteredOn(item -> item.text().contains(ours)).hasSize(1);
        assertThat(answers.get(0).conversation())
                .as("both sides are one conversation")
                .isEqualTo(Reading.items(pages).get(0).conversation());
    }

    private void timeline() {
        capability(
                Capability.TIMELINE,
                "whatTheAccountPostsItselfIsSeen",
                s -> {
                    String marker = Subject.marker();
                    RemoteId post = s.simulator().post("By hand " + marker);
                    s.settle();
                    assertThat(Reading.timeline(s).stream().flatMap(page -> page.posts().stream()))
                            .filteredOn(p -> p.text().contains(marker))
                            .hasSize(1)
                            .allMatch(p -> p.id().equals(post));
                },
                s -> s.timeline().fetch(s.call(), new FetchWindow(null, null, Reading.LIMIT)));
        if (kit.descriptor().offers(Capability.TIMELINE) && kit.descriptor().offers(Capability.INBOX_COMMENTS)) {
            test("whatTheAccountAnswersItselfIsSeenAsAnswer", s -> {
                String ours = Subject.marker();
                RemoteId comment = s.simulator().comment(s.ownPost(), "May I ask " + Subject.marker());
                s.simulator().advance(Duration.ofSeconds(1));
                s.simulator().answer(comment, "You may " + ours);
                s.settle();
                List<TimelineSource.TimelinePage> pages = Reading.timeline(s);
                assertThat(pages.stream().flatMap(page -> page.answers().stream()))
                        .filteredOn(item -> item.text().contains(ours))
                        .hasSize(1)
                        .allMatch(item -> comment.equals(item.inReplyTo()));
                assertThat(pages.stream().flatMap(page -> page.posts().stream()))
                        .noneMatch(p -> p.text().contains(ours));
            });
        }
    }
}
