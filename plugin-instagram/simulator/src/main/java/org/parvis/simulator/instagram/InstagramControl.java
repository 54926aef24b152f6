package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to the simulated Instagram from outside: strangers write, tokens die, names are retired. Thread-safe. */
final class InstagramControl {

    private static final String PICTURE = "https://scontent.cdninstagram.com/picture.jpg";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Changes changes;
    private final Grants grants;
    private final Settings settings;
    private final Writes writes;
    private final Webhooks webhooks;

    InstagramControl(World world, Changes changes, Grants grants, Settings settings, Writes writes, Webhooks webhooks) {
        this.world = world;
        this.changes = changes;
        this.grants = grants;
        this.settings = settings;
        this.writes = writes;
        this.webhooks = webhooks;
    }

    Optional<JsonNode> perform(String operation, JsonNode request) {
        synchronized (world) {
            try {
                return Optional.ofNullable(act(operation, request));
            } catch (Refusal refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
        }
    }

    private @Nullable JsonNode act(String operation, JsonNode request) {
        return switch (operation) {
            case "accounts" -> accounts();
            case "strangers/post" -> write(request);
            case "strangers/edit" -> edit(request);
            case "strangers/delete" -> delete(request);
            case "strangers/like" -> like(request);
            case "strangers/block" -> block(request);
            case "revoke" -> end(request, 458);
            case "expire-token" -> end(request, 463);
            case "password-changed" -> end(request, 460);
            case "metrics/retire" -> retire(request, "metric");
            case "versions/retire" -> retire(request, "version");
            case "limits" -> {
                settings.limited(!request.path("lifted").asBoolean(false));
                yield JSON.createObjectNode().put("limited", settings.limited());
            }
            case "settings" -> set(request);
            case "webhooks" -> webhooks(request);
            default -> null;
        };
    }

    private ArrayNode accounts() {
        ArrayNode all = JSON.createArrayNode();
        world.pages()
                .forEach(page -> all.addObject()
                        .put("handle", page.handle)
                        .put("id", page.id)
                        .put("name", page.name));
        return all;
    }

    private static String required(JsonNode request, String name) {
        String text = request.path(name).asText("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing.");
        }
        return text;
    }

    private Thing page(JsonNode request, String name) {
        String wanted = required(request, name);
        return world.page(wanted)
                .orElseThrow(() -> new IllegalArgumentException("There is no account " + wanted + "."));
    }

    /** Somebody who writes, new or known; a page's name stands for whoever writes natively in its name. */
    private Thing author(JsonNode request) {
        String handle = required(request, "author");
        return world.page(handle).or(() -> world.person(handle)).orElseGet(() -> {
            String id = Long.toString(world.nextNumber());
            ObjectNode event = Changes.event("person").put("id", id).put("handle", handle);
            changes.controlled(
                    "", "person", id, "", event.put("name", request.path("name").asText(handle)));
            return world.find(id).orElseThrow();
        });
    }

    /**
     * A comment with {@code inReplyTo}, a message with {@code kind} {@code direct-message} and {@code to}, else a picture that
     * tags the accounts of {@code mentions}.
     */
    private ObjectNode write(JsonNode request) {
        Thing author = author(request);
        String text = request.path("text").asText("");
        ObjectNode event;
        if (request.path("kind").asText("").equals("direct-message")) {
            event = message(author, request, text);
        } else if (request.hasNonNull("inReplyTo")) {
            event = writes.comment(existing(request, "inReplyTo"), author.id, text);
        } else {
            event = Changes.event("post").put("page", author.id).put("author", author.id);
            event.put("id", Long.toString(world.nextNumber())).put("text", text).put("media", "image");
            event.put("createdAt", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
            ArrayNode tagged = event.putArray("tagged");
            for (JsonNode mention : request.path("mentions")) {
                tagged.add(world.page(mention.asText())
                        .orElseThrow(
                                () -> new IllegalArgumentException("There is no account " + mention.asText() + "."))
                        .id);
            }
        }
        String shown = event.path("media").asText("").isEmpty() ? "" : PICTURE;
        event.put("picture", request.path("picture").asText(shown));
        String id = event.get("id").asText();
        changes.controlled(author.handle, "strangers/post", id, text, event);
        return JSON.createObjectNode()
                .put("id", id)
                .put("authorId", author.id)
                .put("createdAt", Rendering.time(world.now()));
    }

    private ObjectNode message(Thing author, JsonNode request, String text) {
        if (author.kind == Thing.Kind.PERSON) {
            return writes.message(page(request, "to"), author.id, author.id, text);
        }
        String to = required(request, "to");
        Thing person = world.person(to).orElseThrow(() -> new IllegalArgumentException("Nobody is called " + to + "."));
        return writes.message(author, author.id, person.id, text);
    }

    private Thing existing(JsonNode request, String name) {
        String id = required(request, name);
        return world.find(id)
                .filter(thing -> thing.exists(world.now()))
                .orElseThrow(() -> new IllegalArgumentException("There is nothing with the id " + id + "."));
    }

    private ObjectNode edit(JsonNode request) {
        Thing thing = existing(request, "id");
        String text = required(request, "text");
        changes.controlled(
                thing.author,
                "strangers/edit",
                thing.id,
                text,
                Changes.event("edited").put("id", thing.id).put("text", text));
        return JSON.createObjectNode().put("id", thing.id);
    }

    private ObjectNode delete(JsonNode request) {
        Thing thing = existing(request, "id");
        ObjectNode event = Changes.event("deleted").put("id", thing.id).put("at", world.now());
        changes.controlled(thing.author, "strangers/delete", thing.id, "", event);
        return JSON.createObjectNode().put("id", thing.id);
    }

    private ObjectNode like(JsonNode request) {
        Thing thing = existing(request, "id");
        ObjectNode event = Changes.event("like").put("id", thing.id).put("who", author(request).id);
        changes.controlled(request.path("author").asText(), "strangers/like", thing.id, "", event.put("on", true));
        return JSON.createObjectNode().put("likes", thing.likes.size());
    }

    /** Somebody who can no longer be written to. */
    private ObjectNode block(JsonNode request) {
        author(request).restricted = request.path("on").asBoolean(true);
        return JSON.createObjectNode();
    }

    private ObjectNode end(JsonNode request, int subcode) {
        grants.end(page(request, "account").id, "", subcode);
        return JSON.createObjectNode();
    }

    private ObjectNode retire(JsonNode request, String what) {
        var retired = what.equals("metric") ? settings.retiredMetrics() : settings.retiredVersions();
        String name = required(request, what);
        if (request.path("on").asBoolean(true)) {
            retired.add(name);
        } else {
            retired.remove(name);
        }
        ArrayNode all = JSON.createArrayNode();
        retired.forEach(all::add);
        return JSON.createObjectNode().set("retired", all);
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

    private ObjectNode webhooks(JsonNode request) {
        if (request.hasNonNull("callback")) {
            webhooks.register(required(request, "callback"), required(request, "verifyToken"));
        }
        return JSON.valueToTree(webhooks.counts());
    }
}
