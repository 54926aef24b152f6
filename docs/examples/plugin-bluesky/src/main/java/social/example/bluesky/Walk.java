package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/**
 * One page of a list that the network gives newest first, and where to go on. A round begins at the top and goes down to where
 * the round before began, and a little deeper: what reaches the network late is listed at the time its author claims.
 *
 * @param entries as the network listed them
 * @param next the cursor to store
 * @param complete whether the round is over
 */
record Walk(List<JsonNode> entries, String next, boolean complete) {
    private static final int VERSION = 1;
    private static final int MOST = 100;
    private static final Duration OVERLAP = Duration.ofMinutes(15);

    /** The network's own mark of the page to come, within a round. */
    private static final String PAGE = "page";
    /** The newest entry that this round has met. */
    private static final String NEWEST = "newest";
    /** Down to where this round goes. */
    private static final String UNTIL = "until";

    /** Asks the network for a page. */
    @FunctionalInterface
    interface Question {
        JsonNode ask(Map<String, String> paging) throws NetworkException;
    }

    /** When an entry was made, as the network orders them. */
    @FunctionalInterface
    interface Time {
        Optional<Instant> of(JsonNode entry);
    }

    static Walk page(String stream, FetchWindow window, String member, Question question, Time time)
            throws NetworkException {
        Cursor cursor = begin(stream, window);
        Instant until = cursor.time(UNTIL);
        String page = cursor.mark(PAGE);
        JsonNode answer = question.ask(paging(window, page));
        List<JsonNode> entries = Json.list(answer, member);
        List<Instant> times =
                entries.stream().map(time::of).flatMap(Optional::stream).toList();
        Instant before = cursor.time(NEWEST);
        Instant newest = times.stream()
                .max(Instant::compareTo)
                .map(t -> later(t, before))
                .orElse(before);
        String following = Json.text(answer, "cursor");
        boolean reached = until != null && times.stream().anyMatch(t -> t.isBefore(until));
        boolean complete = following == null || following.equals(page) || reached;
        Cursor next = complete
                ? Cursor.begin(VERSION, stream).with(UNTIL, text(newest == null ? until : newest.minus(OVERLAP)))
                : cursor.with(PAGE, following).with(NEWEST, text(newest));
        return new Walk(entries, next.encode(), complete);
    }

    private static Cursor begin(String stream, FetchWindow window) throws NetworkException {
        return window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, stream)
                : Cursor.begin(VERSION, stream).with(UNTIL, text(window.since()));
    }

    private static Map<String, String> paging(FetchWindow window, @Nullable String page) {
        Map<String, String> paging = new LinkedHashMap<>();
        paging.put("limit", Integer.toString(Math.max(1, Math.min(MOST, window.limit()))));
        if (page != null) {
            paging.put("cursor", page);
        }
        return paging;
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
