package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * A comment at the top with its replies, of which YouTube puts at most five into the list.
 *
 * @param count how many replies YouTube counts
 */
record CommentThread(Comment top, List<Comment> replies, long count) {
    private static final int MOST_PAGES = 20;

    static Optional<CommentThread> read(JsonNode json, Instant now) {
        JsonNode snippet = Json.at(json, "snippet");
        String video = Json.id(snippet, "videoId");
        Optional<Comment> top = Comment.read(Json.at(snippet, "topLevelComment"), video, now);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        List<Comment> replies = new ArrayList<>();
        for (JsonNode reply : Json.list(Json.at(json, "replies"), "comments")) {
            Comment.read(reply, top.get().video(), now).ifPresent(replies::add);
        }
        long count = Json.whole(snippet, "totalReplyCount").orElse(0L);
        return Optional.of(new CommentThread(top.get(), replies, count));
    }

    /** Whether the list kept replies back. */
    boolean isCut() {
        return count > replies.size();
    }

    Instant latest() {
        Instant latest = top.at();
        for (Comment reply : replies) {
            latest = reply.at().isAfter(latest) ? reply.at() : latest;
        }
        return latest;
    }

    /** The same thread with all its replies, which costs a request per hundred. */
    CommentThread whole(NetworkCall call) throws NetworkException {
        Map<String, Comment> all = new LinkedHashMap<>();
        String page = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            JsonNode answer = new YoutubeWire(call).read(Operations.COMMENTS_LIST, "/comments", query(page));
            for (JsonNode reply : Json.list(answer, "items")) {
                Comment.read(reply, top.video(), call.clock().instant()).ifPresent(c -> all.put(c.id(), c));
            }
            String next = Json.text(answer, "nextPageToken");
            if (next == null || next.equals(page)) {
                break;
            }
            page = next;
        }
        replies.forEach(reply -> all.putIfAbsent(reply.id(), reply));
        return new CommentThread(top, List.copyOf(all.values()), count);
    }

    private Map<String, String> query(@Nullable String page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,snippet");
        query.put("parentId", top.id());
        query.put("maxResults", "100");
        query.put("textFormat", "plainText");
        if (page != null) {
            query.put("pageToken", page);
        }
        return query;
    }
}
