package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/**
 * Reads a list of X that runs from new to old, page by page, without losing what arrives meanwhile.
 *
 * <p>The cursor holds the highest id of the rounds before ({@code since}), and during a round the page token and the highest
 * id met so far ({@code high}). Only when the last page of a round was read does {@code high} become {@code since}: a round
 * that breaks off in the middle goes on where it was, and what came in above its first page belongs to the next round. A
 * post younger than the network's visibility window does not move the mark, because an older one may still be on its way
 * into the list; it is read twice instead, which is harmless.
 */
final class PostStream {
    private static final int VERSION = 1;
    /** X takes no earlier time: the first post has this date's id scheme. */
    private static final Instant EARLIEST = Instant.parse("2010-11-06T00:00:00Z");

    private static final String SINCE = "since";
    private static final String SINCE_TIME = "at";
    private static final String FROM = "from";
    private static final String HIGH = "high";
    private static final String HIGH_TIME = "highAt";
    private static final String PAGE = "page";

    private final NetworkCall call;
    private final Cursor cursor;
    private final int limit;

    /**
     * @param posts the page's posts that are new since the rounds before, newest first
     * @param nextCursor where to go on
     * @param complete whether the round has reached its end
     */
    record Page(JsonNode answer, List<JsonNode> posts, String nextCursor, boolean complete) {}

    private PostStream(NetworkCall call, Cursor cursor, int limit) {
        this.call = call;
        this.cursor = cursor;
        this.limit = limit;
    }

    static PostStream open(NetworkCall call, String name, FetchWindow window) throws NetworkException {
        Instant since = window.since();
        Cursor cursor = window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, name)
                : Cursor.begin(VERSION, name).with(FROM, since == null ? null : since.toString());
        return new PostStream(call, cursor, window.limit());
    }

    /**
     * The parameters of the next page.
     *
     * @param fewest the least that X takes as the size of a page
     * @param reach how far back the list goes; X refuses to begin earlier. Null where it does not matter
     */
    Map<String, String> query(int fewest, @Nullable Duration reach) throws NetworkException {
        Map<String, String> query = paging(fewest);
        Instant edge =
                reach == null ? EARLIEST : call.clock().instant().minus(reach).plusSeconds(60);
        String since = cursor.mark(SINCE);
        Instant sinceTime = cursor.time(SINCE_TIME);
        Instant from = cursor.time(FROM);
        if (since != null) {
            if (sinceTime == null || reach == null || sinceTime.isAfter(edge)) {
                query.put("since_id", since);
            }
        } else if (from != null && from.isAfter(edge)) {
            query.put("start_time", from.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return query;
    }

    /** The parameters of the next page of a list that knows no beginning: direct messages. */
    Map<String, String> paging(int fewest) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("max_results", Integer.toString(Math.max(fewest, Math.min(100, limit))));
        String page = cursor.mark(PAGE);
        if (page != null) {
            query.put("pagination_token", page);
        }
        return query;
    }

    /** Takes in the answer to {@link #query} or {@link #paging}. */
    Page read(String operation, JsonNode answer) throws NetworkException {
        if (Json.at(answer, "data").isMissingNode()
                && Json.at(answer, "meta").isMissingNode()
                && !Json.list(answer, "errors").isEmpty()) {
            throw TwitterErrors.partial(operation, answer);
        }
        boolean known = false;
        Cursor next = cursor;
        List<JsonNode> posts = new ArrayList<>();
        for (JsonNode post : Json.list(answer, "data")) {
            if (isKnown(post)) {
                known = true;
            } else {
                posts.add(post);
                next = raise(next, post);
            }
        }
        String token = Json.text(Json.at(answer, "meta"), "next_token");
        if (token != null && token.equals(cursor.mark(PAGE))) {
            throw new NetworkException(
                    ErrorKind.TRANSIENT, "X answered " + operation + " with a page that follows itself");
        }
        boolean complete = known || token == null;
        return new Page(answer, posts, (complete ? settle(next) : next.with(PAGE, token)).encode(), complete);
    }

    /** Whether an earlier round had it, or it is older than what was asked for. */
    private boolean isKnown(JsonNode post) throws NetworkException {
        String since = cursor.mark(SINCE);
        if (since != null) {
            String id = Json.id(post, "id");
            return id != null && compare(id, since) <= 0;
        }
        Instant from = cursor.time(FROM);
        return from != null
                && Json.time(post, "created_at")
                        .filter(time -> time.isBefore(from.truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent();
    }

    private Cursor raise(Cursor current, JsonNode post) throws NetworkException {
        String id = Json.id(post, "id");
        Instant time = Json.time(post, "created_at").orElse(Instant.EPOCH);
        Instant settled = call.clock().instant().minus(call.descriptor().visibilityWindow());
        String high = current.mark(HIGH);
        if (id == null || time.isAfter(settled) || high != null && compare(id, high) <= 0) {
            return current;
        }
        return current.with(HIGH, id).with(HIGH_TIME, time.equals(Instant.EPOCH) ? null : time.toString());
    }

    private static Cursor settle(Cursor cursor) {
        Cursor settled = cursor.with(PAGE, null).with(HIGH, null).with(HIGH_TIME, null);
        String high = cursor.mark(HIGH);
        return high == null
                ? settled
                : settled.with(SINCE, high)
                        .with(SINCE_TIME, cursor.mark(HIGH_TIME))
                        .with(FROM, null);
    }

    /** Orders ids as numbers: they are decimal, without leading zeros, and may outgrow a long. */
    static int compare(String left, String right) {
        return left.length() != right.length() ? Integer.compare(left.length(), right.length()) : left.compareTo(right);
    }
}
