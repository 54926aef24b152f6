package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.parvis.simulation.NetworkJournal;

/**
 * Every change of the world, as an event: first noted in the journal, then done; after a restart the noted events are done
 * again. Called with the world's monitor held.
 */
final class Changes {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who learns of events once they are done; replayed ones are not told. */
    interface Listener {
        void happened(JsonNode event);
    }

    private final World world;
    private final NetworkJournal journal;
    private volatile Listener listener = event -> {};

    Changes(World world, NetworkJournal journal) {
        this.world = world;
        this.journal = journal;
    }

    void listener(Listener other) {
        listener = other;
    }

    static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    /** A change that a client of the API made. */
    void accepted(String operation, String channel, String id, String text, ObjectNode event, String requestId) {
        journal.accepted(new NetworkJournal.Write(handle(channel), operation, id, text, event), requestId);
        apply(event);
        listener.happened(event);
    }

    /** A change that came through the control interface. */
    void controlled(String operation, String channel, String id, String text, ObjectNode event) {
        journal.controlled(new NetworkJournal.Write(handle(channel), operation, id, text, event));
        apply(event);
        listener.happened(event);
    }

    private String handle(String channel) {
        return world.channel(channel).map(known -> known.handle).orElse("");
    }

    /** Does what an event says. */
    void apply(JsonNode event) {
        String id = event.path("id").asText();
        switch (event.path("event").asText()) {
            case "channel" ->
                world.add(new Channel(
                        id,
                        event.get("handle").asText(),
                        event.get("title").asText(),
                        event.path("organization").asBoolean(false),
                        event.get("at").asLong(),
                        event.path("subscribers").asLong(0)));
            case "channel.verified" ->
                world.channel(id).ifPresent(c -> c.verified = event.get("on").asBoolean());
            case "video" -> video(event);
            case "video.described" ->
                world.video(id)
                        .ifPresent(v -> v.describe(
                                event.get("snippet"),
                                event.get("status"),
                                event.get("at").asLong()));
            case "video.deleted" -> world.remove(id, event.get("at").asLong());
            case "video.thumbnail" ->
                world.video(id).ifPresent(v -> v.thumbnailAt = event.get("at").asLong());
            case "video.figures" -> world.video(id).ifPresent(v -> figures(v, event));
            case "comment" -> comment(event);
            case "comment.edited" ->
                world.comment(id).ifPresent(c -> {
                    c.text = event.get("text").asText();
                    c.updatedAt = event.get("at").asLong();
                });
            case "comment.deleted" -> world.remove(id, event.path("at").asLong());
            case "comment.moderated" ->
                world.comment(id)
                        .ifPresent(c -> c.moderation = event.get("status").asText());
            default -> {}
        }
    }

    private void video(JsonNode event) {
        Video video = new Video(
                event.get("id").asText(),
                event.get("channel").asText(),
                event.get("at").asLong());
        video.describe(event.get("snippet"), event.get("status"), video.uploadedAt);
        video.readyAt = event.path("readyAt").asLong(video.uploadedAt);
        video.listedAt = event.path("listedAt").asLong(video.uploadedAt);
        video.failure = event.path("failure").asText("");
        video.rejection = event.path("rejection").asText("");
        video.size = event.path("size").asLong(0);
        video.sha256 = event.path("sha256").asText("");
        world.add(video);
    }

    private static void figures(Video video, JsonNode event) {
        video.views = event.path("views").asLong(video.views);
        video.likes = event.path("likes").asLong(video.likes);
        video.commentsDisabled = event.path("commentsDisabled").asBoolean(video.commentsDisabled);
    }

    private void comment(JsonNode event) {
        Comment comment = new Comment(
                event.get("id").asText(),
                event.get("thread").asText(),
                event.get("video").asText(),
                event.get("author").asText(),
                event.get("at").asLong(),
                event.get("text").asText());
        comment.listedAt = event.path("listedAt").asLong(comment.publishedAt);
        comment.moderation = event.path("status").asText("published");
        world.add(comment);
    }
}
