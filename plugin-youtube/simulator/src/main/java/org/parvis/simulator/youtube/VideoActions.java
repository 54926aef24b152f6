package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/** Films: reading, changing and deleting them. Called with the world's monitor held. */
final class VideoActions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CATEGORIES =
            Set.of("1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29");
    private static final List<String> SNIPPET =
            List.of("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage");
    private static final List<String> STATUS = List.of(
            "privacyStatus",
            "publishAt",
            "license",
            "embeddable",
            "publicStatsViewable",
            "selfDeclaredMadeForKids",
            "containsSyntheticMedia");
    private static final int LARGEST_PICTURE = 2 << 20;

    private final World world;
    private final Changes changes;
    private final Rendering rendering;

    VideoActions(World world, Changes changes, Rendering rendering) {
        this.world = world;
        this.changes = changes;
        this.rendering = rendering;
    }

    Reply list(Call call) {
        Set<String> parts = call.parts(
                "id",
                "snippet",
                "status",
                "statistics",
                "contentDetails",
                "processingDetails",
                "liveStreamingDetails",
                "player");
        List<String> ids = call.list("id");
        if (ids.isEmpty()) {
            throw Refusal.missing("id");
        }
        if (ids.size() > 50) {
            throw Refusal.parameter("At most 50 ids may be given.");
        }
        long now = world.now();
        List<ObjectNode> items = new ArrayList<>();
        for (String id : ids) {
            Video video = world.video(id).orElse(null);
            boolean owner = video != null && video.channel.equals(call.channel());
            if (video == null || !owner && video.privacy(now).equals("private")) {
                continue;
            }
            if (parts.contains("processingDetails") && !owner) {
                throw Refusal.forbidden("processingDetails is the owner's alone.");
            }
            items.add(rendering.video(video, parts, owner));
        }
        return Rendering.reply(Rendering.list("videoListResponse", items, null, items.size()));
    }

    private Video own(Call call, String id) {
        Video video = world.video(id).orElseThrow(() -> Refusal.notFound("video", id));
        if (!video.channel.equals(call.channel())) {
            throw Refusal.forbidden("The video is not the channel's own.");
        }
        return video;
    }

    /** A part that is sent replaces the whole part: what is left out is cleared. */
    Reply update(Call call) {
        Set<String> parts = call.parts("id", "snippet", "status");
        JsonNode body = call.body();
        Video video = own(call, body.path("id").asText(""));
        ObjectNode event = Changes.event("video.described").put("id", video.id).put("at", world.now());
        if (parts.contains("snippet")) {
            ObjectNode snippet = snippet(body.path("snippet"));
            if (!snippet.has("categoryId")) {
                throw Refusal.bad(
                        "invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.");
            }
            event.set("snippet", snippet);
        }
        if (parts.contains("status")) {
            event.set("status", status(body.path("status"), video));
        }
        changes.accepted(
                "videos.update",
                call.channel(),
                video.id,
                body.path("snippet").path("title").asText(),
                event,
                call.exchange().id());
        return Rendering.reply(rendering.video(video, parts, true));
    }

    Reply delete(Call call) {
        Video video = own(call, call.required("id"));
        ObjectNode event = Changes.event("video.deleted").put("id", video.id).put("at", world.now());
        event.put("channel", video.channel);
        changes.accepted(
                "videos.delete",
                call.channel(),
                video.id,
                "",
                event,
                call.exchange().id());
        return Reply.of(204, "application/json", new byte[0]);
    }

    Reply thumbnail(Call call) {
        Video video = own(call, call.required("videoId"));
        if (!world.channel(call.channel()).filter(channel -> channel.verified).isPresent()) {
            throw Refusal.forbidden(
                    "The authenticated user doesn't have permissions to upload and set custom video thumbnails.");
        }
        byte[] picture = call.exchange().body();
        String type = call.exchange().header("content-type").orElse("");
        if (picture.length == 0) {
            throw Refusal.bad("mediaBodyRequired", "The request does not include the image content.");
        }
        if (picture.length > LARGEST_PICTURE || !type.equals("image/jpeg") && !type.equals("image/png")) {
            throw Refusal.bad("invalidImage", "The provided image content is invalid.");
        }
        ObjectNode event = Changes.event("video.thumbnail").put("id", video.id).put("at", world.now());
        event.put("sha256", Digests.hex(Digests.sha256(picture)));
        changes.accepted(
                "thumbnails.set",
                call.channel(),
                video.id,
                "",
                event,
                call.exchange().id());
        ObjectNode body = JSON.createObjectNode().put("kind", "youtube#thumbnailSetResponse");
        body.put("etag", Digests.hex(Digests.sha256(picture)).substring(0, 27));
        body.putArray("items").add(Rendering.thumbnails(video));
        return Rendering.reply(body);
    }

    /** The writable members of a snippet, checked. */
    static ObjectNode snippet(JsonNode given) {
        ObjectNode snippet = pick(given, SNIPPET);
        String title = snippet.path("title").asText("").strip();
        if (title.isEmpty() || title.codePointCount(0, title.length()) > 100 || hasAngle(title)) {
            throw Refusal.bad("invalidTitle", "The request metadata specifies an invalid or empty video title.");
        }
        String description = snippet.path("description").asText("");
        if (description.getBytes(StandardCharsets.UTF_8).length > 5_000 || hasAngle(description)) {
            throw Refusal.bad("invalidDescription", "The request metadata specifies an invalid video description.");
        }
        tags(snippet);
        if (snippet.has("categoryId")
                && !CATEGORIES.contains(snippet.get("categoryId").asText())) {
            throw Refusal.bad("invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.");
        }
        return snippet.put("title", title);
    }

    private static void tags(ObjectNode snippet) {
        int length = Math.max(0, snippet.path("tags").size() - 1);
        for (JsonNode tag : snippet.path("tags")) {
            String text = tag.asText();
            length += text.codePointCount(0, text.length()) + (text.contains(" ") ? 2 : 0);
            if (hasAngle(text)) {
                throw Refusal.bad("invalidTags", "The request metadata specifies invalid video keywords.");
            }
        }
        if (length > 500) {
            throw Refusal.bad("invalidTags", "The request metadata specifies invalid video keywords.");
        }
    }

    /** The writable members of a status, checked; null for a new film. */
    ObjectNode status(JsonNode given, @Nullable Video video) {
        ObjectNode status = pick(given, STATUS);
        String privacy = status.path("privacyStatus").asText("public");
        if (!Set.of("public", "unlisted", "private").contains(privacy)) {
            throw Refusal.parameter("Invalid value for status.privacyStatus.");
        }
        if (status.has("publishAt")) {
            boolean shown = video != null && video.wasPublic(world.now());
            Instant at = time(status.get("publishAt").asText());
            if (!privacy.equals("private") || shown || at == null) {
                throw Refusal.bad(
                        "invalidPublishAt", "The request metadata specifies an invalid scheduled publishing time.");
            }
            status.put("publishAt", at.toString());
        }
        return status.put("privacyStatus", privacy);
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static ObjectNode pick(JsonNode given, List<String> names) {
        ObjectNode picked = JSON.createObjectNode();
        for (String name : names) {
            if (given.hasNonNull(name)) {
                picked.set(name, given.get(name));
            }
        }
        return picked;
    }

    private static boolean hasAngle(String text) {
        return text.indexOf('<') >= 0 || text.indexOf('>') >= 0;
    }
}
