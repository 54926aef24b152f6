package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/**
 * YouTube's resumable upload. A session makes at most one film however often its bytes are sent, and tells at any time how
 * many it has; so no piece can double, however often it is sent.
 */
final class UploadSession {
    /** YouTube takes multiples of this, the end of a file excepted. */
    static final long GRAIN = 256 * 1024;

    private static final long USUAL_CHUNK = 8L << 20;
    private static final long LARGEST_CHUNK = 64L << 20;
    private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d{1,18})");

    private final NetworkCall call;
    private final YoutubeWire wire;

    UploadSession(NetworkCall call) {
        this.call = call;
        this.wire = new YoutubeWire(call);
    }

    /**
     * How an upload stands.
     *
     * @param stored how many bytes YouTube has
     * @param film what YouTube made of them, once it has all
     */
    record Standing(long stored, @Nullable JsonNode film) {}

    /** Opens a session. A second one would make no film, but costs one of a hundred uploads of the day: never blindly. */
    URI open(ObjectNode body, MediaRef film, boolean notify) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("uploadType", "resumable");
        query.put("part", "snippet,status");
        query.put("notifySubscribers", Boolean.toString(notify));
        YoutubeWire.Sent sent = wire.send(HttpRequest.changing(
                        Operations.VIDEOS_INSERT, "POST", wire.places().upload("/videos", query))
                .json(Json.bytes(body))
                .header("X-Upload-Content-Type", film.type())
                .header("X-Upload-Content-Length", Long.toString(film.size())));
        URI session = Addresses.read(sent.response().header("location").orElse(null));
        if (session == null) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN, "YouTube opened an upload without saying where it is");
        }
        return wire.places().session(session);
    }

    /** Asks how many bytes are there. */
    Standing standing(URI session, MediaRef film) throws NetworkException {
        return sent(
                session,
                HttpRequest.settling(Operations.VIDEOS_UPLOAD, "PUT", session)
                        .body("application/octet-stream", new byte[0])
                        .header("Content-Range", "bytes */" + film.size()));
    }

    /** Sends one piece from {@code offset} on. */
    Standing send(URI session, MediaRef film, long offset) throws NetworkException {
        long length = Math.min(chunk(), film.size() - offset);
        String range = "bytes " + offset + "-" + (offset + length - 1) + "/" + film.size();
        return sent(
                session,
                HttpRequest.settling(Operations.VIDEOS_UPLOAD, "PUT", session)
                        .media(film.type(), new MediaSlice(film, offset, length))
                        .header("Content-Range", range));
    }

    /** The operator's size of a piece ({@code x.upload.chunk}, bytes), rounded to what YouTube takes. */
    private long chunk() {
        String setting = call.settings().getOrDefault("upload.chunk", "").trim();
        long wanted = setting.matches("\\d{1,12}") ? Long.parseLong(setting) : USUAL_CHUNK;
        return Math.max(GRAIN, Math.min(LARGEST_CHUNK, wanted) / GRAIN * GRAIN);
    }

    private Standing sent(URI session, HttpRequest.Builder builder) throws NetworkException {
        YoutubeWire.Sent sent = wire.sendAnyway(builder);
        HttpResponse response = sent.response();
        if (response.status() == 308) {
            return new Standing(stored(response), null);
        }
        if (Statuses.successful(response)) {
            Optional<JsonNode> film = Json.parse(response.body()).filter(JsonNode::isObject);
            // All bytes are there; asked again, the session says once more what it made of them.
            return new Standing(
                    0,
                    film.orElseThrow(() -> new NetworkException(
                            ErrorKind.TRANSIENT, "YouTube took the last bytes of a film with no whole answer")));
        }
        if (response.status() == 404 || response.status() == 410) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN,
                    "YouTube no longer knows the upload session; whether it had all bytes must be looked up");
        }
        throw wire.failure(sent);
    }

    /** No range: nothing is stored. */
    private static long stored(HttpResponse response) {
        Matcher matcher = RANGE.matcher(response.header("range").orElse("").replace(" ", ""));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) + 1 : 0;
    }
}
