package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done to the simulated LinkedIn from outside: strangers write, access is withdrawn, versions end. Thread-safe. */
final class LinkedinControl {
    private final World world;
    private final Changes changes;
    private final Grants grants;
    private final Settings settings;
    private final Authorisation authorisation;
    private final Notifications notifications;

    LinkedinControl(
            World world,
            Changes changes,
            Grants grants,
            Settings settings,
            Authorisation authorisation,
            Notifications notifications) {
        this.world = world;
        this.changes = changes;
        this.grants = grants;
        this.settings = settings;
        this.authorisation = authorisation;
        this.notifications = notifications;
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
        synchronized (world) {
            try {
                return Optional.ofNullable(act(operation, request));
            } catch (Refusal refusal) {
                throw new IllegalArgumentException(refusal.getMessage(), refusal);
            }
        }
    }

    private @Nullable JsonNode act(String operation, JsonNode request) {
        return switch (operation) {
            case "accounts" -> accounts();
            case "apps" -> register(request);
            case "strangers/post" -> write(request);
            case "strangers/edit" -> edit(request);
            case "strangers/delete" -> delete(request);
            case "strangers/like" -> like(request);
            case "figures" -> figures(request);
            case "seen" -> seen(request);
            case "reactions" -> reactions(request);
            case "role" -> role(request);
            case "revoke" -> revoke(request);
            case "expire-token" -> expire(request);
            case "limits" -> limit(request);
            case "settings" -> set(request);
            case "retire" -> retire(request);
            case "webhooks" -> notifications.counts();
            default -> null;
        };
    }

    private ArrayNode accounts() {
        ArrayNode all = Changes.JSON.createArrayNode();
        world.pages()
                .forEach(page -> all.addObject()
                        .put("handle", page.vanityName)
                        .put("id", page.urn())
                        .put("name", page.name));
        return all;
    }

    private ObjectNode register(JsonNode request) {
        ObjectNode event = Changes.event("app").put("client_id", required(request, "client_id"));
        event.put("client_secret", request.path("client_secret").asText(""));
        event.put("any_loopback_redirect", request.path("any_loopback_redirect").asBoolean(false));
        event.set(
                "redirect_uris",
                request.path("redirect_uris").isArray()
                        ? request.get("redirect_uris")
                        : Changes.JSON.createArrayNode());
        authorisation.register(app(event));
        changes.controlled("apps", "", "", "", event);
        return Changes.JSON
                .createObjectNode()
                .put("client_id", event.get("client_id").asText());
    }

    private static String required(JsonNode request, String name) {
        if (!request.path(name).isTextual() || request.get(name).asText().isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing.");
        }
        return request.get(name).asText();
    }

    private World.Page page(JsonNode request) {
        String account = required(request, "account");
        return world.page(account).orElseThrow(() -> new IllegalArgumentException("There is no page " + account + "."));
    }

    /** Somebody who writes: a page, or a member, new or known. */
    private String author(String name) {
        Optional<String> known = world.page(name)
                .map(World.Page::urn)
                .or(() -> world.memberCalled(name).map(World.Member::urn));
        return known.orElseGet(() -> {
            String id = "x" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
            changes.controlled(
                    "member", "", id, "", Changes.event("member").put("id", id).put("name", name));
            return World.PERSON + id;
        });
    }

    /** A comment under a post or comment; or, without {@code inReplyTo}, a post, of which {@code mentions} name pages. */
    private ObjectNode write(JsonNode request) {
        String author = author(required(request, "author"));
        String text = request.path("text").asText("");
        if (!request.hasNonNull("inReplyTo")) {
            return writePost(author, text, request);
        }
        String target = request.get("inReplyTo").asText();
        World.Comment over = world.comment(target).orElse(null);
        World.Post post = over == null
                ? world.post(target).orElseThrow(() -> new IllegalArgumentException("There is no " + target + "."))
                : over.post;
        World.Comment parent = over == null || over.parent == null ? over : over.parent;
        ObjectNode event = Changes.event("comment").put("id", Long.toString(world.nextNumber()));
        event.put("post", post.urn).put("actor", author).put("text", text).put("createdAt", world.now());
        event.put("listedAt", world.now() + settings.consistencyMillis());
        if (parent != null) {
            event.put("parent", parent.urn());
        }
        if (request.hasNonNull("picture")) {
            event.put("picture", request.get("picture").asText());
        }
        changes.controlled("strangers/post", author, event.get("id").asText(), text, event);
        String urn = "urn:li:comment:(" + post.activity + "," + event.get("id").asText() + ")";
        return written(urn, author, post.urn);
    }

    private ObjectNode writePost(String author, String text, JsonNode request) {
        StringBuilder commentary = new StringBuilder(LittleText.escape(text));
        request.path("mentions").forEach(name -> {
            World.Page page = world.page(name.asText())
                    .orElseThrow(() -> new IllegalArgumentException("There is no page " + name.asText() + "."));
            commentary
                    .append(" @[")
                    .append(page.name)
                    .append("](")
                    .append(page.urn())
                    .append(')');
        });
        String urn = World.SHARE + world.nextNumber();
        ObjectNode event = Changes.event("post").put("urn", urn).put("author", author);
        event.put("commentary", commentary.toString()).put("createdAt", world.now());
        event.put("listedAt", world.now() + settings.consistencyMillis());
        changes.controlled("strangers/post", author, urn, text, event);
        return written(urn, author, urn);
    }

    private ObjectNode written(String urn, String author, String conversation) {
        return Changes.JSON
                .createObjectNode()
                .put("id", urn)
                .put("authorId", author)
                .put("conversationId", conversation)
                .put("createdAt", Instant.ofEpochMilli(world.now()).toString());
    }

    private World.Comment comment(JsonNode request) {
        String urn = required(request, "id");
        return world.comment(urn)
                .filter(world::exists)
                .orElseThrow(() -> new IllegalArgumentException("\"id\" is not the name of a comment that exists."));
    }

    private ObjectNode edit(JsonNode request) {
        World.Comment comment = comment(request);
        String text = required(request, "text");
        ObjectNode event =
                Changes.event("comment.edited").put("urn", comment.urn()).put("text", text);
        changes.controlled("strangers/edit", comment.actor, comment.id, text, event.put("at", world.now()));
        return Changes.JSON.createObjectNode().put("id", comment.urn());
    }

    private ObjectNode delete(JsonNode request) {
        String urn = required(request, "id");
        Optional<World.Post> post = world.post(urn).filter(world::exists);
        if (post.isPresent()) {
            ObjectNode event = Changes.event("post.deleted").put("urn", post.get().urn);
            changes.controlled("strangers/delete", post.get().author, urn, "", event.put("at", world.now()));
        } else {
            World.Comment comment = comment(request);
            ObjectNode event = Changes.event("comment.deleted").put("urn", comment.urn());
            changes.controlled("strangers/delete", comment.actor, comment.id, "", event.put("at", world.now()));
        }
        return Changes.JSON.createObjectNode().put("id", urn);
    }

    private ObjectNode like(JsonNode request) {
        String entity = required(request, "id");
        String author = author(required(request, "author"));
        if (world.post(entity).isEmpty() && world.comment(entity).isEmpty()) {
            throw new IllegalArgumentException("There is no " + entity + ".");
        }
        ObjectNode event = Changes.event("reaction").put("entity", entity).put("actor", author);
        changes.controlled("strangers/like", author, entity, "", event.put("type", "LIKE"));
        return Changes.JSON
                .createObjectNode()
                .put("likes", world.reactions(entity).size());
    }

    /** How many posts and comments of a page hold a text and are out now. */
    private ObjectNode seen(JsonNode request) {
        String author = page(request).urn();
        String text = required(request, "text");
        long posts = world.posts().stream()
                .filter(post -> post.author.equals(author) && world.exists(post))
                .filter(post -> LittleText.plain(post.commentary).contains(text))
                .count();
        long comments = world.comments().stream()
                .filter(comment -> comment.actor.equals(author) && world.exists(comment))
                .filter(comment -> comment.text.contains(text))
                .count();
        return Changes.JSON.createObjectNode().put("count", posts + comments);
    }

    /** How a page reacted to something; empty where it did not. */
    private ObjectNode reactions(JsonNode request) {
        String reaction = world.reactions(required(request, "id"))
                .getOrDefault(page(request).urn(), "");
        return Changes.JSON.createObjectNode().put("reaction", reaction);
    }

    private ObjectNode figures(JsonNode request) {
        ObjectNode event = Changes.event("post.figures").put("urn", required(request, "id"));
        for (String name : List.of("impressions", "clicks", "shares")) {
            if (request.path(name).isIntegralNumber()) {
                event.put(name, request.get(name).asLong());
            }
        }
        changes.controlled("figures", "", event.get("urn").asText(), "", event);
        return Changes.JSON.createObjectNode();
    }

    private ObjectNode role(JsonNode request) {
        World.Page page = page(request);
        ObjectNode event = Changes.event("role").put("page", page.urn());
        event.put("member", request.path("member").asText(WorldLoader.administrator(page.id)));
        changes.controlled(
                "role", page.urn(), "", "", event.put("on", request.path("on").asBoolean(true)));
        return Changes.JSON.createObjectNode();
    }

    private ObjectNode revoke(JsonNode request) {
        grants.revoke(WorldLoader.administrator(page(request).id), "");
        return Changes.JSON.createObjectNode();
    }

    private ObjectNode expire(JsonNode request) {
        grants.expire(WorldLoader.administrator(page(request).id));
        return Changes.JSON.createObjectNode();
    }

    private ObjectNode limit(JsonNode request) {
        if (request.has("lifted")) {
            settings.limited(!request.get("lifted").asBoolean());
        }
        request.path("rates")
                .properties()
                .forEach(rate -> settings.set(rate.getKey(), rate.getValue().asText()));
        return Changes.JSON.createObjectNode().put("limited", settings.limited());
    }

    private ObjectNode set(JsonNode request) {
        request.properties()
                .forEach(setting -> settings.set(
                        setting.getKey(),
                        setting.getValue().isBoolean()
                                ? setting.getValue().asBoolean() ? "on" : "off"
                                : setting.getValue().asText()));
        return Changes.JSON.createObjectNode();
    }

    /** A version, an operation of the API, or a figure of the reports comes to its end, or back. */
    private ObjectNode retire(JsonNode request) {
        if (request.hasNonNull("version")) {
            settings.retire(request.get("version").asText());
        }
        for (String kind : List.of("operation", "metric")) {
            if (request.hasNonNull(kind)) {
                settings.set(
                        "retired-" + request.get(kind).asText(),
                        request.path("on").asBoolean(true) ? "on" : "off");
            }
        }
        return Changes.JSON.createObjectNode().put("versions", String.join(" ", settings.versions()));
    }
}
