package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Where a publication stands that takes several steps; written into the token that the core stores, so that it goes on after
 * a restart and after an update of this bundle: what Facebook said, for what is published comes with the variant. An immutable
 * value.
 *
 * @param kind {@code video}, {@code reel} or {@code story}; empty for a scheduled post
 * @param video the id of the film, or of the scheduled post
 * @param session of the upload, or the address to send the file to
 * @param offset of the next byte to send
 * @param end where Facebook wants the next chunk to end; 0 where it does not say
 * @param at when Facebook shall show it; null for at once
 * @param begun when it began, to give up some day
 */
record UploadState(
        Stage stage,
        String kind,
        String video,
        String session,
        long offset,
        long end,
        @Nullable Instant at,
        Instant begun) {

    private static final int VERSION = 1;

    enum Stage {
        UPLOAD,
        FINISH,
        PROCESSING,
        SCHEDULED
    }

    static UploadState ofScheduled(RemoteId post, Instant at) {
        return new UploadState(Stage.SCHEDULED, "", post.value(), "", 0, 0, at, at);
    }

    static UploadState begin(String kind, String video, String session, long end, @Nullable Instant at, Instant now) {
        return new UploadState(Stage.UPLOAD, kind, video, session, 0, end, at, now);
    }

    UploadState at(Stage next) {
        return new UploadState(next, kind, video, session, offset, end, at, begun);
    }

    UploadState sent(long upTo, long nextEnd) {
        return new UploadState(stage, kind, video, session, upTo, nextEnd, at, begun);
    }

    String encode() {
        ObjectNode node = Json.object().put("v", VERSION).put("stage", stage.name());
        node.put("kind", kind).put("video", video).put("begun", begun.toString());
        node.put("at", at == null ? null : at.toString());
        if (stage == Stage.UPLOAD || stage == Stage.FINISH) {
            node.put("session", session).put("offset", offset).put("end", end);
        }
        return new String(Json.bytes(node), StandardCharsets.UTF_8);
    }

    static UploadState decode(String token) throws NetworkException {
        return read(token)
                .orElseThrow(() -> new NetworkException(
                        ErrorKind.OUTCOME_UNKNOWN, "What was stored of this publication cannot be read"));
    }

    /** Empty where it is no token of this bundle's. */
    static Optional<UploadState> read(String token) {
        JsonNode node = Json.parse(token).orElseGet(Json::object);
        if (Json.whole(node, "v").orElse(0L) != VERSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UploadState(
                    Stage.valueOf(Json.textOr("", node, "stage")),
                    Json.textOr("", node, "kind"),
                    Json.textOr("", node, "video"),
                    Json.textOr("", node, "session"),
                    Json.whole(node, "offset").orElse(0L),
                    Json.whole(node, "end").orElse(0L),
                    Json.time(node, "at").orElse(null),
                    Json.time(node, "begun").orElse(Instant.EPOCH)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
