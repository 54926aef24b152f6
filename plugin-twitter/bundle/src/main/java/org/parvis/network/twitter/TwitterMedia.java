package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Brings files to X, one step at a time: announce, send in parts, finish, wait for the processing, describe. Nobody sees a
 * file before a post refers to it, so that each step may be repeated.
 */
final class TwitterMedia {
    /** X takes parts of up to 5 MB; as Base64 this is one of about 4 MB. */
    static final int PART = 3 << 20;

    private static final int LONGEST_DESCRIPTION = 1000;

    /** @param pause how long X wants to be left alone; null to go on at once */
    record Progress(Draft.File file, @Nullable Duration pause) {}

    private final NetworkCall call;
    private final TwitterWire wire;

    TwitterMedia(NetworkCall call) {
        this.call = call;
        this.wire = new TwitterWire(call);
    }

    /** Does the next thing that a file needs. */
    Progress step(Draft.File file) throws NetworkException {
        return switch (file.stage()) {
            case NEW -> new Progress(announce(file), null);
            case ANNOUNCED -> new Progress(send(file), null);
            case SENT -> processed(file);
            case PROCESSED -> new Progress(describe(file), null);
            case READY -> new Progress(file, null);
        };
    }

    private Draft.File announce(Draft.File file) throws NetworkException {
        MediaRef media = file.media();
        ObjectNode body = Json.object()
                .put("media_type", media.type())
                .put("total_bytes", media.size())
                .put("media_category", category(media.type()));
        JsonNode answer = wire.settle(Operations.MEDIA_UPLOAD, "POST", "/2/media/upload/initialize", body);
        String id = Json.id(Json.at(answer, "data"), "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "X took a file's announcement without giving it an id");
        }
        return file.with(id, 0, Draft.Stage.ANNOUNCED);
    }

    private static String category(String type) {
        if (type.startsWith("video/")) {
            return "tweet_video";
        }
        return type.equals("image/gif") ? "tweet_gif" : "tweet_image";
    }

    /** One part, or the end where all parts are there. */
    private Draft.File send(Draft.File file) throws NetworkException {
        long offset = (long) file.segments() * PART;
        if (offset >= file.media().size()) {
            finish(file);
            return file.with(file.remote(), file.segments(), Draft.Stage.SENT);
        }
        ObjectNode body = Json.object()
                .put("media", Base64.getEncoder().encodeToString(part(file.media(), offset)))
                .put("segment_index", file.segments());
        wire.settle(Operations.MEDIA_APPEND, "POST", path(file) + "/append", body);
        return file.with(file.remote(), file.segments() + 1, Draft.Stage.ANNOUNCED);
    }

    private byte[] part(MediaRef media, long offset) throws NetworkException {
        try (InputStream stream = call.media().open(media, offset)) {
            byte[] part = stream.readNBytes((int) Math.min(PART, media.size() - offset));
            if (part.length == 0) {
                throw new NetworkException(ErrorKind.CONTENT_REJECTED, "A file of the post is shorter than it was");
            }
            return part;
        } catch (NoSuchFileException gone) {
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, "A file of the post cannot be read any more")
                    .cause(gone)
                    .build();
        } catch (IOException interrupted) {
            throw NetworkException.of(ErrorKind.TRANSIENT, "A file of the post cannot be read just now")
                    .cause(interrupted)
                    .build();
        }
    }

    /** Refused where X heard it before, of which only the answer was lost; then X knows how the file stands. */
    private void finish(Draft.File file) throws NetworkException {
        try {
            wire.settle(Operations.MEDIA_UPLOAD, "POST", path(file) + "/finalize");
        } catch (NetworkException refused) {
            if (refused.kind() != ErrorKind.CONTENT_REJECTED && refused.kind() != ErrorKind.POLICY_REJECTED
                    || Json.at(Json.at(status(file), "data"), "size").asLong()
                            != file.media().size()) {
                throw refused;
            }
        }
    }

    private JsonNode status(Draft.File file) throws NetworkException {
        return wire.read(
                Operations.MEDIA_STATUS,
                "/2/media/upload",
                Map.of("command", "STATUS", "media_id", String.valueOf(file.remote())));
    }

    private Progress processed(Draft.File file) throws NetworkException {
        JsonNode data = Json.at(status(file), "data");
        JsonNode processing = Json.at(data, "processing_info");
        String state = Json.textOr("succeeded", processing, "state");
        if (state.equals("succeeded")) {
            return new Progress(file.with(file.remote(), file.segments(), Draft.Stage.PROCESSED), null);
        }
        if (state.equals("failed")) {
            String why = Json.textOr("it did not say why", Json.at(processing, "error"), "message", "name");
            Violation violation = new Violation("media", "media.processing", "X could not process a file: " + why);
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, violation.message())
                    .violations(List.of(violation))
                    .build();
        }
        long seconds = Json.whole(processing, "check_after_secs").orElse(5L);
        return new Progress(file, Duration.ofSeconds(Math.max(1, Math.min(300, seconds))));
    }

    private Draft.File describe(Draft.File file) throws NetworkException {
        String text = file.media().alternativeText();
        if (text != null && !text.isBlank() && !file.media().type().startsWith("video/")) {
            int end = text.offsetByCodePoints(0, Math.min(LONGEST_DESCRIPTION, text.codePointCount(0, text.length())));
            ObjectNode body = Json.object().put("id", file.remote());
            body.putObject("metadata").putObject("alt_text").put("text", text.substring(0, end));
            wire.settle(Operations.MEDIA_DESCRIBE, "POST", "/2/media/metadata", body);
        }
        return file.with(file.remote(), file.segments(), Draft.Stage.READY);
    }

    private static String path(Draft.File file) {
        return "/2/media/upload/" + Addresses.segment(String.valueOf(file.remote()));
    }
}
