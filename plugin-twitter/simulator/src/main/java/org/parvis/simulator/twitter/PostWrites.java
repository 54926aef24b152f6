package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/** Writing posts: create, answer, quote, edit, delete, hide, like and repost. */
final class PostWrites {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DUPLICATE = Duration.ofHours(24);
    private static final Set<String> MEMBERS = Set.of(
            "card_uri",
            "community_id",
            "direct_message_deep_link",
            "edit_options",
            "for_super_followers_only",
            "geo",
            "made_with_ai",
            "media",
            "nullcast",
            "paid_partnership",
            "poll",
            "quote_tweet_id",
            "reply",
            "reply_settings",
            "share_with_followers",
            "text");
    private static final Set<String> AUDIENCES = Set.of("following", "mentionedUsers", "subscribers", "verified");

    private final World world;
    private final Changes changes;
    private final Settings settings;

    PostWrites(World world, Changes changes, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
    }

    /** {@code POST /2/tweets}. */
    Reply create(Call call) {
        call.parameters().check();
        JsonNode body = call.body();
        Bodies.only(body, "$", MEMBERS);
        String text = Bodies.text(body, "$", "text");
        User author = world.user(call.user()).orElseThrow(Refusal::unauthorized);
        ObjectNode event = Changes.event("post").put("author", author.id).put("written", text);
        Post.References references = references(body, author, text);
        Post former = former(body, author);
        attach(body, author, event);
        String audience = Bodies.text(body, "$", "reply_settings");
        if (!audience.isEmpty() && !AUDIENCES.contains(audience)) {
            throw Bodies.wrong("$.reply_settings: does not have a value in the enumeration " + AUDIENCES);
        }
        if (text.isBlank() && !event.has("media") && !event.has("poll") && references.quoted() == 0) {
            throw Refusal.invalid("text", text, "You must provide text, media, a poll or a quoted Tweet.");
        }
        checkLength(text, author, references);
        synchronized (world) {
            checkDuplicate(text, author, references, event.has("media"));
            fill(event, text, references, former);
            changes.accepted(
                    "createPosts",
                    author.id,
                    event.get("id").asLong(),
                    text,
                    event,
                    call.exchange().id());
        }
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode data = answer.putObject("data").put("id", event.get("id").asText());
        String shown = event.get("text").asText();
        data.put("text", settings.escape() ? TextShape.escaped(shown) : shown);
        world.post(event.get("id").asLong())
                .ifPresent(post -> post.versions.forEach(
                        id -> data.withArray("edit_history_tweet_ids").add(Long.toString(id))));
        return Reply.json(201, answer);
    }

    private Post.References references(JsonNode body, User author, String text) {
        long quoted = body.has("quote_tweet_id") ? Bodies.id(body, "$", "quote_tweet_id") : 0;
        if (quoted != 0) {
            if (!settings.enterprise()) {
                throw Refusal.forbidden("Quoting posts is not permitted for your access level.");
            }
            existing(quoted, "quote_tweet_id");
        }
        if (!body.has("reply")) {
            return new Post.References(0, 0, quoted, 0);
        }
        JsonNode reply = body.get("reply");
        Bodies.only(
                reply,
                "$.reply",
                Set.of("in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"));
        Post parent = world.post(Bodies.id(reply, "$.reply", "in_reply_to_tweet_id"))
                .filter(post -> post.exists(world.now()))
                .orElseThrow(() ->
                        Refusal.forbidden("You attempted to reply to a Tweet that is deleted or not visible to you."));
        if (settings.replyRule() && !summoned(parent, author)) {
            throw Refusal.forbidden("Reply to this conversation is not allowed because you have not been mentioned or "
                    + "otherwise engaged by the author of the post you are replying to.");
        }
        return new Post.References(parent.id, parent.author, quoted, 0);
    }

    /** Whether the author of the answered post called for the account: named it in the conversation, or quoted it. */
    private boolean summoned(Post parent, User author) {
        if (parent.author == author.id || parent.mentions(author.id)) {
            return true;
        }
        if (world.post(parent.references.quoted())
                .filter(post -> post.author == author.id)
                .isPresent()) {
            return true;
        }
        PostIndex.View conversation = world.conversation(parent.conversation);
        for (int i = 0; i < conversation.size(); i++) {
            Post post = conversation.at(i);
            if (post.author == parent.author && post.exists(world.now()) && post.mentions(author.id)) {
                return true;
            }
        }
        return false;
    }

    private Post existing(long id, String parameter) {
        return world.post(id)
                .filter(post -> post.exists(world.now()))
                .orElseThrow(() -> Refusal.invalid(parameter, Long.toString(id), "The Tweet does not exist."));
    }

    private @Nullable Post former(JsonNode body, User author) {
        if (!body.has("edit_options")) {
            return null;
        }
        Bodies.only(body.get("edit_options"), "$.edit_options", Set.of("previous_post_id"));
        Post former =
                existing(Bodies.id(body.get("edit_options"), "$.edit_options", "previous_post_id"), "previous_post_id");
        boolean inTime = world.now()
                        - world.post(former.versions.get(0))
                                .map(post -> post.createdAt)
                                .orElse(0L)
                < Rendering.EDITABLE.toMillis();
        boolean ownThread = former.references.parentAuthor() == 0 || former.references.parentAuthor() == author.id;
        boolean editable = former.author == author.id
                && author.premium
                && inTime
                && ownThread
                && former.content.poll() == null
                && former.versions.size() <= Rendering.EDITS
                && former.replacedAt == Long.MAX_VALUE;
        if (!editable) {
            throw Refusal.forbidden("You are not permitted to edit this Tweet.");
        }
        return former;
    }

    private void attach(JsonNode body, User author, ObjectNode event) {
        if (body.has("media")) {
            JsonNode media = body.get("media");
            Bodies.only(
                    media,
                    "$.media",
                    Set.of(
                            "media_ids",
                            "tagged_user_ids",
                            "title",
                            "description",
                            "preview_media_id",
                            "embeddable",
                            "call_to_actions"));
            if (!media.path("media_ids").isArray()
                    || media.get("media_ids").isEmpty()
                    || media.get("media_ids").size() > 4) {
                throw Bodies.wrong("$.media.media_ids: there must be between 1 and 4 items in the array");
            }
            for (JsonNode id : media.get("media_ids")) {
                MediaFile file = world.media(Bodies.id(id, "$.media.media_ids[*]"))
                        .filter(known -> known.owner == author.id && known.finalized)
                        .filter(known -> known.readyAt <= world.now() && world.now() < known.expiresAt)
                        .orElseThrow(
                                () -> Refusal.invalid("media.media_ids", id.asText(), "Your media IDs are invalid."));
                event.withArray("media").add(file.key);
            }
        }
        if (body.has("poll")) {
            poll(body, event);
        }
    }

    private static void poll(JsonNode body, ObjectNode event) {
        JsonNode poll = body.get("poll");
        Bodies.only(poll, "$.poll", Set.of("options", "duration_minutes", "reply_settings"));
        if (body.has("media") || body.has("quote_tweet_id")) {
            throw Bodies.wrong("$: a poll can not be combined with media or a quoted Tweet");
        }
        int minutes = poll.path("duration_minutes").asInt(0);
        if (minutes < 5 || minutes > 10_080) {
            throw Bodies.wrong("$.poll.duration_minutes: must be between 5 and 10080");
        }
        JsonNode options = poll.path("options");
        if (options.size() < 2 || options.size() > 4) {
            throw Bodies.wrong("$.poll.options: there must be between 2 and 4 items in the array");
        }
        for (JsonNode option : options) {
            if (!option.isTextual()
                    || option.asText().isEmpty()
                    || option.asText().length() > 25) {
                throw Bodies.wrong("$.poll.options[*]: must be between 1 and 25 characters long");
            }
        }
        event.putObject("poll").put("minutes", minutes).set("options", options);
    }

    private void checkLength(String text, User author, Post.References references) {
        Set<String> participants = new HashSet<>();
        world.post(references.parent()).ifPresent(parent -> {
            world.user(parent.author).ifPresent(user -> participants.add(user.handle.toLowerCase(Locale.ROOT)));
            parent.content
                    .mentions()
                    .forEach(mention -> participants.add(mention.handle().toLowerCase(Locale.ROOT)));
        });
        int longest = author.premium ? TextShape.LONGEST_PREMIUM : TextShape.LONGEST;
        if (text.length() > 4 * TextShape.LONGEST_PREMIUM
                || TextShape.weight(TextShape.withoutLeadingMentions(text, participants)) > longest) {
            throw Refusal.invalid(
                    "text",
                    text.length() > 500 ? text.substring(0, 500) : text,
                    "Your Tweet text is too long. For more information on how Twitter determines text length see "
                            + "https://github.com/twitter/twitter-text.");
        }
    }

    private void checkDuplicate(String text, User author, Post.References references, boolean media) {
        long last = changes.lastSame(author.id, text, references);
        if (settings.duplicateRule()
                && !media
                && !text.isEmpty()
                && last >= 0
                && world.now() - last < DUPLICATE.toMillis()) {
            throw Refusal.forbidden("You are not allowed to create a Tweet with duplicate content.");
        }
    }

    private void fill(ObjectNode event, String text, Post.References references, @Nullable Post former) {
        long id = world.nextId();
        long now = world.now();
        TextShape.Shortened shortened = settings.shortLinks()
                ? TextShape.shortened(text, id)
                : new TextShape.Shortened(text, java.util.List.of());
        event.put("id", id).put("text", shortened.text()).put("createdAt", now);
        event.put("listedAt", now + settings.consistencyMillis());
        shortened
                .links()
                .forEach(link -> event.withArray("links")
                        .addObject()
                        .put("url", link.url())
                        .put("expanded", link.expanded()));
        mentions(world, text)
                .forEach((handle, user) ->
                        event.withArray("mentions").addObject().put("id", user).put("handle", handle));
        if (former != null) {
            event.put("replaces", former.id).put("parent", former.references.parent());
            event.put("parentAuthor", former.references.parentAuthor()).put("quoted", former.references.quoted());
        } else {
            event.put("parent", references.parent()).put("parentAuthor", references.parentAuthor());
            event.put("quoted", references.quoted());
        }
    }

    /** Whom a text names, and their ids; 0 for whom nobody knows. */
    static Map<String, Long> mentions(World world, String text) {
        Map<String, Long> mentions = new LinkedHashMap<>();
        for (String handle : TextShape.mentions(text)) {
            mentions.putIfAbsent(handle, world.user(handle).map(user -> user.id).orElse(0L));
        }
        return mentions;
    }

    /** {@code DELETE /2/tweets/{id}}. */
    Reply delete(Call call) {
        long id = call.pathId();
        call.parameters().check();
        Post post = world.post(id)
                .filter(known -> known.exists(world.now()))
                .orElseThrow(() -> Refusal.notFound("tweet", "id", Long.toString(id)));
        if (post.author != call.user()) {
            throw Refusal.forbidden("You are not authorized to delete this Tweet.");
        }
        ObjectNode event = Changes.event("post.deleted")
                .put("id", id)
                .put("at", world.now())
                .put("user", call.user());
        changes.accepted(
                "deletePosts", call.user(), id, "", event, call.exchange().id());
        return done("deleted", true);
    }

    /** {@code PUT /2/tweets/{id}/hidden}: only answers in conversations that the account began. */
    Reply hide(Call call) {
        long id = call.pathId();
        call.parameters().check();
        Bodies.only(call.body(), "$", Set.of("hidden"));
        boolean hidden = Bodies.flag(call.body(), "$", "hidden");
        Post post = world.post(id)
                .filter(known -> known.exists(world.now()))
                .orElseThrow(() -> Refusal.notFound("tweet", "id", Long.toString(id)));
        boolean own = world.post(post.conversation)
                .filter(root -> root.author == call.user())
                .isPresent();
        if (!own || post.references.parent() == 0 || post.author == call.user()) {
            throw Refusal.forbidden("You are not permitted to hide this reply.");
        }
        ObjectNode event = Changes.event("post.hidden").put("id", id).put("hidden", hidden);
        changes.accepted(
                "hidePostsReply", call.user(), id, "", event, call.exchange().id());
        return done("hidden", hidden);
    }

    /** {@code POST /2/users/{id}/likes} and {@code DELETE /2/users/{id}/likes/{tweet_id}}. */
    Reply like(Call call, boolean on) {
        long id = target(call, on);
        if (!settings.enterprise()) {
            throw Refusal.clientForbidden("Likes are not available for your access level.");
        }
        existing(id, "tweet_id");
        ObjectNode event =
                Changes.event(on ? "like" : "unlike").put("user", call.user()).put("post", id);
        changes.accepted(
                on ? "likePost" : "unlikePost",
                call.user(),
                id,
                "",
                event,
                call.exchange().id());
        return done("liked", on);
    }

    /** {@code POST /2/users/{id}/retweets} and {@code DELETE /2/users/{id}/retweets/{tweet_id}}. */
    Reply repost(Call call, boolean on) {
        Post post = existing(target(call, on), "tweet_id");
        ObjectNode data = JSON.createObjectNode().put("retweeted", on);
        if (on && world.reposters(post.id).containsKey(call.user())) {
            throw Refusal.forbidden("You cannot retweet a Tweet that you have already retweeted.");
        }
        synchronized (world) {
            ObjectNode event = Changes.event(on ? "post" : "unrepost");
            long id = on ? world.nextId() : post.id;
            if (on) {
                String text = "RT @"
                        + world.user(post.author).map(user -> user.handle).orElse("") + ": " + post.content.text();
                event.put("id", id).put("author", call.user()).put("text", text).put("createdAt", world.now());
                event.put("reposted", post.id).put("listedAt", world.now() + settings.consistencyMillis());
                data.put("rest_id", Long.toString(id)).put("id", Long.toString(id));
            } else {
                event.put("user", call.user()).put("post", post.id).put("at", world.now());
            }
            changes.accepted(
                    on ? "repostPost" : "unrepostPost",
                    call.user(),
                    id,
                    "",
                    event,
                    call.exchange().id());
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("data", data);
        return Reply.json(200, answer);
    }

    private static long target(Call call, boolean inBody) {
        long user = call.pathId();
        long fromPath =
                inBody ? 0 : call.parameters().id("tweet_id", call.path().get(1));
        call.parameters().check();
        if (user != call.user()) {
            throw Refusal.invalid(
                    "id",
                    call.path().get(0),
                    "The `id` query parameter value [" + call.path().get(0)
                            + "] must be the same as the authenticating user [" + call.user() + "]");
        }
        if (!inBody) {
            return fromPath;
        }
        Bodies.only(call.body(), "$", Set.of("tweet_id"));
        return Bodies.id(call.body(), "$", "tweet_id");
    }

    static Reply done(String what, boolean value) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data").put(what, value);
        return Reply.json(200, answer);
    }
}
