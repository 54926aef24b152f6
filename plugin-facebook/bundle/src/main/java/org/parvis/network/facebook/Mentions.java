package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parvis.model.InboxItem;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/**
 * Posts that name the page, then posts of visitors on its wall. Both lists run from new to old and begin where the round
 * before began, less an overlap.
 */
final class Mentions {

    private static final int VERSION = 1;
    private static final String STREAM = "mentions";
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final String SINCE = "since";
    private static final String BEGUN = "begun";
    private static final String PAGE = "page";
    private static final String WALL = "wall";

    private final NetworkCall call;
    private final Cursor cursor;
    private final int limit;

    Mentions(NetworkCall call, FetchWindow window) throws NetworkException {
        Instant from = window.since();
        Cursor start = window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, STREAM)
                : Cursor.begin(VERSION, STREAM).with(SINCE, from == null ? null : from.toString());
        this.call = call;
        this.cursor = start.mark(BEGUN) == null
                ? start.with(BEGUN, call.clock().instant().toString())
                : start;
        this.limit = window.limit();
    }

    InboxPage next() throws NetworkException {
        boolean wall = cursor.mark(WALL) != null;
        Instant since = cursor.time(SINCE);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", Fields.FOREIGN_POST);
        query.put("limit", Integer.toString(Math.max(1, Math.min(100, limit))));
        if (since != null) {
            query.put("since", Long.toString(since.getEpochSecond()));
        }
        String page = cursor.mark(PAGE);
        if (page != null) {
            query.put("after", page);
        }
        Graph graph = new Graph(call);
        JsonNode answer = wall
                ? graph.read(Operations.VISITORS, graph.page("visitor_posts"), query)
                : graph.read(Operations.TAGGED, graph.page("tagged"), query);
        return page(answer, since, wall);
    }

    private InboxPage page(JsonNode answer, @org.jspecify.annotations.Nullable Instant since, boolean wall)
            throws NetworkException {
        List<InboxItem> items = new ArrayList<>();
        boolean passed = false;
        for (JsonNode post : Json.list(answer, "data")) {
            Instant at = Json.time(post, "created_time").orElse(call.clock().instant());
            if (since != null && at.isBefore(since)) {
                passed = true;
                break;
            }
            PagePost.mention(post, call.account(), at)
                    .filter(item -> !FacebookInbox.isOwn(call.account(), item))
                    .ifPresent(items::add);
        }
        String after = passed ? null : GraphPaging.after(answer);
        Cursor next = cursor.with(PAGE, after);
        boolean complete = after == null && wall;
        if (complete) {
            Instant begun = cursor.time(BEGUN);
            next = next.with(SINCE, begun == null ? null : begun.minus(OVERLAP).toString())
                    .with(BEGUN, null)
                    .with(WALL, null);
        } else if (after == null) {
            next = next.with(WALL, "1");
        }
        return new InboxPage(items, List.of(), List.of(), next.encode(), complete);
    }
}
