package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.NetworkJournal;

/**
 * Every change of the world, as an event: first noted in the journal, then done; after a restart the noted events are done
 * again. The events of one world happen one after the other.
 */
final class Changes {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who learns of events once they are done; replayed ones are not told. */
    interface Listener {
        void happened(JsonNode event);
    }

    private final World world;
    private final NetworkJournal journal;
    private final Map<String, Long> lately = new ConcurrentHashMap<>();
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
    void accepted(String operation, long user, long remoteId, String text, ObjectNode event, String requestId) {
        String account = world.user(user).map(known -> known.handle).orElse("");
        synchronized (world) {
            journal.accepted(
                    new NetworkJournal.Write(
                            account, operation, remoteId == 0 ? "" : Long.toString(remoteId), text, event),
                    requestId);
            apply(event);
        }
        listener.happened(event);
    }

    /** A change that came through the control interface. */
    void controlled(String operation, long user, long remoteId, String text, ObjectNode event) {
        String account = world.user(user).map(known -> known.handle).orElse("");
        synchronized (world) {
            journal.controlled(new NetworkJournal.Write(
                    account, operation, remoteId == 0 ? "" : Long.toString(remoteId), text, event));
            apply(event);
        }
        listener.happened(event);
    }

    /** When the same author last wrote the same in the same place; negative where never. */
    long lastSame(long author, String text, Post.References references) {
        return lately.getOrDefault(same(author, text, references), -1L);
    }

    private static String same(long author, String text, Post.References references) {
        return author + " " + references.parent() + " " + references.quoted() + " " + text;
    }

    /** Does what an event says. */
    void apply(JsonNode event) {
        switch (event.path("event").asText()) {
            case "user" ->
                world.add(new User(
                        event.get("id").asLong(),
                        event.get("handle").asText(),
                        event.get("name").asText(),
                        false,
                        0));
            case "premium" ->
                world.user(event.get("user").asLong())
                        .ifPresent(user -> user.premium = event.get("on").asBoolean());
            case "post" -> post(event);
            case "post.deleted" ->
                world.post(event.get("id").asLong()).ifPresent(post -> {
                    post.deletedAt = event.get("at").asLong();
                    world.post(post.references.parent()).ifPresent(parent -> parent.replies.decrementAndGet());
                    lately.values().removeIf(when -> when == post.createdAt);
                });
            case "post.hidden" ->
                world.post(event.get("id").asLong())
                        .ifPresent(post -> post.hidden = event.get("hidden").asBoolean());
            case "like" -> world.post(event.get("post").asLong()).ifPresent(post -> like(post, event));
            case "unlike" ->
                world.post(event.get("post").asLong()).ifPresent(post -> {
                    if (world.likers(post.id).remove(event.get("user").asLong())) {
                        post.likes.decrementAndGet();
                    }
                });
            case "unrepost" -> unrepost(event);
            case "message" -> message(event);
            case "message.deleted" ->
                world.message(event.get("id").asLong())
                        .ifPresent(message ->
                                message.deletedBy.add(event.get("user").asLong()));
            case "messages.blocked" -> block(event);
            case "media" -> media(event);
            case "media.finalized" ->
                world.media(event.get("id").asLong()).ifPresent(file -> {
                    file.finalized = true;
                    file.size = event.get("size").asLong();
                    file.readyAt = event.get("readyAt").asLong();
                });
            case "media.described" ->
                world.media(event.get("id").asLong())
                        .ifPresent(
                                file -> file.alternativeText = event.get("text").asText());
            default -> {}
        }
    }

    private void like(Post post, JsonNode event) {
        if (world.likers(post.id).add(event.get("user").asLong())) {
            post.likes.incrementAndGet();
        }
    }

    private void unrepost(JsonNode event) {
        Long repost = world.reposters(event.get("post").asLong())
                .remove(event.get("user").asLong());
        if (repost != null) {
            world.post(repost)
                    .ifPresent(post -> post.deletedAt = event.get("at").asLong());
            world.post(event.get("post").asLong()).ifPresent(post -> post.reposts.decrementAndGet());
        }
    }

    private void block(JsonNode event) {
        String pair = event.get("user").asLong() + " " + event.get("blocked").asLong();
        if (event.get("on").asBoolean()) {
            world.blockedMessages().add(pair);
        } else {
            world.blockedMessages().remove(pair);
        }
    }

    private void post(JsonNode event) {
        List<Post.Mention> mentions = new ArrayList<>();
        event.path("mentions")
                .forEach(node -> mentions.add(new Post.Mention(
                        node.get("id").asLong(), node.get("handle").asText())));
        List<Post.Link> links = new ArrayList<>();
        event.path("links")
                .forEach(node -> links.add(new Post.Link(
                        node.get("url").asText(), node.get("expanded").asText())));
        List<String> media = new ArrayList<>();
        event.path("media").forEach(node -> media.add(node.asText()));
        Post.Poll poll = null;
        if (event.has("poll")) {
            List<String> options = new ArrayList<>();
            event.get("poll").get("options").forEach(node -> options.add(node.asText()));
            poll = new Post.Poll(
                    event.get("id").asLong() - 1,
                    options,
                    event.get("poll").get("minutes").asInt());
        }
        Post.References references = new Post.References(
                event.path("parent").asLong(0),
                event.path("parentAuthor").asLong(0),
                event.path("quoted").asLong(0),
                event.path("reposted").asLong(0));
        Post.Content content = new Post.Content(event.get("text").asText(), mentions, links, media, poll);
        add(event, content, references);
    }

    private void add(JsonNode event, Post.Content content, Post.References references) {
        long id = event.get("id").asLong();
        long author = event.get("author").asLong();
        long createdAt = event.get("createdAt").asLong();
        Post former = world.post(event.path("replaces").asLong(0)).orElse(null);
        Post post = former == null
                ? new Post(id, author, createdAt, content, references)
                : new Post(id, author, createdAt, content, references, former.versions);
        post.listedAt = event.path("listedAt").asLong(createdAt);
        Post parent = world.post(references.parent()).orElse(null);
        post.conversation = former != null
                ? former.conversation
                : parent != null ? parent.conversation : references.parent() != 0 ? references.parent() : id;
        world.used(id);
        if (!world.add(post)) {
            return;
        }
        if (former != null) {
            former.replacedAt = createdAt;
            post.likes.set(former.likes.get());
            post.replies.set(former.replies.get());
        } else if (parent != null) {
            parent.replies.incrementAndGet();
        }
        world.post(references.quoted()).ifPresent(quoted -> quoted.quotes.incrementAndGet());
        if (references.reposted() != 0) {
            world.reposters(references.reposted()).put(author, id);
            world.post(references.reposted()).ifPresent(reposted -> reposted.reposts.incrementAndGet());
        }
        lately.put(same(author, event.path("written").asText(content.text()), references), createdAt);
    }

    private void message(JsonNode event) {
        List<Long> participants = new ArrayList<>();
        event.get("participants").forEach(node -> participants.add(node.asLong()));
        List<String> media = new ArrayList<>();
        event.path("media").forEach(node -> media.add(node.asText()));
        world.used(event.get("id").asLong());
        world.add(new Message(
                event.get("id").asLong(),
                event.get("sender").asLong(),
                event.get("conversation").asText(),
                participants,
                event.get("text").asText(),
                media,
                event.get("createdAt").asLong()));
    }

    private void media(JsonNode event) {
        world.used(event.get("id").asLong());
        MediaFile file = new MediaFile(
                event.get("id").asLong(),
                event.get("owner").asLong(),
                event.get("mediaType").asText(),
                event.get("category").asText(),
                event.get("expiresAt").asLong());
        file.size = event.path("size").asLong(0);
        world.add(file);
    }
}
