package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How far Facebook is with a film, which is a matter of time alone once it was finished. */
final class Films {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Settings settings;

    Films(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    boolean isReady(Thing video) {
        Thing.Upload upload = video.upload;
        return upload == null
                || upload.finished && !upload.failed && world.now() >= upload.finishedAt + settings.processingMillis();
    }

    boolean isPublished(Thing video) {
        Thing.Upload upload = video.upload;
        boolean draft = upload != null && upload.state.equals("DRAFT");
        return isReady(video) && !draft && video.scheduledAt <= world.now();
    }

    ObjectNode status(Thing video) {
        Thing.Upload upload = video.upload == null ? new Thing.Upload() : video.upload;
        boolean all = upload.received >= upload.size && upload.size > 0;
        boolean ready = isReady(video);
        ObjectNode status = JSON.createObjectNode();
        status.put(
                "video_status",
                upload.failed
                        ? "error"
                        : ready ? "ready" : upload.finished ? "processing" : all ? "upload_complete" : "uploading");
        ObjectNode uploading = status.putObject("uploading_phase").put("status", all ? "complete" : "in_progress");
        uploading.put("bytes_transferred", upload.received);
        ObjectNode processing = status.putObject("processing_phase");
        processing.put(
                "status",
                upload.failed ? "error" : ready ? "complete" : upload.finished ? "in_progress" : "not_started");
        if (upload.failed) {
            processing
                    .putArray("errors")
                    .addObject()
                    .put("code", 1363130)
                    .put("message", "Resolution too low. Video must have a minimum resolution of 540p.");
        }
        ObjectNode publishing = status.putObject("publishing_phase");
        boolean published = isPublished(video);
        publishing.put("status", published ? "complete" : upload.finished ? "in_progress" : "not_started");
        if (upload.finished) {
            publishing.put(
                    "publish_status",
                    published ? "published" : video.scheduledAt > world.now() ? "scheduled" : "draft");
            if (published) {
                publishing.put("publish_time", Rendering.time(Math.max(upload.finishedAt, video.scheduledAt)));
            }
        }
        return status;
    }
}
