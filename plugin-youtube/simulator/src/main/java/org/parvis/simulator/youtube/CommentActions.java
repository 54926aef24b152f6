package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.parvis.simulation.Reply;

/** Comments: reading, writing and moderating them. Called with the world's monitor held. */
final class CommentActions {
    private static final int LONGEST = 10_000;
    private static final String[] STATES = {"published", "heldForReview", "likelySpam", "rejected"};

    private final World world;
    private final Changes changes;
    private final Rendering rendering;
    private final Settings settings;

    CommentActions(World world, Changes changes, Rendering rendering, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.rendering = rendering;
        this.settings = settings;
    }

    Reply threads(Call call) {
        Set<String> parts = call.parts("id", "snippet", "replies");
        boolean plain = call.choice("textFormat", "html", "html", "plainText").equals("plainText");
        List<String> ids = call.list("id");
        if (!ids.isEmpty()) {
            if (call.parameter("moderationStatus").isPresent()
                    || call.parameter("pageToken").isPresent()) {
                throw Refusal.of(
                        400,
                        "youtube.parameter",
                        "incompatibleParameters",
                        "id does not go with moderationStatus or pageToken");
            }
            Rendering.Reader reader = new Rendering.Reader(call.channel(), plain, true);
            List<ObjectNode> items = new ArrayList<>();
            ids.forEach(id -> world.comment(id)
                    .filter(c -> c.isTop() && visible(c, call.channel()))
                    .ifPresent(c -> items.add(rendering.thread(c, "published", parts, reader))));
            return Rendering.reply(Rendering.list("commentThreadListResponse", items, null, items.size()));
        }
        String status = call.choice("moderationStatus", "published", STATES);
        String order = call.choice("order", "time", "time", "relevance");
        int size = call.size(1, 100, 20);
        List<Comment> tops = tops(call, status);
        Paging.Page<Comment> page = Paging.of(
                tops,
                top -> order.equals("time") ? activity(top, status) : top.likes,
                top -> top.id,
                size,
                call.parameter("pageToken").orElse(null));
        Rendering.Reader reader = new Rendering.Reader(call.channel(), plain, false);
        List<ObjectNode> items = page.items().stream()
                .map(top -> rendering.thread(top, status, parts, reader))
                .toList();
        return Rendering.reply(Rendering.list("commentThreadListResponse", items, page.next(), size));
    }

    /** The threads of a film or of all films of a channel that have something in a queue. */
    private List<Comment> tops(Call call, String status) {
        List<Video> videos;
        if (call.parameter("videoId").isPresent()) {
            String id = call.required("videoId");
            Video video = world.video(id).orElseThrow(() -> Refusal.notFound("video", id));
            if (video.commentsDisabled) {
                throw Refusal.of(
                        403,
                        "youtube.commentThread",
                        "commentsDisabled",
                        "The video identified by the <code>videoId</code> parameter has disabled comments.");
            }
            videos = List.of(video);
        } else if (call.parameter("allThreadsRelatedToChannelId").isPresent()) {
            String id = call.required("allThreadsRelatedToChannelId");
            if (world.channel(id).isEmpty()) {
                throw Refusal.notFound("channel", id);
            }
            videos = world.videosOf(id);
        } else {
            throw Refusal.missing("allThreadsRelatedToChannelId, id or videoId");
        }
        boolean owner = videos.stream().allMatch(video -> video.channel.equals(call.channel()));
        if (!status.equals("published") && !owner) {
            throw Refusal.forbidden("The moderation queue is the channel's own.");
        }
        String words = call.parameter("searchTerms").orElse("");
        long now = world.now();
        List<Comment> tops = new ArrayList<>();
        for (Video video : videos) {
            for (Comment top : world.topsOf(video.id)) {
                boolean there = top.listedAt <= now && top.text.contains(words);
                if (there && (top.moderation.equals(status) || isIn(top, status))) {
                    tops.add(top);
                }
            }
        }
        return tops;
    }

    /** A thread is in the queue of what is held back for a reply too. */
    private boolean isIn(Comment top, String status) {
        return !status.equals("published")
                && top.moderation.equals("published")
                && !rendering.shownReplies(top, status).isEmpty();
    }

    private long activity(Comment top, String status) {
        return rendering.shownReplies(top, status).stream()
                .mapToLong(reply -> reply.publishedAt)
                .reduce(top.publishedAt, Math::max);
    }

    private boolean visible(Comment comment, String reader) {
        return comment.moderation.equals("published")
                || world.ownerOf(comment).equals(reader) && !comment.moderation.equals("rejected")
                || comment.author.equals(reader);
    }

    Reply comments(Call call) {
        call.parts("id", "snippet");
        boolean plain = call.choice("textFormat", "html", "html", "plainText").equals("plainText");
        List<String> ids = call.list("id");
        if (!ids.isEmpty()) {
            Rendering.Reader reader = new Rendering.Reader(call.channel(), plain, true);
            List<ObjectNode> items = new ArrayList<>();
            ids.forEach(id -> world.comment(id)
                    .filter(c -> visible(c, call.channel()))
                    .ifPresent(c -> items.add(rendering.comment(c, reader))));
            return Rendering.reply(Rendering.list("commentListResponse", items, null, items.size()));
        }
        String parent = call.parameter("parentId").orElseThrow(() -> Refusal.missing("id or parentId"));
        Comment top =
                world.comment(parent).filter(Comment::isTop).orElseThrow(() -> Refusal.notFound("comment", parent));
        int size = call.size(1, 100, 20);
        Paging.Page<Comment> page = Paging.of(
                rendering.shownReplies(top, "published"),
                reply -> reply.publishedAt,
                reply -> reply.id,
                size,
                call.parameter("pageToken").orElse(null));
        Rendering.Reader reader = new Rendering.Reader(call.channel(), plain, false);
        List<ObjectNode> items = page.items().stream()
                .map(reply -> rendering.comment(reply, reader))
                .toList();
        return Rendering.reply(Rendering.list("commentListResponse", items, page.next(), size));
    }

    /** A reply; only a comment at the top can be answered. */
    Reply insertReply(Call call) {
        call.parts("id", "snippet");
        JsonNode snippet = call.body().path("snippet");
        String parent = snippet.path("parentId").asText("");
        if (parent.isEmpty()) {
            throw Refusal.bad("parentIdMissing", "The comment that the inserted comment replies to is missing.");
        }
        Comment top = world.comment(parent)
                .filter(Comment::isTop)
                .orElseThrow(() -> Refusal.of(
                        404, "youtube.comment", "parentCommentNotFound", "The parent comment could not be found."));
        if (!visible(top, call.channel())) {
            throw Refusal.of(
                    403, "youtube.comment", "parentCommentIsPrivate", "The specified parent comment is private.");
        }
        String text = text(snippet);
        Comment written = write(call, "comments.insert", top.video, top.id, text);
        return Rendering.reply(rendering.comment(written, own(call)));
    }

    Reply insertThread(Call call) {
        Set<String> parts = call.parts("id", "snippet", "replies");
        JsonNode snippet = call.body().path("snippet");
        String id = snippet.path("videoId").asText("");
        Video video = world.video(id).orElseThrow(() -> Refusal.notFound("video", id));
        if (!snippet.path("channelId").asText(video.channel).equals(video.channel)) {
            throw Refusal.bad("videoChannelMismatch", "The video does not belong to the channel.");
        }
        if (video.commentsDisabled
                || video.privacy(world.now()).equals("private") && !video.channel.equals(call.channel())) {
            throw Refusal.of(403, "youtube.commentThread", "commentsDisabled", "The video has disabled comments.");
        }
        String text = text(snippet.path("topLevelComment").path("snippet"));
        Comment written = write(call, "commentThreads.insert", id, null, text);
        return Rendering.reply(rendering.thread(written, "published", parts, own(call)));
    }

    private static Rendering.Reader own(Call call) {
        return new Rendering.Reader(call.channel(), true, false);
    }

    private static String text(JsonNode snippet) {
        String text = snippet.path("textOriginal").asText("").strip();
        if (text.isEmpty()) {
            throw Refusal.bad("commentTextRequired", "The comment text is required.");
        }
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw Refusal.bad("commentTextTooLong", "The comment text is too long.");
        }
        return text;
    }

    private Comment write(
            Call call, String operation, String video, @org.jspecify.annotations.Nullable String thread, String text) {
        ObjectNode event = comment(world, video, thread, call.channel(), text);
        event.put("listedAt", world.now() + settings.consistencyMillis());
        String id = event.get("id").asText();
        changes.accepted(
                operation, call.channel(), id, text, event, call.exchange().id());
        return world.comment(id).orElseThrow();
    }

    /** A comment that is written now. */
    static ObjectNode comment(
            World world, String video, @org.jspecify.annotations.Nullable String thread, String author, String text) {
        String id = thread == null
                ? "Ugx" + world.random(16).replace('.', '_') + "4AaABAg"
                : thread + "." + world.random(22).replace('.', '_');
        ObjectNode event = Changes.event("comment").put("id", id).put("thread", thread == null ? id : thread);
        return event.put("video", video)
                .put("author", author)
                .put("at", world.now())
                .put("text", text);
    }

    Reply update(Call call) {
        call.parts("id", "snippet");
        JsonNode body = call.body();
        Comment comment = own(call, body.path("id").asText(""));
        String text = text(body.path("snippet"));
        ObjectNode event = Changes.event("comment.edited").put("id", comment.id);
        event.put("text", text).put("at", world.now());
        changes.accepted(
                "comments.update",
                call.channel(),
                comment.id,
                text,
                event,
                call.exchange().id());
        return Rendering.reply(rendering.comment(comment, own(call)));
    }

    private Comment own(Call call, String id) {
        Comment comment = world.comment(id).orElseThrow(() -> Refusal.notFound("comment", id));
        if (!comment.author.equals(call.channel())) {
            throw Refusal.forbidden("The comment is not the channel's own.");
        }
        return comment;
    }

    /** The channel's own, and what stands under its films. */
    Reply delete(Call call) {
        String id = call.required("id");
        Comment comment = world.comment(id).orElseThrow(() -> Refusal.notFound("comment", id));
        boolean owner = world.ownerOf(comment).equals(call.channel());
        if (!owner && !comment.author.equals(call.channel())) {
            throw Refusal.forbidden("The comment cannot be deleted by this channel.");
        }
        ObjectNode event = Changes.event("comment.deleted").put("id", id).put("at", world.now());
        changes.accepted(
                "comments.delete",
                call.channel(),
                id,
                "",
                event,
                call.exchange().id());
        return Reply.of(204, "application/json", new byte[0]);
    }

    Reply moderate(Call call) {
        List<String> ids = call.list("id");
        if (ids.isEmpty()) {
            throw Refusal.missing("id");
        }
        call.required("moderationStatus");
        String status = call.choice("moderationStatus", "", "published", "heldForReview", "rejected");
        if (call.flag("banAuthor") && !status.equals("rejected")) {
            throw Refusal.bad("banWithoutReject", "The banAuthor parameter can only be used with rejected.");
        }
        List<Comment> comments = ids.stream()
                .map(id -> world.comment(id).orElseThrow(() -> Refusal.notFound("comment", id)))
                .sorted(Comparator.comparing(comment -> comment.id))
                .toList();
        for (Comment comment : comments) {
            if (!world.ownerOf(comment).equals(call.channel())) {
                throw Refusal.forbidden("Only the owner of the video may moderate its comments.");
            }
            ObjectNode event =
                    Changes.event("comment.moderated").put("id", comment.id).put("status", status);
            changes.accepted(
                    "comments.setModerationStatus",
                    call.channel(),
                    comment.id,
                    status,
                    event,
                    call.exchange().id());
        }
        return Reply.of(204, "application/json", new byte[0]);
    }
}
