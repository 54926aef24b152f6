package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Films: sessions, chunks, streams, finishing. Bytes are counted, not kept. */
final class Uploads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REELS_A_DAY = 30;

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final Writes writes;
    private final String base;

    Uploads(World world, Changes changes, Settings settings, Writes writes, String base) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
        this.writes = writes;
        this.base = base;
    }

    /** {@code POST /{page}/videos}: in phases, or in one request. */
    Reply videos(Thing page, Call call) {
        String phase = call.parameter("upload_phase").orElse("");
        return switch (phase) {
            case "start" -> startChunks(page, call);
            case "transfer" -> transfer(page, call);
            case "finish" -> finish(page, bySession(page, call.required("upload_session_id")), call);
            case "" -> whole(page, call);
            default -> throw Refusal.parameter("param upload_phase must be one of {CANCEL, FINISH, START, TRANSFER}");
        };
    }

    private Thing begin(Thing page, String edge, long size, Call call) {
        String id = Long.toString(world.nextNumber());
        ObjectNode video =
                Changes.event("video").put("id", id).put("page", page.id).put("author", page.id);
        changes.kept(video.put("createdAt", world.now()), call.requestId());
        ObjectNode upload =
                Changes.event("upload").put("id", id).put("edge", edge).put("size", size);
        changes.kept(upload.put("session", Long.toString(world.nextNumber())), call.requestId());
        return world.find(id).orElseThrow();
    }

    private static Thing.Upload upload(Thing video) {
        return java.util.Objects.requireNonNull(video.upload, "a film has an upload");
    }

    private Reply startChunks(Thing page, Call call) {
        long size = Long.parseLong(call.required("file_size"));
        Thing video = begin(page, "videos", size, call);
        ObjectNode answer = JSON.createObjectNode().put("video_id", video.id);
        answer.put("upload_session_id", upload(video).session);
        return Reply.json(200, offsets(answer, upload(video)));
    }

    private ObjectNode offsets(ObjectNode answer, Thing.Upload upload) {
        long chunk = settings.number("chunk-bytes", 1 << 20);
        return answer.put("start_offset", Long.toString(upload.received))
                .put("end_offset", Long.toString(Math.min(upload.size, upload.received + chunk)));
    }

    private Thing bySession(Thing page, String session) {
        return world
                .ofPage(
                        page.id,
                        thing -> thing.kind == Thing.Kind.VIDEO
                                && upload(thing).session.equals(session))
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        400, "OAuthException", 6000, 1363019, "There was a problem uploading your video file."));
    }

    private Reply transfer(Thing page, Call call) {
        Thing video = bySession(page, call.required("upload_session_id"));
        Thing.Upload upload = upload(video);
        Multipart.Part chunk = call.files().get("video_file_chunk");
        if (chunk == null) {
            throw Refusal.parameter("The parameter video_file_chunk is required");
        }
        long from = Long.parseLong(call.required("start_offset"));
        if (from == upload.received && from + chunk.bytes().length <= upload.size) {
            changes.kept(
                    Changes.event("upload").put("id", video.id).put("received", from + chunk.bytes().length),
                    call.requestId());
        } else if (from > upload.received || from + chunk.bytes().length > upload.size) {
            throw Refusal.of(
                    400, "OAuthException", 6001, 1363037, "Invalid offset " + from + "; expected " + upload.received);
        }
        // What was sent before is answered with where to go on.
        return Reply.json(200, offsets(JSON.createObjectNode(), upload));
    }

    private Reply whole(Thing page, Call call) {
        Multipart.Part file = call.files().get("source");
        if (file == null && call.parameter("file_url").isEmpty()) {
            throw Refusal.of(400, "OAuthException", 100, 1363026, "No video file was given");
        }
        long size = file == null ? 1 : Math.max(1, file.bytes().length);
        Thing video = begin(page, "videos", size, call);
        changes.kept(Changes.event("upload").put("id", video.id).put("received", size), call.requestId());
        publish(page, video, call);
        return Reply.json(200, JSON.createObjectNode().put("id", video.id));
    }

    /** {@code POST /{page}/video_reels} and {@code /video_stories}. */
    Reply streamed(Thing page, String edge, Call call) {
        String phase = call.required("upload_phase").toLowerCase(java.util.Locale.ROOT);
        if (phase.equals("start")) {
            Thing video = begin(page, edge, 0, call);
            ObjectNode answer = JSON.createObjectNode().put("video_id", video.id);
            String host = settings.flag("documented-hosts", false) ? "https://rupload.facebook.com" : base;
            return Reply.json(200, answer.put("upload_url", host + "/video-upload/" + call.version() + "/" + video.id));
        }
        if (!phase.equals("finish")) {
            throw Refusal.parameter("param upload_phase must be one of {FINISH, START}");
        }
        Thing video = world.find(call.required("video_id"))
                .filter(thing -> thing.kind == Thing.Kind.VIDEO && thing.page.equals(page.id))
                .orElseThrow(() -> Refusal.noSuchObject("post", call.required("video_id")));
        if (edge.equals("video_reels")) {
            refuseTooMany(page);
        }
        return finish(page, video, call);
    }

    private void refuseTooMany(Thing page) {
        long since = world.now() - 86_400_000L;
        long reels = world.ofPage(page.id, thing -> thing.kind == Thing.Kind.VIDEO && thing.upload != null).stream()
                .filter(video -> upload(video).edge.equals("video_reels") && upload(video).finishedAt > since)
                .count();
        if (settings.limited() && reels >= REELS_A_DAY) {
            throw Refusal.of(400, "OAuthException", 613, 0, "(#613) Calls to this api have exceeded the rate limit.");
        }
    }

    private Reply finish(Thing page, Thing video, Call call) {
        Thing.Upload upload = upload(video);
        if (upload.size == 0 || upload.received < upload.size) {
            throw Refusal.of(400, "OAuthException", 6000, 1363033, "The video upload is not complete");
        }
        if (!upload.finished) {
            publish(page, video, call);
        }
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        if (!upload.edge.equals("videos")) {
            answer.put("post_id", video.post.substring(video.post.indexOf('_') + 1));
        }
        return Reply.json(200, answer);
    }

    private void publish(Thing page, Thing video, Call call) {
        Thing.Upload upload = upload(video);
        String text = call.parameter("description").orElse("");
        long scheduled = call.seconds("scheduled_publish_time", 0) * 1000;
        if (scheduled != 0) {
            writes.checkSchedule(scheduled);
        }
        boolean failed = settings.flag("films-fail", false);
        long ready = world.now() + settings.processingMillis();
        String postId = page.id + "_" + world.nextNumber();
        ObjectNode finished = Changes.event("upload")
                .put("id", video.id)
                .put("finished", true)
                .put("at", world.now());
        finished.put("text", text).put("title", call.parameter("title").orElse(""));
        finished.put("scheduledAt", scheduled).put("post", postId).put("failed", failed);
        changes.kept(finished.put("state", call.parameter("video_state").orElse("PUBLISHED")), call.requestId());
        if (failed) {
            return;
        }
        String media = switch (upload.edge) {
            case "video_reels" -> "reel";
            case "video_stories" -> "story_video";
            default -> "video";
        };
        ObjectNode post =
                Changes.event("post").put("id", postId).put("page", page.id).put("author", page.id);
        post.put("text", text).put("media", media).put("createdAt", world.now());
        post.put("listedAt", ready + settings.consistencyMillis()).put("published", scheduled == 0);
        changes.accepted(
                page.id, "post." + upload.edge, postId, text, post.put("scheduledAt", scheduled), call.requestId());
    }

    /** {@code POST /video-upload/{version}/{video}}: the file from an offset on, or an address to fetch it from. */
    Reply stream(Exchange exchange, String id, Grants.Grant grant) {
        Thing video = world.find(id)
                .filter(thing -> thing.kind == Thing.Kind.VIDEO && thing.page.equals(grant.page()))
                .orElseThrow(() -> Refusal.noSuchObject("post", id));
        Thing.Upload upload = upload(video);
        if (exchange.header("file_url").isPresent()) {
            received(video, 1, 1, exchange.id());
            return Reply.json(200, JSON.createObjectNode().put("success", true));
        }
        long offset = Long.parseLong(exchange.header("offset").orElse("0"));
        long size = Long.parseLong(exchange.header("file_size").orElse("0"));
        if (offset != upload.received || size <= 0 || offset + exchange.body().length > size) {
            ObjectNode problem = JSON.createObjectNode();
            problem.putObject("debug_info")
                    .put("retriable", false)
                    .put("type", "OffsetInvalidError")
                    .put("message", "Expected offset " + upload.received + ", not " + offset);
            return Reply.json(400, problem);
        }
        received(video, size, offset + exchange.body().length, exchange.id());
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }

    private void received(Thing video, long size, long received, String requestId) {
        changes.kept(
                Changes.event("upload").put("id", video.id).put("size", size).put("received", received), requestId);
    }

    static Map<String, Multipart.Part> parts(Exchange exchange) {
        String type = exchange.header("content-type").orElse("");
        return type.startsWith("multipart/form-data") ? Multipart.parse(type, exchange.body()) : Map.of();
    }
}
