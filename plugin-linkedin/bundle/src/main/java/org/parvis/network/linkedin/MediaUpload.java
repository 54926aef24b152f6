package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.json.Json;

/**
 * Brings a draft's files to LinkedIn, a bounded amount per call: registered, sent (a film in the parts LinkedIn asks for),
 * finished, and looked at until LinkedIn is done with them. Nothing of it shows to anybody, so that every step may be
 * repeated; a step that is lost is simply taken again.
 */
final class MediaUpload {
    /** A host's write may take half a minute; this much is sent in one call at most, or one file. */
    private static final long MOST_BYTES = 16L << 20;

    private static final int MOST_LOOKS = 20;

    private final NetworkCall call;
    private final LinkedinWire wire;
    private final Draft draft;
    private long bytes;
    private int looks;

    MediaUpload(NetworkCall call, Draft draft) {
        this.call = call;
        this.wire = new LinkedinWire(call);
        this.draft = draft;
    }

    /** Takes the draft's files as far as one call may; whether there is more to send at once. */
    boolean advance() throws NetworkException {
        for (int place = 0; place < draft.assets().size(); place++) {
            Asset asset = draft.assets().get(place);
            while (asset.stage == Asset.Stage.WAITING || asset.stage == Asset.Stage.SENDING) {
                if (bytes > 0 && bytes + next(asset) > MOST_BYTES) {
                    return true;
                }
                call.checkActive();
                send(asset);
            }
            if (asset.stage == Asset.Stage.PROCESSING && looks++ < MOST_LOOKS) {
                look(asset, place);
            }
        }
        return false;
    }

    private static long next(Asset asset) {
        return asset.parts.isEmpty() ? asset.isFilm() ? 0 : asset.media.size() : size(asset.parts.get(0));
    }

    private static long size(Asset.Part part) {
        return part.last() - part.first() + 1;
    }

    private void send(Asset asset) throws NetworkException {
        if (asset.stage == Asset.Stage.WAITING) {
            begin(asset);
            return;
        }
        Instant end = asset.addressesEnd;
        if (end != null && !call.clock().instant().isBefore(end)) {
            asset.restart();
        } else if (asset.parts.isEmpty()) {
            finish(asset);
        } else {
            sendPart(asset);
        }
    }

    private static String kind(Asset asset) {
        return asset.isFilm() ? "video" : asset.isPicture() ? "image" : "document";
    }

    private static String path(Asset asset) {
        return "/rest/" + kind(asset) + "s";
    }

    private void begin(Asset asset) throws NetworkException {
        ObjectNode body = Json.object();
        ObjectNode request = body.putObject("initializeUploadRequest");
        request.put("owner", call.account().remoteId().value());
        if (asset.isFilm()) {
            request.put("fileSizeBytes", asset.media.size());
            request.put("uploadCaptions", false).put("uploadThumbnail", false);
        }
        HttpResponse response = wire.settle(
                Operations.MEDIA_BEGIN,
                "POST",
                path(asset),
                Map.of("action", "initializeUpload"),
                LinkedinWire.Change.of(body));
        JsonNode value = Json.at(Json.parse(response.body()).orElse(null), "value");
        String urn = Json.id(value, kind(asset));
        if (urn == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "LinkedIn registered a file without saying its name");
        }
        asset.urn = urn;
        asset.uploadToken = Json.textOr("", value, "uploadToken");
        asset.addressesEnd =
                Times.read(value, "uploadUrlsExpireAt", "uploadUrlExpiresAt").orElse(null);
        if (asset.isFilm()) {
            instructions(asset, value);
            asset.stage = Asset.Stage.SENDING;
            return;
        }
        MediaRef media = asset.media;
        wire.upload(Json.textOr("", value, "uploadUrl"), media.type(), new MediaSlice(media, 0, media.size()));
        bytes += Math.max(1, media.size());
        asset.stage = Asset.Stage.PROCESSING;
    }

    private static void instructions(Asset asset, JsonNode value) throws NetworkException {
        long expected = 0;
        for (JsonNode instruction : Json.list(value, "uploadInstructions")) {
            long first = Json.whole(instruction, "firstByte").orElse(-1L);
            long last = Json.whole(instruction, "lastByte").orElse(-1L);
            if (first != expected || last < first) {
                break;
            }
            asset.parts.add(new Asset.Part(Json.textOr("", instruction, "uploadUrl"), first, last));
            expected = last + 1;
        }
        if (expected != asset.media.size()) {
            asset.restart();
            throw new NetworkException(
                    ErrorKind.TRANSIENT, "LinkedIn's instructions for sending the film do not cover all of it");
        }
    }

    private void sendPart(Asset asset) throws NetworkException {
        Asset.Part part = asset.parts.get(0);
        MediaSlice slice = new MediaSlice(asset.media, part.first(), size(part));
        String tag = wire.upload(part.address(), "application/octet-stream", slice)
                .header("etag")
                .orElseThrow(
                        () -> new NetworkException(ErrorKind.TRANSIENT, "LinkedIn took a part without saying its tag"));
        bytes += size(part);
        asset.tags.add(tag);
        asset.parts.remove(0);
    }

    private void finish(Asset asset) throws NetworkException {
        ObjectNode body = Json.object();
        ObjectNode request = body.putObject("finalizeUploadRequest");
        request.put("video", draft.require(asset).value()).put("uploadToken", asset.uploadToken);
        ArrayNode tags = request.putArray("uploadedPartIds");
        asset.tags.forEach(tags::add);
        try {
            wire.settle(
                    Operations.MEDIA_FINISH,
                    "POST",
                    path(asset),
                    Map.of("action", "finalizeUpload"),
                    LinkedinWire.Change.of(body));
        } catch (NetworkException failure) {
            // An earlier attempt whose answer was lost may have finished it.
            if (failure.kind() != ErrorKind.CONTENT_REJECTED || !isTaken(asset)) {
                throw failure;
            }
        }
        asset.tags.clear();
        asset.stage = Asset.Stage.PROCESSING;
    }

    private boolean isTaken(Asset asset) throws NetworkException {
        return Set.of("PROCESSING", "AVAILABLE").contains(Json.textOr("", status(asset), "status"));
    }

    private JsonNode status(Asset asset) throws NetworkException {
        String path = path(asset) + "/" + RestLi.encode(draft.require(asset).value());
        return wire.read(Operations.MEDIA_STATUS, path, Map.of(), null);
    }

    private void look(Asset asset, int place) throws NetworkException {
        JsonNode answer = status(asset);
        switch (Json.textOr("", answer, "status")) {
            case "AVAILABLE" -> asset.stage = Asset.Stage.READY;
            case "PROCESSING_FAILED" -> throw refused(asset, place, answer);
            case "WAITING_UPLOAD" -> {
                // What was sent may not have arrived everywhere yet; only when nothing can be sent any more, it is sent
                // anew.
                Instant end = asset.addressesEnd;
                if (end != null && !call.clock().instant().isBefore(end)) {
                    asset.restart();
                }
            }
            default -> {}
        }
    }

    private static NetworkException refused(Asset asset, int place, JsonNode answer) {
        String reason = Json.textOr("it gives no reason", answer, "processingFailureReason");
        String sentence = asset.isFilm()
                ? "LinkedIn cannot use this film: " + reason
                : "LinkedIn cannot use this file: " + reason;
        return NetworkException.of(ErrorKind.CONTENT_REJECTED, sentence)
                .violations(List.of(new Violation("media[" + place + "]", "media.refused", sentence)))
                .build();
    }
}
