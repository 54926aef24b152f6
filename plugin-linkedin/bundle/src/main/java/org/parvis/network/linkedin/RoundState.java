package org.parvis.network.linkedin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.paging.Cursor;

/** Where a round over the account's posts stands, as it lies in the cursor between two pages. Not thread-safe. */
final class RoundState {
    private static final int VERSION = 1;

    /** A post whose comments are to be read, with the count that made it so. */
    record Waiting(String post, long count) {}

    final KnownCounts known;
    final Deque<Waiting> queue = new ArrayDeque<>();

    /** Nothing older is wanted; null for no end. */
    final @Nullable Instant from;

    /** Whether the first round is done, after which only the latest posts are looked at. */
    boolean caughtUp;

    /** When all counts were last distrusted; null for never. */
    @Nullable
    Instant sweptAt;

    /** How many posts of the list this round has seen; -1 when it has seen all. */
    int listed;

    /** The post whose comments are being read. */
    @Nullable
    Waiting post;

    /** How many comments of it were met. */
    int found;

    /** Where its page of comments begins, how long that page is, and how many of its comments are done with their replies. */
    int offset;

    int size;
    int parentsDone = -1;
    int replyOffset;

    private final String stream;

    private RoundState(String stream, KnownCounts known, @Nullable Instant from) {
        this.stream = stream;
        this.known = known;
        this.from = from;
    }

    static RoundState open(String stream, FetchWindow window) throws NetworkException {
        if (window.cursor() == null) {
            return new RoundState(stream, new KnownCounts(), window.since());
        }
        Cursor cursor = Cursor.decode(window.cursor(), VERSION, stream);
        RoundState state = new RoundState(stream, KnownCounts.decode(cursor.mark("k")), cursor.time("f"));
        state.caughtUp = cursor.mark("d") != null;
        state.sweptAt = cursor.time("w");
        state.listed = number(cursor, "n", 0);
        String queued = cursor.mark("q");
        if (queued != null) {
            for (String part : queued.split("~")) {
                state.queue.add(waiting(part));
            }
        }
        String current = cursor.mark("p");
        if (current != null) {
            state.post = waiting(current);
            state.found = number(cursor, "m", 0);
            state.offset = number(cursor, "o", 0);
            state.size = number(cursor, "z", 0);
            state.parentsDone = number(cursor, "i", -1);
            state.replyOffset = number(cursor, "r", 0);
        }
        return state;
    }

    String encode() throws NetworkException {
        Cursor cursor = Cursor.begin(VERSION, stream)
                .with("k", known.encode())
                .with("f", from == null ? null : from.toString())
                .with("d", caughtUp ? "1" : null)
                .with("w", sweptAt == null ? null : sweptAt.toString())
                .with("n", listed == 0 ? null : Integer.toString(listed));
        if (!queue.isEmpty()) {
            List<String> parts = new ArrayList<>();
            queue.forEach(waiting -> parts.add(text(waiting)));
            cursor = cursor.with("q", String.join("~", parts));
        }
        if (post != null) {
            cursor = cursor.with("p", text(post))
                    .with("m", Integer.toString(found))
                    .with("o", Integer.toString(offset))
                    .with("z", Integer.toString(size))
                    .with("i", Integer.toString(parentsDone))
                    .with("r", Integer.toString(replyOffset));
        }
        return cursor.encode();
    }

    /** Begins with the comments of a post. */
    void begin(Waiting next) {
        post = next;
        found = 0;
        offset = 0;
        nextPage();
    }

    void nextPage() {
        size = 0;
        parentsDone = -1;
        replyOffset = 0;
    }

    private static String text(Waiting waiting) {
        return KnownCounts.shorten(waiting.post()) + "." + Long.toString(waiting.count(), 36);
    }

    private static Waiting waiting(String text) throws NetworkException {
        int dot = text.lastIndexOf('.');
        if (dot < 1) {
            throw unreadable();
        }
        return new Waiting(KnownCounts.name(text.substring(0, dot)), KnownCounts.number(text.substring(dot + 1)));
    }

    private static int number(Cursor cursor, String name, int otherwise) throws NetworkException {
        String mark = cursor.mark(name);
        try {
            return mark == null ? otherwise : Integer.parseInt(mark);
        } catch (NumberFormatException notOurs) {
            throw unreadable();
        }
    }

    private static NetworkException unreadable() {
        return new NetworkException(
                ErrorKind.CURSOR_INVALID, "The stored cursor is of no use: its place cannot be read");
    }
}
