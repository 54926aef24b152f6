package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.NetworkJournal;

/**
 * Every change of the world, as an event: first noted in the journal, then done; after a restart the noted events are done
 * again. Used under the world's monitor.
 */
final class Changes {
    static final ObjectMapper JSON = new ObjectMapper();

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
    void accepted(String operation, String actor, String remoteId, String text, ObjectNode event, String requestId) {
        journal.accepted(new NetworkJournal.Write(handle(actor), operation, remoteId, text, event), requestId);
        apply(event);
        listener.happened(event);
    }

    /** A change that came through the control interface. */
    void controlled(String operation, String actor, String remoteId, String text, ObjectNode event) {
        journal.controlled(new NetworkJournal.Write(handle(actor), operation, remoteId, text, event));
        apply(event);
        listener.happened(event);
    }

    private String handle(String actor) {
        return world.page(actor).map(page -> page.vanityName).orElse(actor);
    }

    /** Does what an event says. */
    void apply(JsonNode event) {
        switch (event.path("event").asText()) {
            case "member" ->
                world.add(new World.Member(
                        event.get("id").asText(), event.get("name").asText()));
            case "post" -> post(event);
            case "post.edited" ->
                world.post(event.get("urn").asText()).ifPresent(post -> {
                    post.commentary = event.get("commentary").asText();
                    post.edited = true;
                    post.modifiedAt = event.get("at").asLong();
                });
            case "post.deleted" ->
                world.post(event.get("urn").asText())
                        .ifPresent(post -> post.deletedAt = event.get("at").asLong());
            case "post.figures" ->
                world.post(event.get("urn").asText()).ifPresent(post -> {
                    post.impressions = event.path("impressions").asLong(post.impressions);
                    post.clicks = event.path("clicks").asLong(post.clicks);
                    post.shares = event.path("shares").asLong(post.shares);
                });
            case "comments.state" ->
                world.post(event.get("urn").asText())
                        .ifPresent(post -> post.closed = event.get("closed").asBoolean());
            case "comment" -> comment(event);
            case "comment.edited" ->
                world.comment(event.get("urn").asText()).ifPresent(comment -> {
                    comment.text = event.get("text").asText();
                    comment.modifiedAt = event.get("at").asLong();
                });
            case "comment.deleted" ->
                world.comment(event.get("urn").asText())
                        .ifPresent(
                                comment -> comment.deletedAt = event.get("at").asLong());
            case "reaction" ->
                world.reactions(event.get("entity").asText())
                        .put(event.get("actor").asText(), event.get("type").asText());
            case "unreaction" ->
                world.reactions(event.get("entity").asText())
                        .remove(event.get("actor").asText());
            case "role" -> role(event);
            default -> {}
        }
    }

    private void post(JsonNode event) {
        JsonNode content = event.path("content");
        World.Post post = new World.Post(
                event.get("urn").asText(),
                event.get("author").asText(),
                event.get("createdAt").asLong(),
                event.get("commentary").asText(),
                content instanceof ObjectNode object ? object : null,
                event.path("noReshare").asBoolean(false));
        post.listedAt = event.path("listedAt").asLong(post.createdAt);
        world.add(post);
    }

    private void comment(JsonNode event) {
        World.Post post = world.post(event.get("post").asText()).orElse(null);
        if (post == null) {
            return;
        }
        World.Comment comment = new World.Comment(
                event.get("id").asText(),
                post,
                parent(event),
                event.get("actor").asText(),
                event.get("createdAt").asLong(),
                event.get("text").asText());
        comment.listedAt = event.path("listedAt").asLong(comment.createdAt);
        comment.picture = event.path("picture").asText(null);
        world.add(comment);
    }

    private World.@Nullable Comment parent(JsonNode event) {
        return world.comment(event.path("parent").asText("")).orElse(null);
    }

    private void role(JsonNode event) {
        world.page(event.get("page").asText()).ifPresent(page -> {
            if (event.get("on").asBoolean()) {
                page.administrators.add(event.get("member").asText());
            } else {
                page.administrators.remove(event.get("member").asText());
            }
        });
    }
}
