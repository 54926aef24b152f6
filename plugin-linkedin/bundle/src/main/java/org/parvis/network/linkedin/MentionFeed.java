package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/** Posts of others that name the page. LinkedIn tells them as notifications only, and keeps those for 60 days. */
final class MentionFeed {
    private static final int VERSION = 1;
    private static final String STREAM = "mentions";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String START = "start";
    private static final Duration KEPT = Duration.ofDays(60);

    private MentionFeed() {}

    static InboxPage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        Instant now = call.clock().instant();
        Cursor cursor = window.cursor() == null
                ? Cursor.begin(VERSION, STREAM).with(SINCE, text(window.since()))
                : Cursor.decode(window.cursor(), VERSION, STREAM);
        Instant since = cursor.time(SINCE);
        Instant from = since == null || since.isBefore(now.minus(KEPT)) ? now.minus(KEPT) : since;
        Instant begun = cursor.time(UNTIL);
        Instant until = begun == null ? now : begun;
        int start = start(cursor);
        int count = Math.max(1, Math.min(50, window.limit()));
        JsonNode answer = new LinkedinWire(call)
                .read(
                        Operations.NOTIFICATIONS,
                        "/rest/organizationalEntityNotifications",
                        query(call, from, until, start, count),
                        LinkedinWire.FINDER);
        List<JsonNode> elements = Json.list(answer, "elements");
        List<InboxItem> items = new ArrayList<>();
        elements.forEach(element -> item(call, element).ifPresent(items::add));
        boolean more = PostRound.hasMore(answer, start, elements.size(), count);
        // What is fresh may still be on its way into the list: the next round begins a little before this one's end.
        Instant settled = until.minus(call.descriptor().visibilityWindow());
        Cursor next = more
                ? cursor.with(UNTIL, text(until)).with(START, Integer.toString(start + elements.size()))
                : cursor.with(UNTIL, null).with(START, null).with(SINCE, text(settled.isAfter(from) ? settled : from));
        return new InboxPage(items, List.of(), List.of(), next.encode(), !more);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static int start(Cursor cursor) {
        String start = cursor.mark(START);
        return start == null || !start.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(start);
    }

    private static Map<String, @Nullable Object> query(
            NetworkCall call, Instant from, Instant until, int start, int count) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", from.toEpochMilli());
        range.put("end", until.toEpochMilli());
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("q", "criteria");
        query.put("actions", List.of("SHARE_MENTION"));
        query.put("organizationalEntity", call.account().remoteId().value());
        query.put("timeRange", range);
        query.put("start", start);
        query.put("count", count);
        return query;
    }

    private static Optional<InboxItem> item(NetworkCall call, JsonNode notification) {
        String post = Json.id(notification, "generatedActivity");
        JsonNode share = Json.at(Json.at(notification, "decoratedGeneratedActivity"), "share");
        String author = Json.id(share, "owner");
        if (post == null || author == null || post.length() > RemoteId.MAX_LENGTH || !isMention(notification)) {
            return Optional.empty();
        }
        Instant time = Times.read(notification, "lastModifiedAt")
                .orElseGet(() -> call.clock().instant());
        return Optional.of(
                InboxItem.builder(new RemoteId(post), ItemKind.MENTION, Comment.author(author, call.account()), time)
                        .text(LittleText.plain(Json.textOr("", share, "text")))
                        .permalink(OwnPost.permalink(post))
                        .raw(Json.bytes(notification))
                        .build());
    }

    private static boolean isMention(JsonNode notification) {
        return Json.textOr("", notification, "action").endsWith("_MENTION");
    }
}
