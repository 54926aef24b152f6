package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/**
 * Media: one-shot and chunked upload with its processing, alternative texts, and the files themselves. The bytes of
 * uploads are kept in memory only; after a restart the media exist, but are empty.
 */
final class Uploads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration USABLE = Duration.ofHours(24);
    private static final int CHUNK = 5 << 20;
    private static final int LARGEST_IMAGE = 5 << 20;
    private static final Set<String> CATEGORIES = Set.of(
            "amplify_video", "tweet_gif", "tweet_image", "tweet_video", "dm_gif", "dm_image", "dm_video", "subtitles");
    private static final Set<String> TYPES = Set.of(
            "video/mp4",
            "video/webm",
            "video/mp2t",
            "video/quicktime",
            "text/srt",
            "text/vtt",
            "image/jpeg",
            "image/gif",
            "image/bmp",
            "image/png",
            "image/webp",
            "image/pjpeg",
            "image/tiff",
            "model/gltf-binary",
            "model/vnd.usdz+zip");
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final Map<Long, TreeMap<Integer, byte[]>> chunks = new ConcurrentHashMap<>();

    Uploads(World world, Changes changes, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
    }

    /** {@code POST /2/media/upload/initialize}. */
    Reply initialize(Call call) {
        call.parameters().check();
        JsonNode body = call.body();
        Bodies.only(body, "$", Set.of("media_type", "total_bytes", "media_category", "shared", "additional_owners"));
        String type = Bodies.text(body, "$", "media_type");
        String category = body.has("media_category") ? Bodies.text(body, "$", "media_category") : "tweet_image";
        if (!TYPES.contains(type) || !CATEGORIES.contains(category)) {
            throw Bodies.wrong("$.media_type: does not have a value in the enumeration");
        }
        return answer(created(call, type, category), false);
    }

    private MediaFile created(Call call, String type, String category) {
        long id = world.nextId();
        ObjectNode event =
                Changes.event("media").put("id", id).put("owner", call.user()).put("mediaType", type);
        event.put("category", category).put("expiresAt", world.now() + USABLE.toMillis());
        changes.accepted(
                "initializeMediaUpload",
                call.user(),
                id,
                "",
                event,
                call.exchange().id());
        chunks.put(id, new TreeMap<>());
        return world.media(id).orElseThrow();
    }

    private MediaFile own(Call call, long id) {
        return world.media(id)
                .filter(file -> file.owner == call.user() && world.now() < file.expiresAt)
                .orElseThrow(() -> Refusal.invalid("id", Long.toString(id), "The media id is invalid or has expired."));
    }

    /** {@code POST /2/media/upload/{id}/append}. */
    Reply append(Call call) {
        long id = call.pathId();
        call.parameters().check();
        MediaFile file = own(call, id);
        byte[] bytes = new byte[0];
        int segment = -1;
        String contentType = call.exchange().header("content-type").orElse("");
        try {
            if (contentType.startsWith("multipart/form-data")) {
                Map<String, Multipart.Part> parts =
                        Multipart.parse(contentType, call.exchange().body());
                if (parts.containsKey("media") && parts.containsKey("segment_index")) {
                    bytes = parts.get("media").bytes();
                    segment = Integer.parseInt(parts.get("segment_index").text().strip());
                }
            } else {
                Bodies.only(call.body(), "$", Set.of("media", "segment_index"));
                bytes = Base64.getDecoder().decode(Bodies.text(call.body(), "$", "media"));
                segment = call.body().path("segment_index").asInt(-1);
            }
        } catch (IllegalArgumentException e) {
            throw Bodies.wrong("$.media: is not valid base64, or segment_index is no number");
        }
        if (segment < 0 || segment > 999 || bytes.length == 0 || bytes.length > CHUNK || file.finalized) {
            throw Bodies.wrong("$.segment_index: must be between 0 and 999, with a media chunk of up to 5 MB");
        }
        TreeMap<Integer, byte[]> received = chunks.computeIfAbsent(id, any -> new TreeMap<>());
        synchronized (received) {
            received.put(segment, bytes);
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data").put("expires_at", file.expiresAt / 1000);
        return Reply.json(200, answer);
    }

    /** {@code POST /2/media/upload/{id}/finalize}. */
    Reply complete(Call call) {
        long id = call.pathId();
        call.parameters().check();
        MediaFile file = own(call, id);
        TreeMap<Integer, byte[]> received = chunks.getOrDefault(id, new TreeMap<>());
        boolean gap = received.isEmpty() || received.lastKey() != received.size() - 1;
        if (gap || file.finalized) {
            throw Bodies.wrong("$: segments are missing");
        }
        finished(
                call,
                file,
                received.values().stream().mapToLong(bytes -> bytes.length).sum());
        return answer(file, true);
    }

    private void finished(Call call, MediaFile file, long size) {
        boolean processed = !file.type().equals("photo");
        ObjectNode event = Changes.event("media.finalized").put("id", file.id).put("size", size);
        event.put("readyAt", world.now() + (processed ? settings.processingMillis() : 0));
        changes.accepted(
                "finalizeMediaUpload",
                call.user(),
                file.id,
                "",
                event,
                call.exchange().id());
    }

    /** {@code POST /2/media/upload}: an image at once. */
    Reply once(Call call) {
        call.parameters().check();
        String contentType = call.exchange().header("content-type").orElse("");
        byte[] bytes;
        String type;
        String category;
        if (contentType.startsWith("multipart/form-data")) {
            Map<String, Multipart.Part> parts =
                    Multipart.parse(contentType, call.exchange().body());
            Multipart.Part media = parts.get("media");
            bytes = media == null ? new byte[0] : media.bytes();
            type = media == null || !TYPES.contains(media.mediaType()) ? "image/png" : media.mediaType();
            category = parts.containsKey("media_category")
                    ? parts.get("media_category").text()
                    : "";
        } else {
            Bodies.only(
                    call.body(), "$", Set.of("media", "media_category", "media_type", "shared", "additional_owners"));
            bytes = decoded(call.body());
            type = call.body().path("media_type").asText("image/png");
            category = Bodies.text(call.body(), "$", "media_category");
        }
        if (bytes.length == 0 || bytes.length > LARGEST_IMAGE || !CATEGORIES.contains(category)) {
            throw Bodies.wrong("$.media: an image of up to 5 MB and a media_category are required");
        }
        MediaFile file = created(call, type, category);
        Objects.requireNonNull(chunks.get(file.id)).put(0, bytes);
        finished(call, file, bytes.length);
        return answer(file, true);
    }

    private static byte[] decoded(JsonNode body) {
        try {
            return Base64.getDecoder().decode(Bodies.text(body, "$", "media"));
        } catch (IllegalArgumentException e) {
            throw Bodies.wrong("$.media: is not valid base64");
        }
    }

    /** {@code GET /2/media/upload?command=STATUS&media_id=}. */
    Reply status(Call call) {
        call.parameters().choices("command", Set.of("STATUS"));
        long id = call.parameters().id("media_id", 0);
        call.parameters().check();
        return answer(own(call, id), true);
    }

    private Reply answer(MediaFile file, boolean full) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode data =
                answer.putObject("data").put("id", Long.toString(file.id)).put("media_key", file.key);
        data.put("expires_after_secs", Math.max(0, (file.expiresAt - world.now()) / 1000));
        if (full) {
            data.put("size", file.size);
            if (!file.type().equals("photo")) {
                processing(file, data.putObject("processing_info"));
            }
        }
        return Reply.json(200, answer);
    }

    private void processing(MediaFile file, ObjectNode info) {
        long left = file.readyAt - world.now();
        if (!file.finalized) {
            info.put("state", "pending").put("check_after_secs", 1);
        } else if (left <= 0) {
            info.put("state", "succeeded").put("progress_percent", 100);
        } else {
            boolean begun = left < settings.processingMillis();
            int percent = (int) Math.max(0, 100 - 100 * left / Math.max(1, settings.processingMillis()));
            info.put("state", begun ? "in_progress" : "pending").put("progress_percent", percent);
            info.put("check_after_secs", 1);
        }
    }

    /** {@code POST /2/media/metadata}. */
    Reply describe(Call call) {
        call.parameters().check();
        long id = Bodies.id(call.body(), "$", "id");
        MediaFile file = own(call, id);
        String text = call.body().path("metadata").path("alt_text").path("text").asText("");
        if (text.length() > 1000) {
            throw Bodies.wrong("$.metadata.alt_text.text: may only be 1000 characters long");
        }
        ObjectNode event = Changes.event("media.described").put("id", file.id).put("text", text);
        changes.accepted(
                "createMediaMetadata",
                call.user(),
                file.id,
                text,
                event,
                call.exchange().id());
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data")
                .put("id", Long.toString(id))
                .putObject("associated_metadata")
                .putObject("alt_text")
                .put("text", text);
        return Reply.json(200, answer);
    }

    /** {@code GET /media/…}: what addresses of media and profile images point to. */
    Reply file(Exchange exchange) {
        String name = exchange.path().substring("/media/".length()).replace("/preview", "");
        MediaFile file = name.matches("\\d+_\\d+") ? world.media(name) : null;
        if (file == null) {
            return name.startsWith("profiles/")
                    ? Reply.of(200, "image/png", PIXEL)
                    : Refusal.noSuchRoute().reply();
        }
        TreeMap<Integer, byte[]> received = chunks.getOrDefault(file.id, new TreeMap<>());
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        received.values().forEach(bytes::writeBytes);
        try {
            boolean stored =
                    !file.source.isEmpty() && !file.source.contains("://") && Files.isReadable(Path.of(file.source));
            return Reply.of(
                    200, file.mediaType, stored ? Files.readAllBytes(Path.of(file.source)) : bytes.toByteArray());
        } catch (IOException e) {
            return Refusal.plain(503, "Service Unavailable", "The file cannot be read.")
                    .reply();
        }
    }
}
