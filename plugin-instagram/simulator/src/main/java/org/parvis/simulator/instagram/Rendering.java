package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows objects as the Graph API does: the id, and of the rest what was asked for and is there. */
final class Rendering {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final World world;
    private final Lists lists;
    private final Containers containers;
    private final String base;

    Rendering(World world, Lists lists, Containers containers, String base) {
        this.world = world;
        this.lists = lists;
        this.containers = containers;
        this.base = base;
    }

    /** {@code 2026-11-20T10:00:00+0000}. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** Fields where none are asked for. */
    private static String defaults(Thing.Kind kind) {
        return switch (kind) {
            case PAGE, PERSON, POST, CONTAINER -> "id";
            case COMMENT -> "timestamp,text,id";
            case CONVERSATION -> "id,updated_time";
            case MESSAGE -> "id,created_time";
        };
    }

    ObjectNode show(Thing thing, @Nullable String fields, Call call) {
        return show(thing, Selection.parse(fields == null || fields.isEmpty() ? defaults(thing.kind) : fields), call);
    }

    ObjectNode show(Thing thing, List<Selection> fields, Call call) {
        ObjectNode node = JSON.createObjectNode();
        List<Selection> wanted = fields.isEmpty() ? Selection.parse(defaults(thing.kind)) : fields;
        for (Selection field : wanted) {
            JsonNode value = value(thing, field, call);
            if (value != null) {
                node.set(field.name(), value);
            }
        }
        return node.put("id", thing.id);
    }

    private @Nullable JsonNode value(Thing thing, Selection field, Call call) {
        if (field.name().equals("id")) {
            return JSON.getNodeFactory().textNode(thing.id);
        }
        return switch (thing.kind) {
            case PAGE -> page(thing, field, call);
            case PERSON -> person(thing, field);
            case POST -> post(thing, field, call);
            case COMMENT -> comment(thing, field, call);
            case CONVERSATION -> conversation(thing, field, call);
            case MESSAGE -> message(thing, field);
            case CONTAINER -> container(thing, field);
        };
    }

    private @Nullable JsonNode page(Thing page, Selection field, Call call) {
        if (call.grant().facebook() && Set.of("user_id", "account_type").contains(field.name())) {
            throw Refusal.noSuchField(field.name(), page.kind.shown);
        }
        return switch (field.name()) {
            case "user_id" -> text(page.id);
            case "name" -> text(page.name);
            case "username" -> text(page.handle);
            case "account_type" -> text("BUSINESS");
            case "biography" -> text("");
            case "followers_count" -> number(page.followers);
            case "follows_count" -> number(1);
            case "media_count" -> number(lists.ofPage(page, "media", Map.of()).size());
            case "profile_picture_url" -> text(portrait(page));
            default -> list(page, field, call);
        };
    }

    private JsonNode person(Thing person, Selection field) {
        return switch (field.name()) {
            case "name" -> text(person.name);
            case "username" -> text(person.handle);
            case "profile_pic" -> text(portrait(person));
            default -> throw Refusal.noSuchField(field.name(), person.kind.shown);
        };
    }

    private @Nullable JsonNode post(Thing post, Selection field, Call call) {
        String own = call.grant().page();
        return switch (field.name()) {
            case "caption" -> post.text.isEmpty() ? null : text(post.text);
            case "timestamp" -> text(time(post.createdAt));
            case "permalink" -> text(permalink(post));
            case "username" ->
                world.find(post.author).map(author -> text(author.handle)).orElse(null);
            case "owner" -> post.page.equals(own) ? JSON.createObjectNode().put("id", post.page) : null;
            case "media_type" -> text(mediaType(post));
            case "media_product_type" ->
                text(post.media.equals("reel") ? "REELS" : post.media.startsWith("story") ? "STORY" : "FEED");
            case "media_url" -> post.picture.isEmpty() || post.media.equals("carousel") ? null : text(post.picture);
            case "thumbnail_url" ->
                mediaType(post).equals("VIDEO") ? text("https://scontent.cdninstagram.com/" + post.id + ".jpg") : null;
            case "alt_text" -> post.alternative.isEmpty() ? null : text(post.alternative);
            case "like_count" -> number(post.likesBefore + post.likes.size());
            case "comments_count" ->
                number(world.commentsOf(post.id, lists::isListed).size());
            case "is_comment_enabled" -> bool(true);
            case "children" -> children(post);
            case "comments" -> comments(post, field, call);
            default -> throw Refusal.noSuchField(field.name(), post.kind.shown);
        };
    }

    private static String mediaType(Thing medium) {
        return switch (medium.media) {
            case "carousel" -> "CAROUSEL_ALBUM";
            case "reel", "story-video", "child-video" -> "VIDEO";
            default -> "IMAGE";
        };
    }

    private @Nullable JsonNode children(Thing post) {
        if (post.children.isEmpty()) {
            return null;
        }
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        for (String id : post.children) {
            world.find(id)
                    .ifPresent(child -> data.addObject()
                            .put("id", child.id)
                            .put("media_type", mediaType(child))
                            .put("media_url", child.picture));
        }
        return list;
    }

    private static String permalink(Thing medium) {
        return "https://www.instagram.com/p/" + medium.id + "/";
    }

    private JsonNode comments(Thing of, Selection field, Call call) {
        return Paging.page(
                lists.comments(of),
                field.modifiers(),
                address(of, field.name(), field, call),
                thing -> show(thing, field.below(), call));
    }

    private JsonNode container(Thing container, Selection field) {
        return switch (field.name()) {
            case "status_code" -> text(containers.status(container));
            case "status" -> text(containers.sentence(container));
            default -> throw Refusal.noSuchField(field.name(), container.kind.shown);
        };
    }

    private String address(Thing of, String edge, Selection field, Call call) {
        StringBuilder address = new StringBuilder(base).append('/').append(call.version());
        address.append('/').append(of.id).append('/').append(edge).append('?');
        field.modifiers().forEach((name, value) -> {
            if (!Set.of("limit", "after", "before").contains(name)) {
                address.append(name).append('=').append(Paging.encode(value)).append('&');
            }
        });
        if (!field.below().isEmpty()) {
            address.append("fields=")
                    .append(Paging.encode(names(field.below())))
                    .append('&');
        }
        return address.toString();
    }

    private static String names(List<Selection> fields) {
        return String.join(
                ",",
                fields.stream()
                        .map(field -> field.name() + (field.below().isEmpty() ? "" : "{" + names(field.below()) + "}"))
                        .toList());
    }

    private @Nullable JsonNode comment(Thing comment, Selection field, Call call) {
        return switch (field.name()) {
            case "text" -> text(comment.text);
            case "timestamp" -> text(time(comment.createdAt));
            case "from" -> named(comment.author);
            case "username" ->
                world.find(comment.author).map(author -> text(author.handle)).orElse(null);
            // Only the account's own comments say whose they are.
            case "user" ->
                comment.author.equals(comment.page) ? JSON.createObjectNode().put("id", comment.author) : null;
            case "parent_id" -> comment.parent.isEmpty() ? null : text(comment.parent);
            case "media" -> JSON.createObjectNode().put("id", comment.container);
            case "hidden" -> bool(comment.hidden);
            case "like_count" -> number(comment.likesBefore + comment.likes.size());
            case "replies" -> lists.comments(comment).isEmpty() ? null : comments(comment, field, call);
            default -> throw Refusal.noSuchField(field.name(), comment.kind.shown);
        };
    }

    private JsonNode conversation(Thing thread, Selection field, Call call) {
        return switch (field.name()) {
            case "updated_time" -> text(time(lists.updated(thread)));
            case "participants" -> people(List.of(thread.author, thread.page));
            case "messages" ->
                Paging.page(
                        lists.messages(thread),
                        field.modifiers(),
                        address(thread, "messages", field, call),
                        thing -> show(thing, field.below(), call));
            default -> throw Refusal.noSuchField(field.name(), thread.kind.shown);
        };
    }

    private ObjectNode people(List<String> ids) {
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        ids.forEach(id -> data.add(named(id)));
        return list;
    }

    private ObjectNode named(String id) {
        String name = world.find(id).map(found -> found.handle).orElse(id);
        return JSON.createObjectNode().put("id", id).put("username", name);
    }

    private @Nullable JsonNode message(Thing message, Selection field) {
        String person =
                world.find(message.container).map(thread -> thread.author).orElse("");
        boolean own = message.author.equals(message.page);
        return switch (field.name()) {
            case "created_time" -> text(time(message.createdAt));
            case "message" -> text(message.text);
            case "from" -> named(message.author);
            case "to" -> people(List.of(own ? person : message.page));
            case "attachments" -> {
                if (message.picture.isEmpty()) {
                    yield null;
                }
                ObjectNode list = JSON.createObjectNode();
                list.putArray("data").addObject().putObject("image_data").put("url", message.picture);
                yield list;
            }
            case "shares", "story", "reactions" -> null;
            case "is_unsupported" -> bool(false);
            default -> throw Refusal.noSuchField(field.name(), message.kind.shown);
        };
    }

    private JsonNode list(Thing page, Selection field, Call call) {
        return Paging.page(
                lists.ofPage(page, field.name(), field.modifiers()),
                field.modifiers(),
                address(page, field.name(), field, call),
                thing -> show(thing, field.below(), call));
    }

    private static String portrait(Thing of) {
        return "https://scontent.cdninstagram.com/portrait/" + of.id + ".jpg";
    }

    private static JsonNode text(String value) {
        return JSON.getNodeFactory().textNode(value);
    }

    private static JsonNode number(long value) {
        return JSON.getNodeFactory().numberNode(value);
    }

    private static JsonNode bool(boolean value) {
        return JSON.getNodeFactory().booleanNode(value);
    }
}
