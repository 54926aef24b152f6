package org.parvis.publishing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.TimelineSource;

/**
 * Looks in what the account wrote itself for a comment of ours: in its timeline, else among its own messages of the feed of
 * comments. Runs within one call. Stateless.
 */
final class OwnWords {
    private static final int PAGES = 10;
    private static final int PER_PAGE = 100;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private OwnWords() {}

    /**
     * @param comment null when it was not seen
     * @param complete whether everything was read that could show it
     */
    record Finding(@Nullable RemoteId comment, boolean complete) {}

    /** A page of what the account wrote. */
    private record Page(List<InboxItem> answers, @Nullable String next, boolean complete) {}

    private interface Source {
        Page fetch(FetchWindow window) throws NetworkException;
    }

    static Finding look(NetworkPlugin plugin, NetworkCall call, RemoteId under, String text, Instant sentAt)
            throws NetworkException {
        Source source = source(plugin, call);
        if (source == null) {
            return new Finding(null, false);
        }
        String words = words(text);
        String cursor = null;
        for (int i = 0; i < PAGES; i++) {
            Page page = source.fetch(new FetchWindow(cursor, sentAt.minus(CLOCKS_DIFFER), PER_PAGE));
            for (InboxItem answer : page.answers()) {
                boolean there = under.equals(answer.inReplyTo()) || under.equals(answer.conversation());
                if (there && words(answer.text()).equals(words)) {
                    return new Finding(answer.id(), true);
                }
            }
            if (page.complete()) {
                return new Finding(null, true);
            }
            if (page.next() == null || page.next().equals(cursor)) {
                return new Finding(null, false);
            }
            cursor = page.next();
        }
        return new Finding(null, false);
    }

    private static @Nullable Source source(NetworkPlugin plugin, NetworkCall call) {
        Optional<TimelineSource> timeline = plugin.timelineSource();
        if (timeline.isPresent()) {
            return window -> {
                TimelineSource.TimelinePage page = timeline.get().fetch(call, window);
                return new Page(page.answers(), page.nextCursor(), page.complete());
            };
        }
        Optional<InboxSource> inbox =
                plugin.inboxSource().filter(source -> source.feeds().contains(InboxFeed.COMMENTS));
        if (inbox.isPresent()) {
            return window -> {
                InboxPage page = inbox.get().fetch(call, InboxFeed.COMMENTS, window);
                return new Page(page.answers(), page.nextCursor(), page.complete());
            };
        }
        return null;
    }

    /** Networks trim and fold white space; the words stay. */
    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
