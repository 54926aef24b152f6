package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/** Reads the network's lists, oldest first; the cursor is the place of the last message that was handed over. */
final class LoopbackReader implements TimelineSource, InboxSource {
    private static final int VERSION = 2;
    private static final int MOST = 100;

    /** One page as the network gave it, and where the next begins. */
    private record Part(List<JsonNode> messages, List<InboxItem> context, String nextCursor, boolean complete) {}

    private static Part read(NetworkCall call, String stream, FetchWindow window) throws NetworkException {
        Cursor cursor = window.cursor() == null
                ? Cursor.begin(VERSION, stream)
                : Cursor.decode(window.cursor(), VERSION, stream);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(Math.max(1, Math.min(MOST, window.limit()))));
        String after = cursor.mark("after");
        if (after != null) {
            query.put("after", after);
        } else if (window.since() != null) {
            query.put("since", window.since().toString());
        }
        JsonNode answer = new LoopbackWire(call).read(Operations.READ, "/feeds/" + stream, query);
        String next = Json.id(answer, "next");
        List<InboxItem> context = items(Json.list(answer, "parents"));
        return new Part(
                Json.list(answer, "messages"),
                context,
                (next == null ? cursor : cursor.with("after", next)).encode(),
                !Json.flag(false, answer, "more"));
    }

    private static List<InboxItem> items(List<JsonNode> messages) {
        return messages.stream()
                .map(LoopbackMessage::item)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        Part part = read(call, "timeline", window);
        List<RemotePost> posts = part.messages.stream()
                .filter(LoopbackMessage::isPost)
                .map(LoopbackMessage::post)
                .flatMap(Optional::stream)
                .toList();
        List<InboxItem> answers = items(part.messages.stream()
                .filter(message -> !LoopbackMessage.isPost(message))
                .toList());
        return new TimelinePage(posts, answers, part.context, part.nextCursor, part.complete);
    }

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.allOf(InboxFeed.class);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        RemoteId self = call.account().remoteId();
        Part part = read(call, feed.name().toLowerCase(Locale.ROOT), window);
        List<InboxItem> theirs = new ArrayList<>();
        List<InboxItem> ours = new ArrayList<>();
        items(part.messages).forEach(item -> (item.author().id().equals(self) ? ours : theirs).add(item));
        return new InboxPage(theirs, part.context, ours, part.nextCursor, part.complete);
    }

    @Override
    public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        if (items.isEmpty()) {
            return new Recheck(List.of(), List.of());
        }
        String ids = items.stream().limit(MOST).map(RemoteId::value).collect(Collectors.joining(","));
        JsonNode answer = new LoopbackWire(call).read(Operations.READ, "/messages", Map.of("ids", ids));
        List<RemoteId> removed =
                Json.ids(answer, "removed").stream().map(RemoteId::new).toList();
        return new Recheck(items(Json.list(answer, "messages")), removed);
    }
}
