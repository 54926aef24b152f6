package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to the simulated X from outside: strangers write, access is withdrawn, limits change. Thread-safe. */
final class TwitterControl {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STRANGERS = 7_000_000_000_000_000L;

    private final World world;
    private final Changes changes;
    private final Grants grants;
    private final Settings settings;
    private final RateLimits limits;
    private final Authorisation authorisation;
    private final Webhooks webhooks;

    TwitterControl(
            World world,
            Changes changes,
            Grants grants,
            Settings settings,
            RateLimits limits,
            Authorisation authorisation,
            Webhooks webhooks) {
        this.world = world;
        this.changes = changes;
        this.grants = grants;
        this.settings = settings;
        this.limits = limits;
        this.authorisation = authorisation;
        this.webhooks = webhooks;
    }

    /** Restores what this interface changed, other than the world. */
    static void apply(Authorisation authorisation, JsonNode event) {
        if (event.path("event").asText().equals("app")) {
            authorisation.register(app(event));
        }
    }

    private static Authorisation.App app(JsonNode node) {
        List<String> redirects = new ArrayList<>();
        node.path("redirect_uris").forEach(uri -> redirects.add(uri.asText()));
        return new Authorisation.App(
                node.path("client_id").asText(),
                node.path("client_secret").asText(""),
                List.copyOf(redirects),
                node.path("any_loopback_redirect").asBoolean(false));
    }

    Optional<JsonNode> perform(String operation, JsonNode request) {
        return Optional.ofNullable(
                switch (operation) {
                    case "accounts" -> accounts();
                    case "apps" -> register(request);
                    case "strangers/post" -> write(request);
                    case "strangers/edit" -> edit(request);
                    case "strangers/delete" -> delete(request);
                    case "strangers/like" -> like(request);
                    case "revoke" -> revoke(request);
                    case "expire-token" -> expire(request);
                    case "limits" -> limit(request);
                    case "settings" -> set(request);
                    case "premium" -> premium(request);
                    case "webhooks" -> JSON.valueToTree(webhooks.counts());
                    default -> null;
                });
    }

    private ArrayNode accounts() {
        ArrayNode all = JSON.createArrayNode();
        world.users().stream()
                .filter(user -> user.organization)
                .sorted(Comparator.comparing(user -> user.handle))
                .forEach(user -> all.addObject()
                        .put("handle", user.handle)
                        .put("id", Long.toString(user.id))
                        .put("name", user.name));
        return all;
    }

    private ObjectNode register(JsonNode request) {
        String client = required(request, "client_id");
        ObjectNode event = Changes.event("app").put("client_id", client);
        event.put("client_secret", request.path("client_secret").asText(""));
        event.put("any_loopback_redirect", request.path("any_loopback_redirect").asBoolean(false));
        event.set(
                "redirect_uris",
                request.path("redirect_uris").isArray() ? request.get("redirect_uris") : JSON.createArrayNode());
        authorisation.register(app(event));
        changes.controlled("apps", 0, 0, "", event);
        return JSON.createObjectNode().put("client_id", client);
    }

    private static String required(JsonNode request, String name) {
        if (!request.path(name).isTextual() || request.get(name).asText().isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing.");
        }
        return request.get(name).asText();
    }

    private User account(JsonNode request) {
        String handle = required(request, "account");
        return world.user(handle).orElseThrow(() -> new IllegalArgumentException("Nobody is called @" + handle + "."));
    }

    /** Somebody who writes, new or known. */
    private User author(String given) {
        String handle = given.startsWith("@") ? given.substring(1) : given;
        if (!handle.matches("[A-Za-z0-9_]{1,15}")) {
            throw new IllegalArgumentException("\"" + handle + "\" cannot be a handle on X.");
        }
        synchronized (world) {
            return world.user(handle).orElseGet(() -> {
                long id = STRANGERS;
                while (world.user(id).isPresent()) {
                    id++;
                }
                ObjectNode event = Changes.event("user")
                        .put("id", id)
                        .put("handle", handle)
                        .put("name", handle);
                changes.controlled("user", 0, id, "", event);
                return world.user(id).orElseThrow();
            });
        }
    }

    private ObjectNode write(JsonNode request) {
        User author = author(required(request, "author"));
        String text = request.path("text").asText("");
        if (request.path("kind").asText("post").equals("direct-message")) {
            return message(author, text, request);
        }
        Post parent = referred(request, "inReplyTo");
        Post quoted = referred(request, "quote");
        ObjectNode event = Changes.event("post").put("author", author.id).put("text", text);
        if (parent != null) {
            event.put("parent", parent.id).put("parentAuthor", parent.author);
        }
        if (quoted != null) {
            event.put("quoted", quoted.id);
        }
        mentions(request, text)
                .forEach((handle, id) ->
                        event.withArray("mentions").addObject().put("id", id).put("handle", handle));
        return posted(author, text, event);
    }

    private ObjectNode posted(User author, String text, ObjectNode event) {
        synchronized (world) {
            long id = world.nextId();
            event.put("id", id).put("createdAt", world.now());
            event.put("listedAt", world.now() + settings.consistencyMillis());
            changes.controlled("strangers/post", author.id, id, text, event);
            Post post = world.post(id).orElseThrow();
            return JSON.createObjectNode()
                    .put("id", Long.toString(id))
                    .put("authorId", Long.toString(author.id))
                    .put("conversationId", Long.toString(post.conversation))
                    .put("createdAt", Rendering.time(post.createdAt));
        }
    }

    private @Nullable Post referred(JsonNode request, String name) {
        if (!request.hasNonNull(name)) {
            return null;
        }
        return world.post(request.get(name).asLong())
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no post " + request.get(name).asText() + "."));
    }

    /** Whom a stranger names: as said, else whom the text names. */
    private Map<String, Long> mentions(JsonNode request, String text) {
        if (!request.path("mentions").isArray()) {
            return PostWrites.mentions(world, text);
        }
        Map<String, Long> mentions = new LinkedHashMap<>();
        for (JsonNode handle : request.get("mentions")) {
            mentions.put(
                    handle.asText(),
                    world.user(handle.asText()).map(user -> user.id).orElse(0L));
        }
        return mentions;
    }

    private ObjectNode message(User author, String text, JsonNode request) {
        User to = world.user(required(request, "to"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Nobody is called @" + request.path("to").asText() + "."));
        String conversation = Message.conversation(author.id, to.id);
        ObjectNode event = Changes.event("message").put("sender", author.id).put("conversation", conversation);
        event.putArray("participants").add(author.id).add(to.id);
        synchronized (world) {
            long id = world.nextId();
            event.put("id", id).put("text", text).put("createdAt", world.now());
            changes.controlled("strangers/post", author.id, id, text, event);
            return JSON.createObjectNode()
                    .put("id", Long.toString(id))
                    .put("conversationId", conversation)
                    .put("authorId", Long.toString(author.id))
                    .put("createdAt", Rendering.time(world.now()));
        }
    }

    private Post existing(JsonNode request) {
        Post post = referred(request, "id");
        if (post == null || !post.exists(world.now())) {
            throw new IllegalArgumentException("\"id\" is not the id of a post that exists.");
        }
        return post;
    }

    private ObjectNode edit(JsonNode request) {
        Post former = existing(request);
        String text = required(request, "text");
        ObjectNode event = Changes.event("post").put("author", former.author).put("text", text);
        event.put("replaces", former.id).put("parent", former.references.parent());
        event.put("parentAuthor", former.references.parentAuthor()).put("quoted", former.references.quoted());
        mentions(request, text)
                .forEach((handle, id) ->
                        event.withArray("mentions").addObject().put("id", id).put("handle", handle));
        return posted(world.user(former.author).orElseThrow(), text, event);
    }

    private ObjectNode delete(JsonNode request) {
        Post post = existing(request);
        ObjectNode event = Changes.event("post.deleted").put("id", post.id).put("at", world.now());
        changes.controlled("strangers/delete", post.author, post.id, "", event);
        return JSON.createObjectNode().put("id", Long.toString(post.id));
    }

    private ObjectNode like(JsonNode request) {
        Post post = existing(request);
        User author = author(required(request, "author"));
        ObjectNode event = Changes.event("like").put("user", author.id).put("post", post.id);
        changes.controlled("strangers/like", author.id, post.id, "", event);
        return JSON.createObjectNode().put("likes", post.likes.get());
    }

    private ObjectNode revoke(JsonNode request) {
        User user = account(request);
        grants.revokeUser(user.id);
        webhooks.revoked(user.id, settings.text("client-id", "parvis-demo"));
        return JSON.createObjectNode();
    }

    private ObjectNode expire(JsonNode request) {
        grants.expire(account(request).id);
        return JSON.createObjectNode();
    }

    private ObjectNode limit(JsonNode request) {
        if (request.has("lifted")) {
            settings.limited(!request.get("lifted").asBoolean());
            limits.limited(!request.get("lifted").asBoolean());
        }
        request.path("windows")
                .properties()
                .forEach(window ->
                        settings.resize(window.getKey(), window.getValue().asInt()));
        request.path("rates")
                .properties()
                .forEach(rate -> limits.override(rate.getKey(), rate.getValue().asInt()));
        return JSON.createObjectNode().put("limited", settings.limited());
    }

    private ObjectNode set(JsonNode request) {
        request.properties()
                .forEach(setting -> settings.set(
                        setting.getKey(),
                        setting.getValue().isBoolean()
                                ? setting.getValue().asBoolean() ? "on" : "off"
                                : setting.getValue().asText()));
        return JSON.createObjectNode();
    }

    private ObjectNode premium(JsonNode request) {
        User user = account(request);
        boolean on = request.path("on").asBoolean(true);
        changes.controlled(
                "premium",
                user.id,
                0,
                "",
                Changes.event("premium").put("user", user.id).put("on", on));
        return JSON.createObjectNode().put("premium", on);
    }
}
