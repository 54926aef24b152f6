package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Reads what happened under the account's posts. LinkedIn has no list of comments since a time, so a round goes over the
 * account's latest posts, compares how many comments each is said to have with how many it had, and reads only those of
 * which the number changed. A comment that came while another went leaves the number as it was: so all posts are read again
 * twice a day.
 *
 * <p>One call asks a bounded number of times; the rest is in the cursor. Used by one thread for one call.
 */
final class PostRound {
    private static final int MOST_REQUESTS = 10;
    private static final int POSTS_IN_PAGE = 16;
    private static final int COMMENTS_IN_PAGE = 100;
    private static final int FEWEST_COMMENTS = 20;
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(12);

    private final NetworkCall call;
    private final LinkedinWire wire;
    private final RoundState state;
    private final Instant now;
    private final int limit;
    private final boolean postsCount;
    private final Map<String, OwnPost> posts = new LinkedHashMap<>();
    private final Map<String, OwnPost> above = new HashMap<>();
    private final Map<String, SocialCounts> counts = new HashMap<>();
    private final List<Comment> comments = new ArrayList<>();
    private int requests;
    private boolean complete;

    private PostRound(NetworkCall call, RoundState state, int limit, boolean postsCount) {
        this.call = call;
        this.postsCount = postsCount;
        this.wire = new LinkedinWire(call);
        this.state = state;
        this.now = call.clock().instant();
        this.limit = Math.max(1, limit);
    }

    /**
     * What a call brought.
     *
     * @param posts those that were listed
     * @param above those above the comments, by name; not for a round whose posts count
     * @param nextCursor where to go on
     * @param complete whether the round has reached its end
     */
    record Page(
            List<OwnPost> posts,
            Map<String, OwnPost> above,
            Map<String, SocialCounts> counts,
            List<Comment> comments,
            String nextCursor,
            boolean complete) {}

    /** @param postsCount whether posts are what is asked for, so that a page may hold only so many of them */
    static Page read(NetworkCall call, String stream, FetchWindow window, boolean postsCount) throws NetworkException {
        PostRound round = new PostRound(call, RoundState.open(stream, window), window.limit(), postsCount);
        round.run();
        return new Page(
                List.copyOf(round.posts.values()),
                round.above,
                round.counts,
                round.comments,
                round.state.encode(),
                round.complete);
    }

    private void run() throws NetworkException {
        while (!complete && requests < MOST_REQUESTS && hasRoom()) {
            call.checkActive();
            if (state.post != null) {
                readComments(state.post);
            } else if (!state.queue.isEmpty()) {
                state.begin(state.queue.remove());
            } else if (state.listed >= 0) {
                if (postsCount && !posts.isEmpty() && posts.size() + pageOfPosts() > limit) {
                    return;
                }
                list();
            } else {
                finish();
            }
        }
    }

    /** Whether another page of comments is worth asking for: a few at least must fit. */
    private boolean hasRoom() {
        return comments.isEmpty() || limit - comments.size() >= Math.min(FEWEST_COMMENTS, limit);
    }

    private int pageSize() {
        return Math.min(COMMENTS_IN_PAGE, limit - comments.size());
    }

    private int pageOfPosts() {
        return Math.min(POSTS_IN_PAGE, limit);
    }

    private void finish() {
        state.listed = 0;
        state.caughtUp = true;
        complete = true;
    }

    private void list() throws NetworkException {
        if (state.listed == 0 && (state.sweptAt == null || !now.isBefore(state.sweptAt.plus(BETWEEN_SWEEPS)))) {
            state.known.clear();
            state.sweptAt = now;
        }
        int asked = pageOfPosts();
        JsonNode answer = ownPosts(wire, call, "LAST_MODIFIED", state.listed, asked);
        requests++;
        List<OwnPost> fresh = new ArrayList<>();
        int seen = 0;
        boolean past = false;
        for (JsonNode element : Json.list(answer, "elements")) {
            seen++;
            OwnPost post = OwnPost.read(element, now).filter(OwnPost::isOut).orElse(null);
            if (post != null && isWanted(post.modifiedAt())) {
                fresh.add(post);
            }
            past |= post != null && !isWanted(post.modifiedAt());
        }
        enqueue(fresh);
        int total = state.listed + seen;
        boolean enough = state.caughtUp && total >= KnownCounts.MOST;
        state.listed = past || enough || !hasMore(answer, state.listed, seen, asked) ? -1 : total;
    }

    /** Asks for a page of the account's own posts. */
    static JsonNode ownPosts(LinkedinWire wire, NetworkCall call, String sort, int start, int count)
            throws NetworkException {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("author", call.account().remoteId().value());
        query.put("q", "author");
        query.put("count", count);
        query.put("sortBy", sort);
        query.put("start", start);
        return wire.read(Operations.POSTS_LIST, "/rest/posts", query, LinkedinWire.FINDER);
    }

    private boolean isWanted(Instant time) {
        return state.from == null || !time.isBefore(state.from);
    }

    private void enqueue(List<OwnPost> fresh) throws NetworkException {
        Map<String, SocialCounts> counted =
                SocialCounts.fetch(wire, fresh.stream().map(OwnPost::urn).toList());
        requests++;
        counts.putAll(counted);
        for (OwnPost post : fresh) {
            posts.put(post.urn(), post);
            above.put(post.urn(), post);
            SocialCounts count = counted.get(post.urn());
            if (count != null && state.known.differs(post.urn(), count.comments(), now, visibility())) {
                state.queue.add(new RoundState.Waiting(post.urn(), count.comments()));
            }
        }
    }

    private Duration visibility() {
        return call.descriptor().visibilityWindow();
    }

    private void readComments(RoundState.Waiting current) throws NetworkException {
        boolean emitted = state.parentsDone >= 0;
        int size = emitted ? state.size : pageSize();
        JsonNode answer;
        try {
            showAbove(current.post());
            answer = page(current.post(), state.offset, size);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND) {
                throw failure;
            }
            // The post went away under our eyes; there is nothing more to read of it.
            settle(current, Math.toIntExact(current.count()));
            return;
        }
        List<Comment> page = comments(answer, current.post());
        if (!emitted) {
            state.size = size;
            state.parentsDone = 0;
            add(page);
        }
        if (readReplies(current, page)) {
            int seen = Json.list(answer, "elements").size();
            if (hasMore(answer, state.offset, seen, size)) {
                state.offset += seen;
                state.nextPage();
            } else {
                settle(current, state.found);
            }
        }
    }

    private void settle(RoundState.Waiting current, int found) {
        state.known.read(current.post(), current.count(), found, now);
        state.post = null;
    }

    /** The post itself, as what its comments are about; asked for where this call has not listed it. */
    private void showAbove(String post) throws NetworkException {
        if (postsCount || state.offset > 0 || state.parentsDone >= 0 || above.containsKey(post)) {
            return;
        }
        requests++;
        JsonNode answer = wire.read(
                Operations.POSTS_GET, "/rest/posts/" + RestLi.encode(post), Map.of("viewContext", "AUTHOR"), null);
        OwnPost.read(answer, now).ifPresent(found -> above.put(post, found));
    }

    /** Whether all replies to a page's comments were read; false where the call has asked enough. */
    private boolean readReplies(RoundState.Waiting current, List<Comment> page) throws NetworkException {
        List<Comment> parents = page.stream().filter(Comment::hasReplies).toList();
        while (state.parentsDone < parents.size()) {
            if (requests >= MOST_REQUESTS || !hasRoom()) {
                return false;
            }
            readReplies(current, parents.get(state.parentsDone));
        }
        return true;
    }

    private void readReplies(RoundState.Waiting current, Comment parent) throws NetworkException {
        int size = pageSize();
        int seen = 0;
        boolean more = false;
        try {
            JsonNode answer = page(parent.urn(), state.replyOffset, size);
            add(comments(answer, current.post()));
            seen = Json.list(answer, "elements").size();
            more = hasMore(answer, state.replyOffset, seen, size);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND) {
                throw failure;
            }
        }
        state.replyOffset = more ? state.replyOffset + seen : 0;
        state.parentsDone += more ? 0 : 1;
    }

    private JsonNode page(String under, int start, int size) throws NetworkException {
        requests++;
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("start", start);
        query.put("count", size);
        return wire.read(
                Operations.COMMENTS_LIST, "/rest/socialActions/" + RestLi.encode(under) + "/comments", query, null);
    }

    private List<Comment> comments(JsonNode answer, String post) {
        return Json.list(answer, "elements").stream()
                .flatMap(element -> Comment.read(element, post, now).stream())
                .toList();
    }

    private void add(List<Comment> page) {
        state.found += page.size();
        page.stream().filter(comment -> isWanted(comment.publishedAt())).forEach(comments::add);
    }

    /** LinkedIn may answer less than was asked for in the middle of a list; its total or its link says whether there is more. */
    static boolean hasMore(JsonNode answer, int start, int seen, int asked) {
        if (seen == 0) {
            return false;
        }
        JsonNode paging = Json.at(answer, "paging");
        for (JsonNode link : Json.list(paging, "links")) {
            if ("next".equals(Json.text(link, "rel"))) {
                return true;
            }
        }
        return Json.whole(paging, "total").map(total -> start + seen < total).orElse(seen >= asked);
    }
}
