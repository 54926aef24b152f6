package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;

/** Through every feed, page by page, each page by a plugin that has just been started. */
final class PagingSuite extends Suite {
    private static final int ITEMS = 23;

    /** A feed, whatever it is called in the SPI. */
    private interface Stretch {
        List<RemoteId> fill(Subject s) throws Exception;

        Leaf read(Subject s, TckCall call, @Nullable String cursor) throws NetworkException, Exception;
    }

    /** What all pages have in common. */
    private record Leaf(List<RemoteId> ids, @Nullable String next, boolean complete) {}

    PagingSuite(Kit kit) {
        super("paging", kit);
        for (InboxFeed feed : Reading.feeds(kit.descriptor())) {
            stretch(feed.name(), inbox(feed));
        }
        if (kit.descriptor().offers(Capability.TIMELINE)) {
            stretch("TIMELINE", timeline());
        }
        if (kit.descriptor().capabilities().isEmpty()) {
            test(
                    "thereIsNothingToPage",
                    s -> assertThat(s.plugin().inboxSource()).isEmpty());
        }
    }

    private static Stretch inbox(InboxFeed feed) {
        return new Stretch() {
            @Override
            public List<RemoteId> fill(Subject s) throws Exception {
                return Reading.fill(s, feed, "Paged " + Subject.marker(), ITEMS);
            }

            @Override
            public Leaf read(Subject s, TckCall call, @Nullable String cursor) throws Exception {
                InboxPage page = s.inbox().fetch(call, feed, new FetchWindow(cursor, null, Reading.LIMIT));
                return new Leaf(page.items().stream().map(InboxItem::id).toList(), page.nextCursor(), page.complete());
            }
        };
    }

    private static Stretch timeline() {
        return new Stretch() {
            @Override
            public List<RemoteId> fill(Subject s) throws Exception {
                List<RemoteId> ids = new ArrayList<>();
                for (int i = 0; i < ITEMS; i++) {
                    ids.add(s.simulator().post("Paged " + Subject.marker()));
                    s.simulator().advance(Duration.ofSeconds(1));
                }
                return ids;
            }

            @Override
            public Leaf read(Subject s, TckCall call, @Nullable String cursor) throws Exception {
                TimelineSource.TimelinePage page =
                        s.timeline().fetch(call, new FetchWindow(cursor, null, Reading.LIMIT));
                return new Leaf(page.posts().stream().map(RemotePost::id).toList(), page.nextCursor(), page.complete());
            }
        };
    }

    private void stretch(String name, Stretch feed) {
        test("nothingIsLost[" + name + "]", s -> {
            List<RemoteId> written = filled(s, feed);
            assertThat(all(s, feed)).containsAll(written);
        });
        test("nothingComesTwice[" + name + "]", s -> {
            filled(s, feed);
            assertThat(all(s, feed)).doesNotHaveDuplicates();
        });
        test("noPageIsLargerThanTheLimit[" + name + "]", s -> {
            filled(s, feed);
            assertThat(leaves(s, feed))
                    .allSatisfy(leaf -> assertThat(leaf.ids()).hasSizeLessThanOrEqualTo(Reading.LIMIT));
        });
        test("cursorsFitTheirPlace[" + name + "]", s -> {
            filled(s, feed);
            assertThat(leaves(s, feed).stream().map(Leaf::next).filter(Objects::nonNull))
                    .allMatch(cursor -> cursor.length() <= 2048 && !cursor.isBlank());
        });
        test("theSameCursorGivesTheSamePage[" + name + "]", s -> {
            filled(s, feed);
            String cursor = Objects.requireNonNull(feed.read(s, s.call(), null).next());
            List<RemoteId> first = feed.read(s, s.call(), cursor).ids();
            s.restarted();
            assertThat(feed.read(s, s.call(), cursor).ids()).isEqualTo(first).isNotEmpty();
        });
        test(
                "aForeignCursorIsRefused[" + name + "]",
                s -> Stream.of("no-cursor-of-this-plugin", "{}", "MTIz")
                        .forEach(cursor -> assertThat(Failures.kind(() -> feed.read(s, s.call(), cursor)))
                                .as(cursor)
                                .isEqualTo(ErrorKind.CURSOR_INVALID)));
        test("aFailedPageIsNotTheEnd[" + name + "]", s -> {
            filled(s, feed);
            String cursor = Objects.requireNonNull(feed.read(s, s.call(), null).next());
            TckCall call = s.call().meeting((r, on) -> TckChannel.answer(500, Map.of(), new byte[0]));
            assertThat(Failures.kind(() -> feed.read(s, call, cursor))).isEqualTo(ErrorKind.TRANSIENT);
        });
    }

    private static List<RemoteId> filled(Subject s, Stretch feed) throws Exception {
        List<RemoteId> ids = feed.fill(s);
        s.settle();
        return ids;
    }

    private static List<Leaf> leaves(Subject s, Stretch feed) throws Exception {
        List<Leaf> leaves = new ArrayList<>();
        String cursor = null;
        do {
            assertThat(leaves).as("pages until the feed ends").hasSizeLessThan(10 * ITEMS);
            s.restarted();
            Leaf leaf = feed.read(s, s.call(), cursor);
            leaves.add(leaf);
            cursor = leaf.next();
        } while (!leaves.get(leaves.size() - 1).complete());
        assertThat(leaves.size()).as("pages").isGreaterThan(1);
        return leaves;
    }

    private static List<RemoteId> all(Subject s, Stretch feed) throws Exception {
        return leaves(s, feed).stream().flatMap(leaf -> leaf.ids().stream()).toList();
    }
}
