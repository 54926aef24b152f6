package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
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
    private final Films films;
    private final String base;

    Rendering(World world, Lists lists, Films films, String base) {
        this.world = world;
        this.lists = lists;
        this.films = films;
        this.base = base;
    }

    /** {@code 2026-11-20T10:00:00+0000}. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** Fields where none are asked for. */
    private static String defaults(Thing.Kind kind) {
        return switch (kind) {
            case PAGE, PERSON -> "id,name";
            case POST -> "created_time,message,story,id";
            case COMMENT -> "created_time,from,message,id";
            case CONVERSATION -> "id,link,updated_time";
            case MESSAGE -> "id,created_time";
            case PHOTO -> "created_time,name,id";
            case VIDEO -> "updated_time,description,id";
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
            case MESSAGE -> message(thing, field, call);
            case PHOTO -> photo(thing, field);
            case VIDEO -> video(thing, field, call);
        };
    }

    private @Nullable JsonNode page(Thing page, Selection field, Call call) {
        return switch (field.name()) {
            case "name" -> text(page.name);
            case "username" -> text(page.handle);
            case "category" -> text("Local business");
            case "link" -> text("https://www.facebook.com/" + page.handle);
            case "followers_count" -> number(page.followers + page.likes.size());
            case "fan_count" -> number(page.followers);
            case "about", "access_token", "instagram_business_account" -> null;
            case "tasks" -> {
                ArrayNode tasks = JSON.createArrayNode();
                List.of("ADVERTISE", "ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE", "MANAGE")
                        .forEach(tasks::add);
                yield tasks;
            }
            case "picture" -> picture(page);
            default -> list(page, field, call);
        };
    }

    private @Nullable JsonNode person(Thing person, Selection field) {
        return switch (field.name()) {
            case "name" -> text(person.name);
            case "first_name" -> text(person.name.split(" ")[0]);
            case "last_name" -> text(person.name.substring(person.name.indexOf(' ') + 1));
            case "profile_pic" -> text(portrait(person));
            case "picture" -> picture(person);
            default -> throw Refusal.noSuchField(field.name(), person.kind.shown);
        };
    }

    private @Nullable JsonNode post(Thing post, Selection field, Call call) {
        return switch (field.name()) {
            case "message" -> post.text.isEmpty() ? null : text(post.text);
            case "story" -> null;
            case "created_time" -> text(time(post.createdAt));
            case "updated_time" -> text(time(post.updatedAt));
            case "permalink_url" -> text(permalink(post));
            case "full_picture" -> post.picture.isEmpty() ? null : text(post.picture);
            case "status_type" -> text(statusType(post));
            case "is_published" -> JSON.getNodeFactory().booleanNode(lists.isPublished(post));
            case "is_hidden" -> JSON.getNodeFactory().booleanNode(post.hidden);
            case "scheduled_publish_time" -> post.scheduledAt == 0 ? null : number(post.scheduledAt / 1000);
            case "from" -> person(post.author, field, call);
            case "attachments" -> attachments(post);
            case "shares" ->
                post.sharesBefore == 0 ? null : JSON.createObjectNode().put("count", post.sharesBefore);
            case "comments" -> comments(post, field, call);
            case "reactions", "likes" -> reactions(post, field);
            case "message_tags", "targeting", "place" -> null;
            // A story shown on the edge of stories.
            case "post_id" -> text(post.id);
            case "status" -> text("PUBLISHED");
            case "creation_time" -> text(Long.toString(post.createdAt / 1000));
            case "media_type" -> text(post.media.endsWith("video") ? "video" : "photo");
            default -> throw Refusal.noSuchField(field.name(), post.kind.shown);
        };
    }

    private static String statusType(Thing post) {
        return switch (post.media) {
            case "photo", "album" -> "added_photos";
            case "video", "reel" -> "added_video";
            default -> post.link.isEmpty() ? "mobile_status_update" : "shared_story";
        };
    }

    private String permalink(Thing thing) {
        return "https://www.facebook.com/" + thing.id;
    }

    private @Nullable JsonNode attachments(Thing post) {
        if (post.media.isEmpty() && post.link.isEmpty()) {
            return null;
        }
        ObjectNode list = JSON.createObjectNode();
        ObjectNode one = list.putArray("data").addObject();
        switch (post.media) {
            case "photo" -> one.put("media_type", "photo").put("type", "photo");
            case "album" -> one.put("media_type", "album").put("type", "album");
            case "video", "reel" -> one.put("media_type", "video").put("type", "video_inline");
            default -> one.put("media_type", "link").put("type", "share").put("title", post.link);
        }
        one.put("url", post.link.isEmpty() ? permalink(post) : post.link);
        if (!post.picture.isEmpty()) {
            one.putObject("media")
                    .putObject("image")
                    .put("src", post.picture)
                    .put("height", 720)
                    .put("width", 720);
        }
        one.putObject("target").put("id", post.id).put("url", permalink(post));
        return list;
    }

    private JsonNode reactions(Thing thing, Selection field) {
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        if (!"0".equals(field.modifiers().get("limit"))) {
            thing.likes.forEach(who -> data.addObject().put("id", who));
        }
        if (field.modifiers().containsKey("summary")) {
            list.putObject("summary").put("total_count", thing.likesBefore + thing.likes.size());
        }
        return list;
    }

    private JsonNode comments(Thing of, Selection field, Call call) {
        Map<String, String> parameters = new LinkedHashMap<>(field.modifiers());
        List<Thing> all = lists.comments(of, parameters);
        ObjectNode list = Paging.page(
                all, parameters, address(of, "comments", field, call), thing -> show(thing, field.below(), call));
        if (parameters.containsKey("summary")) {
            list.putObject("summary")
                    .put("order", parameters.getOrDefault("order", "chronological"))
                    .put("total_count", Math.max(of.commentsBefore, all.size()))
                    .put("can_comment", true);
        }
        return list;
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

    /** Who wrote it; only a page's own token learns that. */
    private @Nullable JsonNode person(String id, Selection field, Call call) {
        if (call.grant().page().isEmpty()) {
            return null;
        }
        return world.find(id)
                .map(author -> {
                    ObjectNode node = JSON.createObjectNode().put("name", author.name);
                    if (field.below().stream().anyMatch(below -> below.name().equals("picture"))) {
                        node.set("picture", picture(author));
                    }
                    return node.put("id", author.id);
                })
                .orElse(null);
    }

    private @Nullable JsonNode comment(Thing comment, Selection field, Call call) {
        boolean own = comment.author.equals(comment.page);
        return switch (field.name()) {
            case "message" -> text(comment.text);
            case "created_time" -> text(time(comment.createdAt));
            case "from" -> person(comment.author, field, call);
            case "parent" ->
                comment.parent.isEmpty() ? null : JSON.createObjectNode().put("id", comment.parent);
            case "object" -> JSON.createObjectNode().put("id", comment.container);
            case "is_hidden" -> bool(comment.hidden);
            case "is_private" -> bool(false);
            case "permalink_url" -> text(permalink(comment));
            case "like_count" -> number(comment.likesBefore + comment.likes.size());
            case "user_likes" -> bool(comment.likes.contains(comment.page));
            case "comment_count" -> number(lists.comments(comment, Map.of()).size());
            case "can_comment", "can_like", "can_remove" -> bool(true);
            case "can_hide", "can_reply_privately" -> bool(!own && !comment.answeredPrivately);
            case "comments" -> comments(comment, field, call);
            case "attachment" -> {
                if (comment.picture.isEmpty()) {
                    yield null;
                }
                ObjectNode one = JSON.createObjectNode().put("type", "photo").put("url", comment.picture);
                one.putObject("media").putObject("image").put("src", comment.picture);
                yield one;
            }
            case "message_tags" -> null;
            default -> throw Refusal.noSuchField(field.name(), comment.kind.shown);
        };
    }

    private @Nullable JsonNode conversation(Thing thread, Selection field, Call call) {
        List<Thing> messages = world.messagesOf(thread.id);
        return switch (field.name()) {
            case "updated_time" -> text(time(lists.updated(thread)));
            case "link" -> text("/" + thread.page + "/inbox/" + thread.author + "/");
            case "snippet" -> text(messages.isEmpty() ? "" : messages.get(0).text);
            case "message_count" -> number(messages.size());
            case "unread_count" -> number(0);
            case "can_reply" -> bool(true);
            case "participants", "senders" -> people(List.of(thread.author, thread.page));
            case "messages" ->
                Paging.page(
                        messages,
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
        String name = world.find(id).map(found -> found.name).orElse(id);
        return JSON.createObjectNode()
                .put("name", name)
                .put("email", id + "@facebook.com")
                .put("id", id);
    }

    private @Nullable JsonNode message(Thing message, Selection field, Call call) {
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
                ObjectNode one = list.putArray("data").addObject();
                one.put("id", message.id + "a").put("mime_type", "image/jpeg").put("name", "picture");
                one.putObject("image_data").put("url", message.picture);
                yield list;
            }
            case "sticker", "shares", "reactions", "tags" -> null;
            default -> throw Refusal.noSuchField(field.name(), message.kind.shown);
        };
    }

    private @Nullable JsonNode photo(Thing photo, Selection field) {
        return switch (field.name()) {
            case "created_time" -> text(time(photo.createdAt));
            case "name" -> photo.text.isEmpty() ? null : text(photo.text);
            case "alt_text_custom", "alt_text" -> text(photo.alternative);
            case "page_story_id" -> photo.post.isEmpty() ? null : text(photo.post);
            case "link" -> text(permalink(photo));
            case "picture" -> text(photo.picture);
            default -> throw Refusal.noSuchField(field.name(), photo.kind.shown);
        };
    }

    private @Nullable JsonNode video(Thing video, Selection field, Call call) {
        return switch (field.name()) {
            case "created_time" -> text(time(video.createdAt));
            case "updated_time" -> text(time(video.updatedAt));
            case "description" -> video.text.isEmpty() ? null : text(video.text);
            case "title" -> video.title.isEmpty() ? null : text(video.title);
            case "permalink_url" -> text("/" + video.page + "/videos/" + video.id + "/");
            case "post_id" ->
                films.isReady(video) && !video.post.isEmpty()
                        ? text(video.post.substring(video.post.indexOf('_') + 1))
                        : null;
            case "published" -> bool(films.isPublished(video));
            case "status" -> films.status(video);
            case "length" -> number(10);
            case "comments" -> comments(video, field, call);
            case "likes", "reactions" -> reactions(video, field);
            default -> throw Refusal.noSuchField(field.name(), video.kind.shown);
        };
    }

    private JsonNode list(Thing page, Selection field, Call call) {
        return Paging.page(
                lists.ofPage(page, field.name(), field.modifiers()),
                field.modifiers(),
                address(page, field.name(), field, call),
                thing -> show(thing, field.below(), call));
    }

    private JsonNode picture(Thing of) {
        ObjectNode node = JSON.createObjectNode();
        node.putObject("data")
                .put("height", 50)
                .put("is_silhouette", false)
                .put("url", portrait(of))
                .put("width", 50);
        return node;
    }

    private static String portrait(Thing of) {
        return "https://scontent.fbcdn.net/portrait/" + of.id + ".jpg";
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
