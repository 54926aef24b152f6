package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemVisibility;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/**
 * Walks all comment threads of a channel, those with the latest activity first, down to what earlier rounds have read.
 *
 * <p>YouTube knows no "since". A round ends at the first thread that is older than the time up to which the rounds before
 * have read ({@code high}), less an overlap, because a comment may appear a little late. A list shows five replies of a
 * thread; the others are fetched where the number of replies is not the one that was read last ({@code known}). Once a day a
 * round goes thirty days back, to find what moved in a thread that YouTube did not move up. After what is public come what
 * YouTube holds back, every quarter of an hour, for each page costs a unit of the day's budget.
 */
final class CommentStream {
    /** What YouTube sorts comments into; only the channel itself sees the last two. */
    enum Queue {
        PUBLISHED("published", ItemVisibility.VISIBLE),
        HELD("heldForReview", ItemVisibility.HELD),
        SPAM("likelySpam", ItemVisibility.HELD);

        final String parameter;
        final ItemVisibility visibility;

        Queue(String parameter, ItemVisibility visibility) {
            this.parameter = parameter;
            this.visibility = visibility;
        }
    }

    /** @param context whether it is only there for what is below it */
    record Found(Comment comment, ItemVisibility visibility, boolean context) {}

    record Page(List<Found> comments, Cursor next, boolean complete) {}

    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);
    private static final Duration SWEEP_REACH = Duration.ofDays(30);
    private static final Duration HELD_EVERY = Duration.ofMinutes(15);
    private static final int SWEEP_PAGES = 20;

    private static final String FROM = "from";
    private static final String HIGH = "high";
    private static final String MET = "met";
    private static final String QUEUE = "queue";
    private static final String PAGE = "page";
    private static final String PAGES = "pages";
    private static final String SKIP = "skip";
    private static final String SWEEP = "sweep";
    private static final String SWEPT = "swept";
    private static final String HELD_AT = "held";
    private static final String KNOWN = "known";

    private final NetworkCall call;
    private final Cursor cursor;
    private final int limit;
    private final boolean held;
    private final Instant now;
    private final @Nullable Instant high;
    private final boolean sweeping;
    private final Instant edge;

    /** @param held whether what is held back is read too */
    CommentStream(NetworkCall call, Cursor cursor, int limit, boolean held) throws NetworkException {
        this.call = call;
        this.cursor = cursor;
        this.limit = Math.max(1, limit);
        this.held = held;
        now = call.clock().instant();
        high = cursor.time(HIGH);
        sweeping = high != null && (begins(cursor) ? isDue(SWEPT, SWEEP_EVERY) : cursor.mark(SWEEP) != null);
        edge = edge();
    }

    /** The cursor of a stream that begins. */
    static Cursor from(Cursor begun, @Nullable Instant since) {
        return begun.with(FROM, since == null ? null : since.toString());
    }

    private static boolean begins(Cursor cursor) {
        return cursor.mark(QUEUE) == null && cursor.mark(PAGE) == null && cursor.mark(SKIP) == null;
    }

    private boolean isDue(String mark, Duration every) throws NetworkException {
        Instant last = cursor.time(mark);
        return last == null || !now.isBefore(last.plus(every));
    }

    private Instant edge() throws NetworkException {
        if (high == null) {
            Instant from = cursor.time(FROM);
            return from == null ? Instant.EPOCH : from;
        }
        Instant near = high.minus(OVERLAP);
        Instant far = now.minus(SWEEP_REACH);
        return sweeping && far.isBefore(near) ? far : near;
    }

    Page fetch() throws NetworkException {
        Queue queue = queue();
        JsonNode answer = new YoutubeWire(call).read(Operations.THREADS_LIST, "/commentThreads", query(queue));
        Walk walk = new Walk(queue);
        for (JsonNode thread : Json.list(answer, "items")) {
            Optional<CommentThread> read = CommentThread.read(thread, now);
            if (read.isPresent()) {
                walk.take(read.get());
            }
        }
        String token = Json.text(answer, "nextPageToken");
        if (token != null && token.equals(cursor.mark(PAGE))) {
            throw new NetworkException(
                    ErrorKind.TRANSIENT, "YouTube answered commentThreads.list with a page that follows itself");
        }
        return deliver(queue, walk, token);
    }

    private Queue queue() throws NetworkException {
        String name = cursor.mark(QUEUE);
        try {
            return name == null ? Queue.PUBLISHED : Queue.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new NetworkException(ErrorKind.CURSOR_INVALID, "The stored cursor names a queue that is not known");
        }
    }

    private Map<String, String> query(Queue queue) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,snippet,replies");
        query.put("allThreadsRelatedToChannelId", call.account().remoteId().value());
        query.put("order", "time");
        query.put("textFormat", "plainText");
        query.put("moderationStatus", queue.parameter);
        query.put("maxResults", Integer.toString(Math.min(100, Math.max(1, limit / 2))));
        String page = cursor.mark(PAGE);
        if (page != null) {
            query.put("pageToken", page);
        }
        return query;
    }

    /** One page of threads on its way into comments. */
    private final class Walk {
        private final Queue queue;
        private final KnownThreads known = KnownThreads.read(cursor.mark(KNOWN));
        private final List<Found> found = new ArrayList<>();
        private boolean passed;

        Walk(Queue queue) {
            this.queue = queue;
        }

        void take(CommentThread listed) throws NetworkException {
            boolean grown = listed.isCut()
                    && queue == Queue.PUBLISHED
                    && !known.has(listed.top().id(), listed.count());
            boolean read = grown && (!passed || known.has(listed.top().id()));
            CommentThread thread = read ? listed.whole(call) : listed;
            if (read) {
                known.put(listed.top().id(), listed.count());
            }
            boolean fresh = !thread.latest().isBefore(edge);
            passed |= !fresh && !read;
            boolean top = isFresh(thread.top());
            int before = found.size();
            for (Comment reply : thread.replies()) {
                if (read && high != null || isFresh(reply)) {
                    found.add(new Found(reply, ItemVisibility.VISIBLE, false));
                }
            }
            if (top || found.size() > before) {
                found.add(before, new Found(thread.top(), queue.visibility, !top));
            }
        }

        private boolean isFresh(Comment comment) {
            return !comment.at().isBefore(edge);
        }
    }

    private Page deliver(Queue queue, Walk walk, @Nullable String token) throws NetworkException {
        int skip = number(SKIP);
        int from = Math.min(skip, walk.found.size());
        int until = Math.min(from + limit, walk.found.size());
        List<Found> delivered = walk.found.subList(from, until);
        Cursor next = sweeping ? cursor.with(SWEEP, "1") : cursor;
        if (queue == Queue.PUBLISHED) {
            next = raise(next, delivered);
        }
        if (until < walk.found.size()) {
            // The rest comes with the next call, from the same page.
            return new Page(
                    List.copyOf(delivered),
                    next.with(SKIP, Integer.toString(until)).with(QUEUE, queue.name()),
                    false);
        }
        next = next.with(SKIP, null).with(KNOWN, walk.known.write());
        int pages = number(PAGES) + 1;
        boolean end = token == null
                || walk.passed && !edge.equals(Instant.EPOCH)
                || high != null && sweeping && pages >= SWEEP_PAGES;
        if (!end) {
            next = next.with(PAGE, token).with(PAGES, Integer.toString(pages)).with(QUEUE, queue.name());
            return new Page(List.copyOf(delivered), next, false);
        }
        return after(queue, List.copyOf(delivered), next.with(PAGE, null).with(PAGES, null));
    }

    private Page after(Queue queue, List<Found> delivered, Cursor next) throws NetworkException {
        boolean more = held && (queue == Queue.HELD || queue == Queue.PUBLISHED && isDue(HELD_AT, HELD_EVERY));
        if (more) {
            Queue following = queue == Queue.PUBLISHED ? Queue.HELD : Queue.SPAM;
            return new Page(delivered, next.with(QUEUE, following.name()), false);
        }
        Cursor settled =
                next.with(QUEUE, null).with(SWEEP, null).with(MET, null).with(FROM, null);
        String met = next.mark(MET);
        Instant begun = next.time(FROM);
        String reached = met != null
                ? met
                : high != null ? high.toString() : String.valueOf(begun == null ? Instant.EPOCH : begun);
        settled = settled.with(HIGH, reached);
        if (queue == Queue.SPAM) {
            settled = settled.with(HELD_AT, now.toString());
        }
        return new Page(delivered, sweeping || high == null ? settled.with(SWEPT, now.toString()) : settled, true);
    }

    private Cursor raise(Cursor next, List<Found> delivered) throws NetworkException {
        Instant met = next.time(MET);
        if (met == null) {
            met = high;
        }
        for (Found each : delivered) {
            Instant at = each.comment().at().isAfter(now) ? now : each.comment().at();
            met = met == null || at.isAfter(met) ? at : met;
        }
        return next.with(MET, met == null ? null : met.toString());
    }

    private int number(String mark) throws NetworkException {
        String value = cursor.mark(mark);
        try {
            return value == null ? 0 : Math.max(0, Integer.parseInt(value));
        } catch (NumberFormatException unreadable) {
            throw new NetworkException(ErrorKind.CURSOR_INVALID, "The stored cursor holds a number that is none");
        }
    }
}
