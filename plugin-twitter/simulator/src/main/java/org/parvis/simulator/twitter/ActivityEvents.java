package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Turns changes of the world into the events that subscribers get. Thread-safe. */
final class ActivityEvents {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Selection ALL = new Selection(
            Dialect.TWEET,
            Set.of(
                    "author_id",
                    "conversation_id",
                    "created_at",
                    "entities",
                    "in_reply_to_user_id",
                    "public_metrics",
                    "referenced_tweets",
                    "note_tweet"),
            Set.of("profile_image_url"),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of("author_id"));

    /** An event for the subscribers of one user. */
    record Activity(String type, long user, ObjectNode payload, JsonNode includes) {}

    private final World world;
    private final Settings settings;
    private final URI base;
    private final Set<Long> live = ConcurrentHashMap.newKeySet();

    ActivityEvents(World world, Settings settings, URI base) {
        this.world = world;
        this.settings = settings;
        this.base = base;
    }

    /** Notes what is announced as it happens, so that the clock does not announce it again. */
    void noteLive(JsonNode event) {
        if (event.path("event").asText().equals("post")
                || event.path("event").asText().equals("message")) {
            live.add(event.get("id").asLong());
        }
    }

    boolean live(long id) {
        return live.contains(id);
    }

    List<Activity> of(JsonNode event) {
        switch (event.path("event").asText()) {
            case "post" -> {
                return world.post(event.get("id").asLong()).map(this::of).orElse(List.of());
            }
            case "post.deleted" -> {
                return world.post(event.get("id").asLong())
                        .map(post -> List.of(new Activity(
                                "post.delete",
                                post.author,
                                JSON.createObjectNode()
                                        .put("id", Long.toString(post.id))
                                        .put("author_id", Long.toString(post.author)),
                                JSON.createObjectNode())))
                        .orElse(List.of());
            }
            case "message" -> {
                return world.message(event.get("id").asLong()).map(this::of).orElse(List.of());
            }
            default -> {
                return List.of();
            }
        }
    }

    /** What a post means to its author and to all whom it concerns. */
    List<Activity> of(Post post) {
        Rendering rendering = new Rendering(world, ALL, settings.escape(), base, 0);
        ObjectNode payload = rendering.post(post);
        ObjectNode answer = JSON.createObjectNode();
        rendering.finish(answer);
        JsonNode includes = answer.path("includes");
        List<Activity> activities = new ArrayList<>();
        activities.add(new Activity("post.create", post.author, payload, includes));
        Set<Long> named = new HashSet<>();
        post.content.mentions().forEach(mention -> named.add(mention.id()));
        named.remove(0L);
        named.remove(post.author);
        named.forEach(user -> activities.add(new Activity("post.mention.create", user, payload, includes)));
        if (post.references.parentAuthor() != 0 && post.references.parentAuthor() != post.author) {
            activities.add(new Activity("post.reply.create", post.references.parentAuthor(), payload, includes));
        }
        world.post(post.references.quoted())
                .ifPresent(
                        quoted -> activities.add(new Activity("post.quote.create", quoted.author, payload, includes)));
        world.post(post.references.reposted())
                .ifPresent(reposted ->
                        activities.add(new Activity("post.repost.create", reposted.author, payload, includes)));
        return activities;
    }

    List<Activity> of(Message message) {
        ObjectNode payload = JSON.createObjectNode();
        for (long user : message.participants) {
            if (user != message.sender) {
                ObjectNode entry =
                        payload.withArray("direct_message_events").addObject().put("type", "message_create");
                entry.put("id", Long.toString(message.id)).put("created_timestamp", Long.toString(message.createdAt));
                ObjectNode create = entry.putObject("message_create").put("sender_id", Long.toString(message.sender));
                create.putObject("target").put("recipient_id", Long.toString(user));
                create.putObject("message_data").put("text", message.text).putObject("entities");
            }
        }
        ObjectNode users = payload.putObject("users");
        for (long user : message.participants) {
            world.user(user)
                    .ifPresent(known -> users.putObject(Long.toString(user))
                            .putObject("data")
                            .put("id", Long.toString(user))
                            .put("username", known.handle)
                            .put("name", known.name));
        }
        List<Activity> activities = new ArrayList<>();
        for (long user : message.participants) {
            String type = user == message.sender ? "dm.sent" : "dm.received";
            activities.add(new Activity(type, user, payload, JSON.createObjectNode()));
        }
        return activities;
    }
}
