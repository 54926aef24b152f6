package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/**
 * Reads what hangs below the objects of an edge: the comments below an account's media, the messages below its conversations. The
 * Graph API has no list of all of them, so a round goes through the objects from new to old and takes the newest of what
 * hangs below each with them; where there is more than came along, that object is read by itself afterwards.
 *
 * <p>The cursor holds where the round stands (edge, page, objects still to be read) and when it began. Only when a round has
 * reached its end does its beginning, less an overlap for what the network shows late, become the time from which the next
 * one reads: what comes below an object that was passed already belongs to the next round. The overlap is read twice, which
 * is harmless.
 */
final class NestedWalk {

    private static final int VERSION = 1;
    private static final int MOST_OBJECTS = 10;

    /** Longer than the descriptor's visibility window, by what clocks may differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private static final String SINCE = "since";
    private static final String BEGUN = "begun";
    private static final String EDGE = "edge";
    private static final String PAGE = "page";
    private static final String PASSED = "passed";
    private static final String DEEP = "deep";

    /** How much of the cursor the marks of unfinished objects may take; whatever is beyond is read anew, by itself. */
    private static final int MOST_MARKS = 900;

    /**
     * An edge of the account.
     *
     * @param own whether it is the account's own; else whatever the token stands for
     * @param fields of the objects, without what hangs below
     * @param order a member that the edge is sorted by, from new to old, and that what arrives below moves up; null where
     *     old objects must be looked at too
     */
    record Edge(
            String operation,
            boolean own,
            String name,
            Map<String, String> query,
            String fields,
            @Nullable String order,
            boolean sinceKnown) {}

    /**
     * What hangs below the objects.
     *
     * @param name of the edge: {@code comments}
     * @param modifiers of the expansion, such as {@code .filter(stream)}
     * @param query the same as parameters, where the edge is read by itself
     * @param time the member that says when it was written
     */
    record Below(
            String operation, String name, String modifiers, Map<String, String> query, String fields, String time) {}

    /** An object with what hangs below it and is new. {@code whole}: whether the object itself was read. */
    record Found(JsonNode object, List<JsonNode> below, boolean whole) {}

    /** A step of a round. */
    record Step(List<Found> found, String nextCursor, boolean complete) {}

    private final NetworkCall call;
    private final Cursor cursor;
    private final int limit;
    private final List<Edge> edges;
    private final Below below;
    private final Duration reach;

    /** @param reach how much older than the news an object may be to be looked at for them */
    NestedWalk(NetworkCall call, String stream, FetchWindow window, List<Edge> edges, Below below, Duration reach)
            throws NetworkException {
        Instant from = window.since();
        Cursor start = window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, stream)
                : Cursor.begin(VERSION, stream).with(SINCE, from == null ? null : from.toString());
        this.call = call;
        this.cursor = start.mark(BEGUN) == null
                ? start.with(BEGUN, call.clock().instant().toString())
                : start;
        this.limit = window.limit();
        this.edges = edges;
        this.below = below;
        this.reach = reach;
    }

    Step next() throws NetworkException {
        return deep().isEmpty() ? objects() : alone();
    }

    /**
     * An object that had more below it than came along.
     *
     * @param post the post that stands for it, where that is another object
     * @param after where to go on below it; null to begin anew
     */
    private record Unfinished(
            String id, String post, @Nullable String after) {

        String encode() {
            return id + ":" + post + ":" + (after == null ? "" : Addresses.segment(after));
        }

        static Unfinished decode(String text) {
            String[] parts = text.split(":", -1);
            String after =
                    parts.length < 3 || parts[2].isEmpty() ? null : URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
            return new Unfinished(parts[0], parts.length < 2 ? parts[0] : parts[1], after);
        }
    }

    private List<Unfinished> deep() {
        String marks = cursor.mark(DEEP);
        return marks == null || marks.isEmpty()
                ? List.of()
                : Arrays.stream(marks.split(",")).map(Unfinished::decode).toList();
    }

    private static @Nullable String encode(List<Unfinished> deep) {
        return deep.isEmpty() ? null : deep.stream().map(Unfinished::encode).collect(Collectors.joining(","));
    }

    private Edge edge() {
        String index = cursor.mark(EDGE);
        return edges.get(index == null ? 0 : Math.min(edges.size() - 1, Integer.parseInt(index)));
    }

    private Step objects() throws NetworkException {
        Edge edge = edge();
        JsonNode answer = new Graph(call)
                .read(
                        edge.operation(),
                        edge.own() ? new Graph(call).account(edge.name()) : "/me/" + edge.name(),
                        objectsQuery(edge));
        Instant since = cursor.time(SINCE);
        List<Found> found = new ArrayList<>();
        List<Unfinished> unfinished = new ArrayList<>();
        boolean passed = false;
        for (JsonNode object : Json.list(answer, "data")) {
            if (edge.order() != null && isBefore(object, edge.order(), since)) {
                passed = true;
                break;
            }
            found.add(found(object, since, unfinished));
        }
        String after = passed ? null : GraphPaging.after(answer);
        Cursor next = cursor.with(PAGE, after)
                .with(PASSED, after == null ? "1" : null)
                .with(DEEP, encode(unfinished));
        return step(found, next);
    }

    /** What came along with an object; where its mark no longer fits into the cursor, nothing, for it is read anew. */
    private Found found(JsonNode object, @Nullable Instant since, List<Unfinished> unfinished) {
        JsonNode list = Json.at(object, below.name());
        List<JsonNode> fresh = fresh(list, since);
        String id = Json.id(object, "id");
        String after = GraphPaging.after(list);
        if (id == null || after == null || isPassed(list, since)) {
            return new Found(object, fresh, true);
        }
        Unfinished marked = new Unfinished(id, id, after);
        String marks = encode(unfinished);
        boolean fits = (marks == null ? 0 : marks.length()) + marked.encode().length() <= MOST_MARKS;
        unfinished.add(fits ? marked : new Unfinished(id, marked.post(), null));
        return new Found(object, fits ? fresh : List.of(), true);
    }

    private Map<String, String> objectsQuery(Edge edge) throws NetworkException {
        int objects = Math.max(1, Math.min(MOST_OBJECTS, limit / 5));
        int children = Math.max(1, Math.min(25, limit / objects));
        Instant since = cursor.time(SINCE);
        String expansion = below.name() + below.modifiers() + ".limit(" + children + ")" + "{" + below.fields() + "}";
        Map<String, String> query = new LinkedHashMap<>(edge.query());
        query.put("fields", edge.fields() + "," + expansion);
        query.put("limit", Integer.toString(objects));
        if (since != null && edge.sinceKnown()) {
            query.put("since", Long.toString(since.minus(reach).getEpochSecond()));
        }
        String page = cursor.mark(PAGE);
        if (page != null) {
            query.put("after", page);
        }
        return query;
    }

    /** One object that had more below it than came along. */
    private Step alone() throws NetworkException {
        List<Unfinished> deep = deep();
        Unfinished first = deep.get(0);
        Instant since = cursor.time(SINCE);
        Map<String, String> query = new LinkedHashMap<>(below.query());
        query.put("fields", below.fields());
        query.put("limit", Integer.toString(Math.max(1, Math.min(100, limit))));
        if (first.after() != null) {
            query.put("after", first.after());
        }
        JsonNode answer = new Graph(call).read(below.operation(), Graph.path(first.id(), below.name()), query);
        List<JsonNode> fresh = fresh(answer, since);
        boolean passed = isPassed(answer, since);
        String after = passed ? null : GraphPaging.after(answer);
        List<Unfinished> rest = new ArrayList<>(deep.subList(1, deep.size()));
        if (after != null) {
            rest.add(0, new Unfinished(first.id(), first.post(), after));
        }
        return step(
                List.of(new Found(Json.object().put("id", first.post()), fresh, false)),
                cursor.with(DEEP, encode(rest)));
    }

    private Step step(List<Found> found, Cursor next) throws NetworkException {
        boolean edgeDone = next.mark(DEEP) == null && next.mark(PASSED) != null;
        if (!edgeDone) {
            return new Step(found, next.encode(), false);
        }
        int index = edges.indexOf(edge()) + 1;
        if (index < edges.size()) {
            Cursor onward = next.with(EDGE, Integer.toString(index)).with(PASSED, null);
            return new Step(found, onward.encode(), false);
        }
        Instant begun = next.time(BEGUN);
        Cursor again = next.with(
                        SINCE, begun == null ? null : begun.minus(OVERLAP).toString())
                .with(BEGUN, null)
                .with(EDGE, null)
                .with(PASSED, null);
        return new Step(found, again.encode(), true);
    }

    private List<JsonNode> fresh(JsonNode list, @Nullable Instant since) {
        List<JsonNode> fresh = new ArrayList<>();
        for (JsonNode each : Json.list(list, "data")) {
            for (JsonNode one : Comment.withReplies(each)) {
                if (!isBefore(one, below.time(), since)) {
                    fresh.add(one);
                }
            }
        }
        return fresh;
    }

    /** Whether the list, which runs from new to old, has come to what is known. */
    private boolean isPassed(JsonNode list, @Nullable Instant since) {
        return Json.list(list, "data").stream().anyMatch(each -> isBefore(each, below.time(), since));
    }

    private static boolean isBefore(JsonNode node, String member, @Nullable Instant since) {
        return since != null
                && Json.time(node, member).map(time -> time.isBefore(since)).orElse(false);
    }
}
