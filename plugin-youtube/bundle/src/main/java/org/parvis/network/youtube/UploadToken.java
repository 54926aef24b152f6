package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkException;
import org.parvis.spi.ResumeToken;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * What is needed to go on with a film that is on its way, after a restart and with a newer plugin too.
 *
 * @param session the upload's address, which YouTube gave; null once all bytes are there
 * @param offset the bytes that were known to be there; YouTube is asked again before more are sent
 * @param film null once all bytes are there
 * @param video its id, once all bytes are there
 * @param thumbnail the picture that is still to be set
 * @param publishAt when YouTube shall show it
 * @param refusal why YouTube did not take the picture; null where it did, or was not asked yet
 */
record UploadToken(
        Instant begun,
        @Nullable URI session,
        long offset,
        @Nullable MediaRef film,
        @Nullable String video,
        @Nullable MediaRef thumbnail,
        @Nullable Instant publishAt,
        @Nullable String refusal) {
    private static final int VERSION = 1;

    static UploadToken begin(
            Instant now, URI session, MediaRef film, @Nullable MediaRef thumbnail, @Nullable Instant publishAt) {
        return new UploadToken(now, session, 0, film, null, thumbnail, publishAt, null);
    }

    UploadToken at(long known) {
        return new UploadToken(begun, session, known, film, null, thumbnail, publishAt, refusal);
    }

    UploadToken complete(String id) {
        return new UploadToken(begun, null, 0, null, id, thumbnail, publishAt, refusal);
    }

    /** The picture was tried; {@code why} says why YouTube did not take it, null where it did. */
    UploadToken withoutThumbnail(@Nullable String why) {
        return new UploadToken(begun, session, offset, film, video, null, publishAt, why);
    }

    ResumeToken encode() {
        ObjectNode json = Json.object().put("v", VERSION).put("begun", begun.toString());
        put(json, "session", session);
        put(json, "video", video);
        put(json, "publishAt", publishAt);
        put(json, "refusal", refusal);
        if (film != null) {
            json.put("offset", offset).set("film", media(film));
        }
        if (thumbnail != null) {
            json.set("thumbnail", media(thumbnail));
        }
        return new ResumeToken(new String(Json.bytes(json), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private static ObjectNode media(MediaRef media) {
        ObjectNode json = Json.object().put("id", media.id().toString()).put("type", media.type());
        json.put("size", media.size()).put("width", media.width()).put("height", media.height());
        put(json, "duration", media.duration());
        put(json, "text", media.alternativeText());
        return json;
    }

    static UploadToken decode(ResumeToken token) throws NetworkException {
        JsonNode json = Json.parse(token.value()).orElseThrow(UploadToken::unreadable);
        if (Json.whole(json, "v").orElse(0L) != VERSION) {
            throw unreadable();
        }
        try {
            return new UploadToken(
                    Json.time(json, "begun").orElseThrow(UploadToken::unreadable),
                    Addresses.read(Json.text(json, "session")),
                    Json.whole(json, "offset").orElse(0L),
                    media(Json.at(json, "film")),
                    Json.text(json, "video"),
                    media(Json.at(json, "thumbnail")),
                    Json.time(json, "publishAt").orElse(null),
                    Json.text(json, "refusal"));
        } catch (IllegalArgumentException | DateTimeParseException damaged) {
            throw unreadable();
        }
    }

    private static @Nullable MediaRef media(JsonNode json) {
        if (json.isMissingNode()) {
            return null;
        }
        String duration = Json.text(json, "duration");
        return new MediaRef(
                new MediaId(UUID.fromString(Json.textOr("", json, "id"))),
                Json.textOr("application/octet-stream", json, "type"),
                Json.whole(json, "size").orElse(0L),
                Json.whole(json, "width").orElse(0L).intValue(),
                Json.whole(json, "height").orElse(0L).intValue(),
                duration == null ? null : Duration.parse(duration),
                Json.text(json, "text"));
    }

    /** Bytes may be at YouTube already: what became of them must be looked up. */
    private static NetworkException unreadable() {
        return new NetworkException(
                ErrorKind.OUTCOME_UNKNOWN, "The note of an upload that was on its way can no longer be read");
    }
}
