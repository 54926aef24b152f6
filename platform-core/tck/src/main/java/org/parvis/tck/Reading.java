package org.parvis.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Capability;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.TimelineSource;

/** How the suites fill and read feeds. */
final class Reading {
    private static final int MOST_PAGES = 200;
    static final int LIMIT = 10;

    private static final Map<InboxFeed, Capability> DECLARED = Map.of(
            InboxFeed.COMMENTS, Capability.INBOX_COMMENTS,
            InboxFeed.MENTIONS, Capability.INBOX_MENTIONS,
            InboxFeed.DIRECT_MESSAGES, Capability.INBOX_DIRECT,
            InboxFeed.REVIEWS, Capability.INBOX_REVIEWS);

    private Reading() {}

    static Capability capability(InboxFeed feed) {
        return DECLARED.getOrDefault(feed, Capability.INBOX_COMMENTS);
    }

    static ItemKind kind(InboxFeed feed) {
        return switch (feed) {
            case COMMENTS -> ItemKind.COMMENT;
            case MENTIONS -> ItemKind.MENTION;
            case DIRECT_MESSAGES -> ItemKind.DIRECT_MESSAGE;
            case REVIEWS -> ItemKind.REVIEW;
        };
    }

    /** The declared feeds, and of a network without any the empty list. */
    static List<InboxFeed> feeds(NetworkDescriptor descriptor) {
        return List.of(InboxFeed.values()).stream()
                .filter(feed -> descriptor.offers(capability(feed)))
                .toList();
    }

    /** Lets strangers write so many items, the n-th with the text that ends in {@code n}. */
    static List<RemoteId> fill(Subject s, InboxFeed feed, String marker, int count) throws Exception {
        List<RemoteId> ids = new ArrayList<>();
        RemoteId post = feed == InboxFeed.COMMENTS ? s.ownPost() : null;
        for (int i = 0; i < count; i++) {
            ids.add(write(s, feed, post, marker + " " + i));
            s.simulator().advance(java.time.Duration.ofSeconds(1));
        }
        return ids;
    }

    static RemoteId write(Subject s, InboxFeed feed, @Nullable RemoteId post, String text) throws Exception {
        return switch (feed) {
            case COMMENTS -> s.simulator().comment(post == null ? s.ownPost() : post, text);
            case MENTIONS -> s.simulator().mention(text);
            case DIRECT_MESSAGES -> s.simulator().message(text);
            case REVIEWS -> s.simulator().review(text);
        };
    }

    /** Reads a feed to its end, each page with a plugin of its own. */
    static List<InboxPage> pages(Subject s, InboxFeed feed, @Nullable String from) throws Exception {
        List<InboxPage> pages = new ArrayList<>();
        String cursor = from;
        do {
            if (pages.size() == MOST_PAGES) {
                throw new AssertionError("The feed " + feed + " does not end within " + MOST_PAGES + " pages");
            }
            s.restarted();
            InboxPage page = s.inbox().fetch(s.call(), feed, new FetchWindow(cursor, null, LIMIT));
            pages.add(page);
            cursor = page.nextCursor();
            if (!page.complete() && cursor == null) {
                throw new AssertionError("A page that is not the last has no cursor");
            }
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    static List<InboxItem> items(List<InboxPage> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    /** The one item of a feed with the marker in it. */
    static InboxItem one(Subject s, InboxFeed feed, String marker) throws Exception {
        List<InboxItem> found = items(pages(s, feed, null)).stream()
                .filter(item -> item.text().contains(marker))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "Of the items with " + marker + " the feed " + feed + " shows " + found.size() + " instead of one");
        }
        return found.get(0);
    }

    static List<TimelineSource.TimelinePage> timeline(Subject s) throws Exception {
        List<TimelineSource.TimelinePage> pages = new ArrayList<>();
        String cursor = null;
        do {
            if (pages.size() == MOST_PAGES) {
                throw new AssertionError("The timeline does not end within " + MOST_PAGES + " pages");
            }
            s.restarted();
            pages.add(s.timeline().fetch(s.call(), new FetchWindow(cursor, null, LIMIT)));
            cursor = pages.get(pages.size() - 1).nextCursor();
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    /** A call that only reads, in the first of the ways the network has. */
    static Object read(Subject s, TckCall call) throws Exception {
        NetworkDescriptor descriptor = s.kit().descriptor();
        FetchWindow all = new FetchWindow(null, null, LIMIT);
        List<InboxFeed> feeds = feeds(descriptor);
        if (!feeds.isEmpty()) {
            return s.inbox().fetch(call, feeds.get(0), all);
        }
        if (descriptor.offers(Capability.TIMELINE)) {
            return s.timeline().fetch(call, all);
        }
        if (descriptor.offers(Capability.ANALYTICS_ACCOUNT)) {
            return s.analytics()
                    .collect(
                            call,
                            new MetricQuery(
                                    List.of(),
                                    call.clock().instant(),
                                    call.clock().instant()));
        }
        return s.plugin().accountLinker().listAccounts(call);
    }
}
