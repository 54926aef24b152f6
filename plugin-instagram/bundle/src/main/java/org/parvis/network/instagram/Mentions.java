package org.parvis.network.instagram;

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

/** Media of others that tag the account, from new to old, down to where the round before began, less an overlap. */
final class Mentions {

    private static final int VERSION = 1;
    private static final String STREAM = "mentions";
    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final String SINCE = "since";
    private static final String BEGUN = "begun";
    private static final String PAGE = "page";

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
        Instant since = cursor.time(SINCE);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", Fields.MEDIUM_ABOVE);
        query.put("limit", Integer.toString(Math.max(1, Math.min(100, limit))));
        String page = cursor.mark(PAGE);
        if (page != null) {
            query.put("after", page);
        }
        Graph graph = new Graph(call);
        return page(graph.read(Operations.TAGS, graph.account("tags"), query), since);
    }

    private InboxPage page(JsonNode answer, @org.jspecify.annotations.Nullable Instant since) throws NetworkException {
        List<InboxItem> items = new ArrayList<>();
        boolean passed = false;
        for (JsonNode medium : Json.list(answer, "data")) {
            Instant at = Json.time(medium, "timestamp").orElse(call.clock().instant());
            if (since != null && at.isBefore(since)) {
                passed = true;
                break;
            }
            Medium.mention(medium, call.account(), at)
                    .filter(item -> !InstagramInbox.isOwn(call.account(), item))
                    .ifPresent(items::add);
        }
        String after = passed ? null : GraphPaging.after(answer);
        Cursor next = cursor.with(PAGE, after);
        boolean complete = after == null;
        if (complete) {
            Instant begun = cursor.time(BEGUN);
            next = next.with(SINCE, begun == null ? null : begun.minus(OVERLAP).toString())
                    .with(BEGUN, null);
        }
        return new InboxPage(items, List.of(), List.of(), next.encode(), complete);
    }
}
