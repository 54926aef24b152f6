package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.NetworkJournal;
import org.parvis.simulation.Reply;

/**
 * The resumable upload: a session with an address of its own, pieces with their place in the file, 308 until all is there.
 * Sessions and how much they have are kept in the journal; the bytes are not, only their digest. Called with the world's
 * monitor held.
 */
final class UploadSessions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long GRAIN = 256 << 10;
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

    private static final class Session {
        final String channel;
        final JsonNode film;
        final long begun;
        final long announced;
        final MessageDigest digest = Digests.sha256();
        long received;
        /** Whether all bytes went through the digest; not so after a restart. */
        boolean digested = true;

        @Nullable
        String video;

        Session(JsonNode event) {
            channel = event.get("channel").asText();
            film = event.get("film");
            begun = event.get("at").asLong();
            announced = event.path("announced").asLong(-1);
        }
    }

    private final World world;
    private final Changes changes;
    private final Rendering rendering;
    private final VideoActions videos;
    private final Settings settings;
    private final NetworkJournal journal;
    private final URI base;
    private final Map<String, Session> sessions = new HashMap<>();
    private long keepAtMost = -1;
    private String nextFailure = "";
    private String nextRejection = "";

    UploadSessions(
            World world,
            Changes changes,
            Rendering rendering,
            VideoActions videos,
            Settings settings,
            NetworkJournal journal,
            URI base) {
        this.world = world;
        this.changes = changes;
        this.rendering = rendering;
        this.videos = videos;
        this.settings = settings;
        this.journal = journal;
        this.base = base;
    }

    /** The next piece is stored up to so many bytes only, and then the service is unavailable. */
    void keepAtMost(long bytes) {
        keepAtMost = bytes;
    }

    /** What becomes of the next film that is complete. */
    void nextFails(String failure, String rejection) {
        nextFailure = failure;
        nextRejection = rejection;
    }

    /** Forgets all sessions, as Google does after a week. */
    void forget() {
        keep(Changes.event("sessions.forgotten"), "");
    }

    Reply open(Call call) {
        call.parts("id", "snippet", "status");
        if (!call.required("uploadType").equals("resumable")) {
            throw Refusal.parameter("This server takes resumable uploads only.");
        }
        JsonNode body = call.exchange().body().length == 0 ? JSON.createObjectNode() : call.body();
        ObjectNode film = JSON.createObjectNode();
        ObjectNode given = JSON.createObjectNode().put("title", "unknown");
        if (body.path("snippet") instanceof ObjectNode snippet) {
            given.setAll(snippet);
        }
        film.set("snippet", VideoActions.snippet(given));
        ObjectNode status = videos.status(body.path("status"), null);
        film.set("status", settings.flag("audited", true) ? status : status.put("privacyStatus", "private"));
        if (settings.limited() && uploadsOfTheDay(call.channel()) >= settings.number("uploads-per-day", 100)) {
            throw Refusal.bad("uploadLimitExceeded", "The user has exceeded the number of videos they may upload.");
        }
        String id = world.random(40);
        ObjectNode event = Changes.event("session").put("id", id).put("channel", call.channel());
        event.put("at", world.now()).set("film", film);
        call.exchange()
                .header("x-upload-content-length")
                .filter(l -> l.matches("\\d{1,15}"))
                .ifPresent(l -> event.put("announced", Long.parseLong(l)));
        keep(event, call.exchange().id());
        String place = settings.text("public-address", base.toString())
                + call.exchange().path() + "?uploadType=resumable&upload_id=" + id;
        return Reply.of(200, "text/plain", new byte[0]).with(Map.of("location", place, "x-guploader-uploadid", id));
    }

    private long uploadsOfTheDay(String channel) {
        long yesterday = world.now() - Duration.ofDays(1).toMillis();
        return world.videosOf(channel).stream()
                .filter(v -> v.uploadedAt > yesterday)
                .count();
    }

    Reply piece(Call call) {
        String id = call.parameter("upload_id").orElse("");
        Session session = sessions.get(id);
        if (session == null || world.now() - session.begun > LIFE.toMillis()) {
            return Reply.text(404, "text/plain", "Not Found");
        }
        if (session.video != null) {
            return film(session, 200);
        }
        byte[] body = call.exchange().body();
        Matcher range = RANGE.matcher(call.exchange()
                .header("content-range")
                .orElse("bytes 0-" + Math.max(0, body.length - 1) + "/" + body.length));
        if (!range.matches()) {
            return Reply.text(400, "text/plain", "Failed to parse Content-Range header.");
        }
        if (range.group(1) == null) {
            return incomplete(session);
        }
        long from = Long.parseLong(range.group(1));
        long until = Long.parseLong(range.group(2)) + 1;
        long total = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
        boolean last = total == until;
        if (body.length != until - from || session.announced >= 0 && total >= 0 && total != session.announced) {
            return Reply.text(
                    400, "text/plain", "Invalid request. The number of bytes uploaded is not what was announced.");
        }
        if (!last && (until - from) % GRAIN != 0) {
            return Reply.text(400, "text/plain", "Invalid request. Pieces must be multiples of 262144 bytes.");
        }
        return store(session, id, from, body, last ? total : -1, call.exchange().id());
    }

    /** What is there already is passed over; a piece that would leave a hole is not taken. */
    private Reply store(Session session, String id, long from, byte[] body, long total, String request) {
        if (from > session.received) {
            return incomplete(session);
        }
        int skip = (int) Math.min(body.length, session.received - from);
        byte[] fresh = Arrays.copyOfRange(body, skip, body.length);
        boolean lost = keepAtMost >= 0;
        if (lost) {
            fresh = Arrays.copyOf(fresh, (int) Math.min(fresh.length, keepAtMost));
            keepAtMost = -1;
        }
        session.digest.update(fresh);
        keep(Changes.event("session.stored").put("id", id).put("received", session.received + fresh.length), request);
        if (lost) {
            return Reply.text(503, "text/plain", "Service Unavailable");
        }
        return total >= 0 && session.received >= total ? complete(session, id, total, request) : incomplete(session);
    }

    private static Reply incomplete(Session session) {
        Reply reply = Reply.of(308, "text/plain", new byte[0]);
        return session.received == 0 ? reply : reply.with(Map.of("range", "bytes=0-" + (session.received - 1)));
    }

    private Reply complete(Session session, String id, long total, String request) {
        String video = world.random(11);
        ObjectNode event = Changes.event("video")
                .put("id", video)
                .put("channel", session.channel)
                .put("session", id);
        event.put("at", world.now()).put("readyAt", world.now() + settings.processingMillis());
        event.put("listedAt", world.now() + settings.consistencyMillis()).put("size", total);
        event.put("sha256", session.digested ? Digests.hex(session.digest.digest()) : "");
        event.put("failure", nextFailure).put("rejection", nextRejection);
        event.set("snippet", session.film.get("snippet"));
        event.set("status", session.film.get("status"));
        nextFailure = "";
        nextRejection = "";
        String title = session.film.get("snippet").path("title").asText();
        String words =
                title + "\n" + session.film.get("snippet").path("description").asText("");
        changes.accepted("videos.insert", session.channel, video, words, event, request);
        session.video = video;
        return film(session, 201);
    }

    private Reply film(Session session, int status) {
        Video video = world.video(String.valueOf(session.video)).orElse(null);
        return video == null
                ? Reply.text(404, "text/plain", "Not Found")
                : Reply.json(status, rendering.video(video, Set.of("snippet", "status"), true));
    }

    private void keep(ObjectNode event, String request) {
        journal.kept(new NetworkJournal.Write("", "upload", "", "", event), request);
        change(event);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    void apply(JsonNode event) {
        change(event);
        Session session = sessions.get(event.path("id").asText());
        if (session != null) {
            session.digested = false;
        }
        if (event.path("event").asText().equals("video") && event.has("session")) {
            Session finished = sessions.get(event.get("session").asText());
            if (finished != null) {
                finished.video = event.get("id").asText();
            }
        }
    }

    private void change(JsonNode event) {
        String id = event.path("id").asText();
        switch (event.path("event").asText()) {
            case "session" -> sessions.put(id, new Session(event));
            case "session.stored" -> {
                Session session = sessions.get(id);
                if (session != null) {
                    session.received = event.get("received").asLong();
                }
            }
            case "sessions.forgotten" -> sessions.clear();
            default -> {}
        }
    }
}
