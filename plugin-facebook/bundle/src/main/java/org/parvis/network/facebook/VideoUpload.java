package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.MultipartForm;
import org.parvis.toolkit.json.Json;

/**
 * Films: a session is opened, the file sent, the session finished, and then Facebook works on it. Each step is named by the
 * film's id, so that any of them may be repeated; only finishing makes something appear, and finishing the same film twice
 * cannot make it appear twice. Videos go in chunks whose borders Facebook says, reels and stories in one stream that can be
 * taken up again.
 */
final class VideoUpload {

    private static final Duration POLL = Duration.ofSeconds(10);
    static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(24);

    /** Less than this before the deadline no further chunk is begun. */
    private static final Duration RESERVE = Duration.ofSeconds(15);

    private static final int MOST_CHUNKS = 8;
    private static final long LARGEST_CHUNK = 8L << 20;

    private final NetworkCall call;
    private final Variant variant;
    private final Graph graph;

    VideoUpload(NetworkCall call, Variant variant) {
        this.call = call;
        this.variant = variant;
        this.graph = new Graph(call);
    }

    PublishOutcome begin(PostOptions options) throws NetworkException {
        MediaRef media = variant.media().get(0);
        Map<String, String> form = new LinkedHashMap<>();
        boolean chunked = variant.format().equals("video");
        form.put("upload_phase", "start");
        if (chunked) {
            form.put("file_size", Long.toString(media.size()));
        }
        JsonNode answer = graph.settle(Operations.VIDEO_START, graph.page(edge(variant.format())), form);
        String video = Json.id(answer, "video_id");
        String session = Json.text(answer, chunked ? "upload_session_id" : "upload_url");
        if (video == null || session == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "Facebook opened an upload without saying where");
        }
        long end = Json.whole(answer, "end_offset").orElse(0L);
        return pending(
                UploadState.begin(
                        variant.format(),
                        video,
                        session,
                        end,
                        options.scheduledAt(),
                        call.clock().instant()),
                AT_ONCE);
    }

    private static String edge(String kind) {
        return switch (kind) {
            case "reel" -> "video_reels";
            case "story" -> "video_stories";
            default -> "videos";
        };
    }

    static PublishOutcome.Pending pending(UploadState state, Duration pollAfter) {
        return new PublishOutcome.Pending(
                new ResumeToken(state.encode()), pollAfter, state.begun().plus(MOST));
    }

    PublishOutcome go(UploadState state) throws NetworkException {
        return switch (state.stage()) {
            case UPLOAD -> state.kind().equals("video") ? chunks(state) : stream(state);
            case FINISH -> finish(state);
            case PROCESSING -> processing(state, status(state));
            case SCHEDULED -> throw new NetworkException(ErrorKind.DEFECT, "A scheduled post is no upload");
        };
    }

    private PublishOutcome chunks(UploadState from) throws NetworkException {
        UploadState state = from;
        MediaRef media = variant.media().get(0);
        for (int i = 0; i < MOST_CHUNKS && state.offset() < media.size(); i++) {
            if (i > 0 && call.clock().instant().plus(RESERVE).isAfter(call.deadline())) {
                break;
            }
            call.checkActive();
            state = chunk(state, media);
        }
        return pending(state.offset() >= media.size() ? state.at(UploadState.Stage.FINISH) : state, AT_ONCE);
    }

    private UploadState chunk(UploadState state, MediaRef media) throws NetworkException {
        long end = state.end() > state.offset() ? state.end() : media.size();
        long length = Math.min(LARGEST_CHUNK, Math.min(media.size(), end) - state.offset());
        MultipartForm form = new MultipartForm(call.idempotencyKey().value() + state.offset())
                .field("upload_phase", "transfer")
                .field("upload_session_id", state.session())
                .field("start_offset", Long.toString(state.offset()))
                .file(
                        "video_file_chunk",
                        "chunk",
                        "application/octet-stream",
                        Photos.bytes(call, media, state.offset(), length));
        JsonNode answer = graph.settle(Operations.VIDEO_TRANSFER, graph.page("videos"), form);
        long next = Json.whole(answer, "start_offset").orElse(state.offset() + length);
        return state.sent(next, Json.whole(answer, "end_offset").orElse(0L));
    }

    /** Asks first how much is there: an attempt before may have left some. */
    private PublishOutcome stream(UploadState state) throws NetworkException {
        MediaRef media = variant.media().get(0);
        JsonNode phase = Json.at(Json.at(status(state), "status"), "uploading_phase");
        long there = Json.whole(phase, "bytes_transferred").orElse(0L);
        boolean complete = Json.textOr("", phase, "status").equals("complete");
        if (!complete && there < media.size()) {
            URI address = Addresses.read(state.session());
            if (address == null) {
                throw new NetworkException(ErrorKind.API_RETIRED, "Facebook named no usable address to upload to");
            }
            graph.upload(Operations.VIDEO_TRANSFER, address, new MediaSlice(media, there, media.size() - there));
        }
        return pending(state.at(UploadState.Stage.FINISH), AT_ONCE);
    }

    private PublishOutcome finish(UploadState state) throws NetworkException {
        JsonNode before = status(state);
        if (!isFinished(before)) {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("upload_phase", "finish");
            if (state.kind().equals("video")) {
                form.put("upload_session_id", state.session());
            } else {
                form.put("video_id", state.video());
            }
            describe(state, variant, form);
            String operation = state.kind().equals("reel") ? Operations.REEL_FINISH : Operations.VIDEO_FINISH;
            graph.settle(operation, graph.page(edge(state.kind())), form);
        }
        return pending(state.at(UploadState.Stage.PROCESSING), POLL);
    }

    private static void describe(UploadState state, Variant variant, Map<String, String> form) {
        if (state.kind().equals("story")) {
            return;
        }
        form.put("description", variant.text());
        String title = PostOptions.of(variant).title();
        if (title != null) {
            form.put("title", title);
        }
        Instant at = state.at();
        if (state.kind().equals("reel")) {
            form.put("video_state", at == null ? "PUBLISHED" : "SCHEDULED");
        } else if (at != null) {
            form.put("published", "false");
            form.put("unpublished_content_type", "SCHEDULED");
        }
        if (at != null) {
            form.put("scheduled_publish_time", Long.toString(at.getEpochSecond()));
        }
    }

    /** Whether somebody finished it already; before, nothing is being published. */
    private static boolean isFinished(JsonNode video) {
        String publishing = Json.textOr("not_started", Json.at(Json.at(video, "status"), "publishing_phase"), "status")
                .toLowerCase(Locale.ROOT);
        return !publishing.equals("not_started") || Json.id(video, "post_id") != null;
    }

    private JsonNode status(UploadState state) throws NetworkException {
        return graph.read(Operations.VIDEO_STATUS, Graph.path(state.video()), Map.of("fields", Fields.VIDEO_STATUS));
    }

    private PublishOutcome processing(UploadState state, JsonNode video) throws NetworkException {
        JsonNode status = Json.at(video, "status");
        String overall = Json.textOr("", status, "video_status");
        if (overall.equals("error") || overall.equals("upload_failed") || overall.equals("expired")) {
            throw new NetworkException(
                    ErrorKind.CONTENT_REJECTED, "Facebook could not work on the film: " + reason(status));
        }
        boolean published = Json.flag(false, video, "published")
                || Json.textOr("", Json.at(status, "publishing_phase"), "status")
                        .equals("complete");
        String post = Json.id(video, "post_id");
        Instant now = call.clock().instant();
        if (!overall.equals("ready")
                || !published
                || post == null && !state.kind().equals("story")) {
            return waiting(state, now);
        }
        RemoteId id = new RemoteId(post == null ? state.video() : PagePost.whole(post, call.account()));
        return new PublishOutcome.Published(
                id,
                permalink(video, id),
                Json.time(Json.at(status, "publishing_phase"), "publish_time").orElse(now));
    }

    private static PublishOutcome waiting(UploadState state, Instant now) {
        Instant at = state.at();
        if (at == null || at.isBefore(now)) {
            return pending(state, POLL);
        }
        return new PublishOutcome.Pending(
                new ResumeToken(state.encode()), Duration.between(now, at).plus(POLL), at.plus(MOST));
    }

    private static @Nullable URI permalink(JsonNode video, RemoteId id) {
        String path = Json.text(video, "permalink_url");
        URI address = Addresses.read(path != null && path.startsWith("/") ? "https://www.facebook.com" + path : path);
        return address == null ? FacebookPublisher.permalink(id) : address;
    }

    private static String reason(JsonNode status) {
        for (String phase : new String[] {"uploading_phase", "processing_phase", "publishing_phase"}) {
            for (JsonNode error : Json.list(Json.at(status, phase), "errors", "error")) {
                return Json.textOr("it says no more", error, "message");
            }
        }
        return "it does not say why";
    }
}
