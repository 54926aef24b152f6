package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** The playlist in which YouTube keeps a channel's uploads, newest first; a search would cost a hundred times as much. */
final class Uploads {
    private final NetworkCall call;

    Uploads(NetworkCall call) {
        this.call = call;
    }

    /** @param addedAt when it came into the list */
    record Entry(String video, Instant addedAt, JsonNode json) {}

    record Page(List<Entry> entries, @Nullable String next) {}

    /** The playlist's id. */
    String playlist() throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,contentDetails");
        query.put("id", call.account().remoteId().value());
        JsonNode answer = new YoutubeWire(call).read(Operations.CHANNELS_LIST, "/channels", query);
        JsonNode channel = Json.list(answer, "items").stream()
                .findFirst()
                .orElseThrow(() -> new NetworkException(ErrorKind.NOT_FOUND, "YouTube no longer knows the channel"));
        String id = Json.id(Json.at(Json.at(channel, "contentDetails"), "relatedPlaylists"), "uploads");
        if (id == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "YouTube does not say where the channel's uploads are");
        }
        return id;
    }

    Page page(String playlist, @Nullable String token, int size) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "snippet,contentDetails,status");
        query.put("playlistId", playlist);
        query.put("maxResults", Integer.toString(Math.max(1, Math.min(50, size))));
        if (token != null) {
            query.put("pageToken", token);
        }
        JsonNode answer = new YoutubeWire(call).read(Operations.PLAYLIST_ITEMS_LIST, "/playlistItems", query);
        List<Entry> entries = new ArrayList<>();
        for (JsonNode item : Json.list(answer, "items")) {
            JsonNode snippet = Json.at(item, "snippet");
            String video = Json.id(Json.at(item, "contentDetails"), "videoId");
            if (video == null) {
                video = Json.id(Json.at(snippet, "resourceId"), "videoId");
            }
            Optional<Instant> added = Json.time(snippet, "publishedAt");
            if (video != null) {
                entries.add(new Entry(video, added.orElse(call.clock().instant()), item));
            }
        }
        String next = Json.text(answer, "nextPageToken");
        if (next != null && next.equals(token)) {
            throw new NetworkException(
                    ErrorKind.TRANSIENT, "YouTube answered playlistItems.list with a page that follows itself");
        }
        return new Page(entries, next);
    }

    /** The films of these ids, those that are there; at most fifty. */
    List<Video> videos(List<String> ids, String parts) throws NetworkException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", parts);
        query.put("id", String.join(",", ids));
        query.put("maxResults", "50");
        JsonNode answer = new YoutubeWire(call).read(Operations.VIDEOS_LIST, "/videos", query);
        return Json.list(answer, "items").stream()
                .flatMap(item -> Video.read(item).stream())
                .toList();
    }
}
