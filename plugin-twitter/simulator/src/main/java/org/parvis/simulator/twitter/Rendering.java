package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.twitter.twittertext.Extractor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the world holds as X does, for one request: the objects asked for, then what their expansions include, then
 * what could not be found. Not thread-safe.
 */
final class Rendering {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Duration PRIVATE_METRICS = Duration.ofDays(30);
    static final Duration EDITABLE = Duration.ofHours(1);
    static final int EDITS = 5;

    private final World world;
    private final Selection selection;
    private final boolean escape;
    private final URI base;
    private final long viewer;
    private final long now;
    private final Map<Long, User> users = new LinkedHashMap<>();
    private final Map<Long, Post> referenced = new LinkedHashMap<>();
    private final Map<String, MediaFile> media = new LinkedHashMap<>();
    private final Map<Long, Post> polls = new LinkedHashMap<>();
    private final Map<String, ObjectNode> errors = new LinkedHashMap<>();

    /** @param viewer the user who asks, 0 for an app */
    Rendering(World world, Selection selection, boolean escape, URI base, long viewer) {
        this.world = world;
        this.selection = selection;
        this.escape = escape;
        this.base = base;
        this.viewer = viewer;
        this.now = world.now();
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    ArrayNode posts(Collection<Post> posts) {
        ArrayNode all = JSON.createArrayNode();
        posts.forEach(post -> all.add(post(post)));
        return all;
    }

    /** A post that was asked for, with its expansions noted. */
    ObjectNode post(Post post) {
        if (selection.expands("author_id")) {
            user(post.author, "author_id");
        }
        if (selection.expands("in_reply_to_user_id") && post.references.parentAuthor() != 0) {
            user(post.references.parentAuthor(), "in_reply_to_user_id");
        }
        if (selection.expands("entities.mentions.username")) {
            post.content.mentions().stream()
                    .filter(mention -> mention.id() != 0)
                    .forEach(mention -> user(mention.id(), "entities.mentions.username"));
        }
        if (selection.expands("attachments.media_keys")) {
            media(post.content.media());
        }
        if (selection.expands("attachments.poll_ids") && post.content.poll() != null) {
            polls.put(post.content.poll().id(), post);
        }
        if (selection.expands(selection.dialect().referencedExpansion())) {
            refer(post.references.parent());
            refer(post.references.quoted());
            refer(post.references.reposted());
        }
        if (selection.expands(selection.dialect().history)) {
            post.versions.stream()
                    .filter(version -> version != post.id)
                    .flatMap(version -> world.post(version).stream())
                    .filter(version -> version.exists(now))
                    .forEach(version -> referenced.put(version.id, version));
        }
        return plain(post);
    }

    private void refer(long id) {
        if (id == 0) {
            return;
        }
        String parameter = selection.dialect().referencedExpansion();
        Post post = world.post(id).filter(known -> known.exists(now)).orElse(null);
        if (post == null) {
            errors.put(parameter + id, Refusal.missing("tweet", parameter, Long.toString(id)));
            return;
        }
        referenced.put(id, post);
        boolean all = selection.dialect() == Dialect.POST;
        if (selection.expands("referenced_tweets.id.author_id") || all && selection.expands("author_id")) {
            user(post.author, "referenced_tweets.id.author_id");
        }
        if (selection.expands("referenced_tweets.id.attachments.media_keys")
                || all && selection.expands("attachments.media_keys")) {
            media(post.content.media());
        }
    }

    private void user(long id, String parameter) {
        world.user(id)
                .ifPresentOrElse(
                        user -> users.put(id, user),
                        () -> errors.put(parameter + id, Refusal.missing("user", parameter, Long.toString(id))));
    }

    private void media(List<String> keys) {
        for (String key : keys) {
            MediaFile file = world.media(key);
            if (file != null) {
                media.put(key, file);
            }
        }
    }

    private ObjectNode plain(Post post) {
        String visible = TextShape.shown(post);
        boolean isLong = !visible.equals(post.content.text());
        String text = shown(visible);
        ObjectNode node =
                JSON.createObjectNode().put("id", Long.toString(post.id)).put("text", text);
        post.versions.forEach(id -> node.withArray(selection.dialect().history).add(Long.toString(id)));
        if (selection.post("author_id")) {
            node.put("author_id", Long.toString(post.author));
        }
        if (selection.post("created_at")) {
            node.put("created_at", time(post.createdAt));
        }
        if (selection.post("conversation_id")) {
            node.put("conversation_id", Long.toString(post.conversation));
        }
        if (selection.post("in_reply_to_user_id") && post.references.parentAuthor() != 0) {
            node.put("in_reply_to_user_id", Long.toString(post.references.parentAuthor()));
        }
        if (selection.post(selection.dialect().referenced)) {
            references(post, node);
        }
        if (selection.post("entities")) {
            entities(post, text, node);
        }
        if (selection.post(selection.dialect().note) && isLong) {
            node.putObject(selection.dialect().note).put("text", shown(post.content.text()));
        }
        attachments(post, node);
        details(post, node);
        return node;
    }

    private String shown(String text) {
        return escape ? TextShape.escaped(text) : text;
    }

    private void references(Post post, ObjectNode node) {
        reference(node, "replied_to", post.references.parent());
        reference(node, "quoted", post.references.quoted());
        reference(node, "retweeted", post.references.reposted());
    }

    private void reference(ObjectNode node, String type, long id) {
        if (id != 0) {
            node.withArray(selection.dialect().referenced)
                    .addObject()
                    .put("type", type)
                    .put("id", Long.toString(id));
        }
    }

    private void entities(Post post, String text, ObjectNode node) {
        ObjectNode entities = JSON.createObjectNode();
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        for (Post.Mention mention : post.content.mentions()) {
            int at = lower.indexOf("@" + mention.handle().toLowerCase(java.util.Locale.ROOT));
            ObjectNode entry = place(text, at, mention.handle().length() + 1);
            entry.put("username", mention.handle());
            if (mention.id() != 0) {
                entry.put("id", Long.toString(mention.id()));
            }
            entities.withArray("mentions").add(entry);
        }
        for (Post.Link link : post.content.links()) {
            ObjectNode entry = place(text, text.indexOf(link.url()), link.url().length());
            entry.put("url", link.url()).put("expanded_url", link.expanded());
            entities.withArray("urls")
                    .add(entry.put("display_url", link.expanded().replaceFirst("^https?://(www\\.)?", "")));
        }
        for (Extractor.Entity tag : new Extractor().extractHashtagsWithIndices(text)) {
            entities.withArray("hashtags")
                    .add(place(text, tag.getStart(), tag.getEnd() - tag.getStart())
                            .put("tag", tag.getValue()));
        }
        if (!entities.isEmpty()) {
            node.set("entities", entities);
        }
    }

    /** Positions count code points; what the text does not hold is at its beginning, without length. */
    private static ObjectNode place(String text, int at, int length) {
        int start = at < 0 ? 0 : text.codePointCount(0, at);
        int end = at < 0 ? 0 : text.codePointCount(0, Math.min(text.length(), at + length));
        return JSON.createObjectNode().put("start", start).put("end", end);
    }

    private void attachments(Post post, ObjectNode node) {
        if (!selection.post("attachments")) {
            return;
        }
        ObjectNode attachments = JSON.createObjectNode();
        post.content.media().forEach(key -> attachments.withArray("media_keys").add(key));
        if (post.content.poll() != null) {
            attachments
                    .withArray("poll_ids")
                    .add(Long.toString(post.content.poll().id()));
        }
        if (!attachments.isEmpty()) {
            node.set("attachments", attachments);
        }
    }

    private void details(Post post, ObjectNode node) {
        if (selection.post("lang")) {
            node.put("lang", "und");
        }
        if (selection.post("possibly_sensitive")) {
            node.put("possibly_sensitive", false);
        }
        if (selection.post("reply_settings")) {
            node.put("reply_settings", "everyone");
        }
        if (selection.post("edit_controls")) {
            long until = post.createdAt + EDITABLE.toMillis();
            boolean premium = world.user(post.author).map(user -> user.premium).orElse(false);
            node.putObject("edit_controls")
                    .put("edits_remaining", EDITS + 1 - post.versions.size())
                    .put("is_edit_eligible", premium && post.content.poll() == null)
                    .put("editable_until", time(until));
        }
        if (selection.post("public_metrics")) {
            node.putObject("public_metrics")
                    .put(selection.dialect().repostCount, post.reposts.get())
                    .put("reply_count", post.replies.get())
                    .put("like_count", post.likes.get())
                    .put("quote_count", post.quotes.get())
                    .put("bookmark_count", 0)
                    .put("impression_count", 0);
        }
        privateMetrics(post, node);
    }

    private void privateMetrics(Post post, ObjectNode node) {
        for (String field : List.of("non_public_metrics", "organic_metrics", "promoted_metrics")) {
            if (!selection.post(field)) {
                continue;
            }
            boolean own = viewer == post.author && now - post.createdAt < PRIVATE_METRICS.toMillis();
            if (own && !field.equals("promoted_metrics")) {
                ObjectNode metrics = node.putObject(field).put("impression_count", 0);
                if (field.equals("organic_metrics")) {
                    metrics.put("retweet_count", post.reposts.get()).put("reply_count", post.replies.get());
                    metrics.put("like_count", post.likes.get());
                }
            } else {
                ObjectNode error = JSON.createObjectNode().put("resource_id", Long.toString(post.id));
                error.put("parameter", selection.dialect().fieldsParameter)
                        .put("value", field)
                        .put("field", field);
                error.put("resource_type", "tweet").put("section", "data").put("title", "Field Authorization Error");
                error.put(
                        "detail",
                        "Sorry, you are not authorized to access '" + field + "' on the Tweet with ids : [" + post.id
                                + "].");
                errors.put(field + post.id, error.put("type", Refusal.PROBLEMS + "not-authorized-for-field"));
            }
        }
    }

    ObjectNode user(User user) {
        ObjectNode node =
                JSON.createObjectNode().put("id", Long.toString(user.id)).put("name", user.name);
        node.put("username", user.handle);
        for (String field : selection.users()) {
            switch (field) {
                case "profile_image_url" -> node.put(field, base + "/media/profiles/" + user.id + "_normal.png");
                case "verified" -> node.put(field, user.premium);
                case "verified_type" -> node.put(field, user.premium ? "business" : "none");
                case "subscription_type" -> node.put(field, user.premium ? "Premium" : "None");
                case "protected" -> node.put(field, false);
                case "description", "location", "url" -> node.put(field, "");
                case "created_at" -> node.put(field, "2010-11-04T01:42:54.000Z");
                case "receives_your_dm" -> node.put(field, true);
                case "public_metrics" ->
                    node.putObject(field)
                            .put("followers_count", user.followers)
                            .put("following_count", 0)
                            .put(
                                    selection.dialect().postCount,
                                    world.by(user.id).size())
                            .put("listed_count", 0)
                            .put("like_count", 0)
                            .put("media_count", 0);
                default -> {}
            }
        }
        return node;
    }

    ObjectNode message(Message message) {
        ObjectNode node =
                JSON.createObjectNode().put("id", Long.toString(message.id)).put("text", shown(message.text));
        node.put("event_type", "MessageCreate");
        if (selection.message("created_at")) {
            node.put("created_at", time(message.createdAt));
        }
        if (selection.message("sender_id")) {
            node.put("sender_id", Long.toString(message.sender));
        }
        if (selection.message("dm_conversation_id")) {
            node.put("dm_conversation_id", message.conversation);
        }
        if (selection.message("attachments") && !message.media.isEmpty()) {
            message.media.forEach(node.putObject("attachments").putArray("media_keys")::add);
        }
        if (selection.expands("sender_id")) {
            user(message.sender, "sender_id");
        }
        if (selection.expands("attachments.media_keys")) {
            media(message.media);
        }
        return node;
    }

    /** Adds {@code includes} and {@code errors} to an answer, where there are any. */
    void finish(ObjectNode answer) {
        ObjectNode includes = JSON.createObjectNode();
        users.values().forEach(user -> includes.withArray("users").add(user(user)));
        List.copyOf(referenced.values())
                .forEach(
                        post -> includes.withArray(selection.dialect().includes).add(plain(post)));
        media.values().forEach(file -> includes.withArray("media").add(file(file)));
        polls.values().forEach(post -> includes.withArray("polls").add(poll(post, post.content.poll())));
        if (!includes.isEmpty()) {
            answer.set("includes", includes);
        }
        errors.values().forEach(answer.withArray("errors")::add);
        if (answer.path("errors").isEmpty()) {
            answer.remove("errors");
        }
    }

    /** Notes that something asked for is not there. */
    void missing(String type, String parameter, String value) {
        errors.put(parameter + value, Refusal.missing(type, parameter, value));
    }

    private ObjectNode file(MediaFile file) {
        ObjectNode node = JSON.createObjectNode().put("media_key", file.key).put("type", file.type());
        String url = base + "/media/" + file.key;
        for (String field : selection.media()) {
            switch (field) {
                case "url" -> {
                    if (file.type().equals("photo")) {
                        node.put(field, url);
                    }
                }
                case "preview_image_url" -> {
                    if (!file.type().equals("photo")) {
                        node.put(field, url + "/preview");
                    }
                }
                case "alt_text" -> {
                    if (!file.alternativeText.isEmpty()) {
                        node.put(field, file.alternativeText);
                    }
                }
                case "variants" -> {
                    if (!file.type().equals("photo")) {
                        node.putArray(field)
                                .addObject()
                                .put("content_type", file.mediaType)
                                .put("url", url)
                                .put("bit_rate", 832000);
                    }
                }
                default -> {}
            }
        }
        return node;
    }

    private ObjectNode poll(Post post, Post.@Nullable Poll poll) {
        ObjectNode node = JSON.createObjectNode();
        if (poll == null) {
            return node;
        }
        node.put("id", Long.toString(poll.id()));
        for (int i = 0; i < poll.options().size(); i++) {
            node.withArray("options")
                    .addObject()
                    .put("position", i + 1)
                    .put("label", poll.options().get(i))
                    .put("votes", 0);
        }
        long end = post.createdAt + Duration.ofMinutes(poll.minutes()).toMillis();
        if (selection.polls().contains("duration_minutes")) {
            node.put("duration_minutes", poll.minutes());
        }
        if (selection.polls().contains("end_datetime")) {
            node.put("end_datetime", time(end));
        }
        if (selection.polls().contains("voting_status")) {
            node.put("voting_status", now < end ? "open" : "closed");
        }
        return node;
    }
}
