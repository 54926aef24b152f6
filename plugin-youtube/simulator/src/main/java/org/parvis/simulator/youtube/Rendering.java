package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/** The resources as YouTube writes them: counts as texts, times to the second. Called with the world's monitor held. */
final class Rendering {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Settings settings;

    Rendering(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    /** What YouTube no longer counts is simply not there. */
    private void retire(ObjectNode statistics) {
        statistics.remove(settings.retired());
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ObjectNode list(String kind, List<ObjectNode> items, @Nullable String next, int size) {
        ObjectNode body = JSON.createObjectNode().put("kind", "youtube#" + kind);
        if (next != null) {
            body.put("nextPageToken", next);
        }
        body.putObject("pageInfo").put("totalResults", items.size()).put("resultsPerPage", size);
        ArrayNode array = body.putArray("items");
        items.forEach(array::add);
        return tagged(body);
    }

    static Reply reply(ObjectNode body) {
        return Reply.json(200, body).with(java.util.Map.of("vary", "Origin, X-Origin, Referer"));
    }

    /** An etag is a digest of what it tags. */
    private static ObjectNode tagged(ObjectNode node) {
        byte[] hash = Digests.sha256(node.toString().getBytes(StandardCharsets.UTF_8));
        node.put(
                "etag",
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 27));
        return node;
    }

    private static ObjectNode resource(String kind, String id) {
        return JSON.createObjectNode().put("kind", "youtube#" + kind).put("id", id);
    }

    private static ObjectNode thumbnails(ObjectNode into, String base) {
        ObjectNode all = into.putObject("thumbnails");
        all.putObject("default")
                .put("url", base + "default.jpg")
                .put("width", 120)
                .put("height", 90);
        all.putObject("medium")
                .put("url", base + "mqdefault.jpg")
                .put("width", 320)
                .put("height", 180);
        all.putObject("high")
                .put("url", base + "hqdefault.jpg")
                .put("width", 480)
                .put("height", 360);
        return into;
    }

    static ObjectNode thumbnails(Video video) {
        return (ObjectNode) thumbnails(JSON.createObjectNode(), picture(video)).get("thumbnails");
    }

    private static String picture(Video video) {
        return "https://i.ytimg.com/vi/" + video.id + "/" + (video.thumbnailAt == 0 ? "" : video.thumbnailAt + "-");
    }

    ObjectNode channel(Channel channel, Set<String> parts) {
        ObjectNode node = resource("channel", channel.id);
        if (parts.contains("snippet")) {
            ObjectNode snippet =
                    node.putObject("snippet").put("title", channel.title).put("description", "");
            snippet.put("customUrl", "@" + channel.handle).put("publishedAt", time(channel.createdAt));
            thumbnails(snippet, "https://yt3.ggpht.com/" + channel.id + "/");
            snippet.putObject("localized").put("title", channel.title).put("description", "");
        }
        if (parts.contains("contentDetails")) {
            node.putObject("contentDetails")
                    .putObject("relatedPlaylists")
                    .put("likes", "")
                    .put("uploads", channel.uploads());
        }
        if (parts.contains("statistics")) {
            List<Video> videos = world.videosOf(channel.id);
            ObjectNode statistics = node.putObject("statistics");
            statistics.put(
                    "viewCount",
                    Long.toString(videos.stream().mapToLong(v -> v.views).sum()));
            statistics
                    .put("subscriberCount", Long.toString(channel.subscribers))
                    .put("hiddenSubscriberCount", false);
            long now = world.now();
            long shown =
                    videos.stream().filter(v -> v.privacy(now).equals("public")).count();
            statistics.put("videoCount", Long.toString(shown));
            retire(statistics);
        }
        if (parts.contains("status")) {
            node.putObject("status")
                    .put("privacyStatus", "public")
                    .put("isLinked", true)
                    .put("longUploadsStatus", "allowed");
        }
        if (parts.contains("brandingSettings")) {
            node.putObject("brandingSettings").putObject("channel").put("title", channel.title);
        }
        return tagged(node);
    }

    ObjectNode playlistItem(Video video, int position, Set<String> parts) {
        long now = world.now();
        Channel channel = world.channel(video.channel).orElseThrow();
        String id = Base64.getEncoder()
                .encodeToString((channel.uploads() + "." + video.id).getBytes(StandardCharsets.UTF_8));
        ObjectNode node = resource("playlistItem", id);
        if (parts.contains("snippet")) {
            ObjectNode snippet = node.putObject("snippet").put("publishedAt", time(video.publishedAt(now)));
            snippet.put("channelId", channel.id).put("channelTitle", channel.title);
            snippet.put("title", video.snippet.path("title").asText());
            snippet.put("description", video.snippet.path("description").asText(""));
            thumbnails(snippet, picture(video));
            snippet.put("playlistId", channel.uploads()).put("position", position);
            snippet.putObject("resourceId").put("kind", "youtube#video").put("videoId", video.id);
            snippet.put("videoOwnerChannelId", channel.id).put("videoOwnerChannelTitle", channel.title);
        }
        if (parts.contains("contentDetails")) {
            ObjectNode details = node.putObject("contentDetails").put("videoId", video.id);
            if (video.wasPublic(now)) {
                details.put("videoPublishedAt", time(video.publishedAt(now)));
            }
        }
        if (parts.contains("status")) {
            node.putObject("status").put("privacyStatus", video.privacy(now));
        }
        return tagged(node);
    }

    ObjectNode video(Video video, Set<String> parts, boolean owner) {
        ObjectNode node = resource("video", video.id);
        if (parts.contains("snippet")) {
            snippet(node.putObject("snippet"), video);
        }
        if (parts.contains("status")) {
            status(node.putObject("status"), video, owner);
        }
        if (parts.contains("statistics")) {
            ObjectNode statistics = node.putObject("statistics").put("viewCount", Long.toString(video.views));
            statistics.put("likeCount", Long.toString(video.likes)).put("favoriteCount", "0");
            if (!video.commentsDisabled) {
                statistics.put("commentCount", Long.toString(comments(video)));
            }
            retire(statistics);
        }
        if (parts.contains("contentDetails")) {
            ObjectNode details =
                    node.putObject("contentDetails").put("duration", "PT1M30S").put("dimension", "2d");
            details.put("definition", "hd")
                    .put("caption", "false")
                    .put("licensedContent", false)
                    .put("projection", "rectangular");
        }
        if (parts.contains("processingDetails")) {
            boolean ready = world.now() >= video.readyAt;
            String status = !ready ? "processing" : video.failure.isEmpty() ? "succeeded" : "failed";
            node.putObject("processingDetails").put("processingStatus", status);
        }
        if (parts.contains("player")) {
            node.putObject("player")
                    .put("embedHtml", "<iframe src=\"//www.youtube.com/embed/" + video.id + "\"></iframe>");
        }
        return tagged(node);
    }

    private long comments(Video video) {
        return world.topsOf(video.id).stream()
                .filter(c -> c.moderation.equals("published"))
                .mapToLong(c -> 1 + replyCount(c))
                .sum();
    }

    private long replyCount(Comment top) {
        return shownReplies(top, "published").size();
    }

    private void snippet(ObjectNode snippet, Video video) {
        Channel channel = world.channel(video.channel).orElseThrow();
        snippet.put("publishedAt", time(video.publishedAt(world.now())));
        snippet.put("channelId", channel.id).put("channelTitle", channel.title);
        snippet.setAll(video.snippet);
        if (!snippet.has("description")) {
            snippet.put("description", "");
        }
        thumbnails(snippet, picture(video));
        snippet.put("liveBroadcastContent", "none");
        snippet.putObject("localized")
                .put("title", snippet.path("title").asText())
                .put("description", snippet.path("description").asText());
    }

    private void status(ObjectNode status, Video video, boolean owner) {
        long now = world.now();
        status.put("uploadStatus", video.uploadStatus(now)).put("privacyStatus", video.privacy(now));
        if (!video.failure.isEmpty() && now >= video.readyAt) {
            status.put("failureReason", video.failure);
        }
        if (!video.rejection.isEmpty() && now >= video.readyAt) {
            status.put("rejectionReason", video.rejection);
        }
        status.put("license", video.status.path("license").asText("youtube"));
        status.put("embeddable", video.status.path("embeddable").asBoolean(true));
        status.put(
                "publicStatsViewable", video.status.path("publicStatsViewable").asBoolean(true));
        JsonNode kids = video.status.path("selfDeclaredMadeForKids");
        status.put("madeForKids", kids.asBoolean(false));
        if (owner) {
            for (String name : List.of("selfDeclaredMadeForKids", "publishAt", "containsSyntheticMedia")) {
                if (video.status.has(name)) {
                    status.set(name, video.status.get(name));
                }
            }
        }
    }

    /** The replies that a queue shows of a thread, newest first. */
    List<Comment> shownReplies(Comment top, String status) {
        long now = world.now();
        return world.repliesOf(top.id).stream()
                .filter(reply -> reply.moderation.equals(status) && reply.listedAt <= now)
                .sorted((a, b) -> Long.compare(b.publishedAt, a.publishedAt))
                .toList();
    }

    ObjectNode thread(Comment top, String status, Set<String> parts, Reader reader) {
        ObjectNode node = resource("commentThread", top.id);
        if (parts.contains("snippet")) {
            ObjectNode snippet = node.putObject("snippet").put("channelId", world.ownerOf(top));
            snippet.put("videoId", top.video).put("canReply", true);
            snippet.put("totalReplyCount", replyCount(top)).put("isPublic", top.moderation.equals("published"));
            snippet.set("topLevelComment", comment(top, reader));
        }
        List<Comment> replies = shownReplies(top, status);
        if (parts.contains("replies") && !replies.isEmpty()) {
            ArrayNode array = node.putObject("replies").putArray("comments");
            replies.stream().limit(5).forEach(reply -> array.add(comment(reply, reader)));
        }
        return tagged(node);
    }

    /**
     * Who reads, and how.
     *
     * @param byId YouTube does not say how a comment stands where it was asked for by its id
     */
    record Reader(String channel, boolean plain, boolean byId) {}

    ObjectNode comment(Comment comment, Reader reader) {
        ObjectNode node = resource("comment", comment.id);
        boolean owner = world.ownerOf(comment).equals(reader.channel());
        ObjectNode snippet = node.putObject("snippet").put("channelId", world.ownerOf(comment));
        snippet.put("videoId", comment.video);
        snippet.put("textDisplay", reader.plain() ? comment.text : html(comment.text));
        if (owner || comment.author.equals(reader.channel())) {
            snippet.put("textOriginal", comment.text);
        }
        if (!comment.isTop()) {
            snippet.put("parentId", comment.thread);
        }
        world.channel(comment.author).ifPresent(author -> {
            snippet.put("authorDisplayName", "@" + author.handle);
            snippet.put("authorProfileImageUrl", "https://yt3.ggpht.com/" + author.id + "/default.jpg");
            snippet.put("authorChannelUrl", "http://www.youtube.com/@" + author.handle);
            snippet.putObject("authorChannelId").put("value", author.id);
        });
        snippet.put("canRate", true).put("viewerRating", "none").put("likeCount", comment.likes);
        if (owner && !reader.byId()) {
            snippet.put("moderationStatus", comment.moderation);
        }
        snippet.put("publishedAt", time(comment.publishedAt)).put("updatedAt", time(comment.updatedAt));
        return tagged(node);
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("\n", "<br>");
    }
}
