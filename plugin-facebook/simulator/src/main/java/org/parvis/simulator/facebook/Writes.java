package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.parvis.simulation.Reply;

/** What clients of the network change: posts, pictures, stories, comments, likes, messages. */
final class Writes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_POST = 63_206;
    private static final int LONGEST_COMMENT = 8_000;
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LARGEST_PICTURE = 10 << 20;
    private static final long SOONEST = Duration.ofMinutes(10).toMillis();
    private static final long LATEST = Duration.ofDays(30).toMillis();
    private static final long WINDOW = Duration.ofHours(24).toMillis();
    private static final long PERSON_WINDOW = Duration.ofDays(7).toMillis();

    private final World world;
    private final Changes changes;
    private final Settings settings;

    Writes(World world, Changes changes, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
    }

    private static Reply success() {
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }

    Reply feed(Thing page, Call call) {
        String text = call.parameter("message").orElse("");
        String link = call.parameter("link").orElse("");
        if (text.length() > LONGEST_POST) {
            throw Refusal.parameter("param message must be at most " + LONGEST_POST + " characters");
        }
        if (!link.isEmpty() && !link.matches("https?://\\S+")) {
            throw Refusal.of(400, "FacebookApiException", 1609005, 0, "(#1609005) Unable to scrape link " + link);
        }
        List<Thing> photos = attached(page, call);
        if (text.isBlank() && link.isEmpty() && photos.isEmpty()) {
            throw Refusal.parameter("You cannot publish an empty post");
        }
        refuseDuplicate(page, text, link);
        ObjectNode event = post(page, text, call);
        event.put("link", link).put("media", photos.isEmpty() ? "" : photos.size() == 1 ? "photo" : "album");
        if (!photos.isEmpty()) {
            event.put("picture", photos.get(0).picture);
        }
        String id = event.get("id").asText();
        changes.accepted(page.id, "post.feed", id, text, event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", id));
    }

    /** Off unless set: Facebook itself decides when the same text is the same post. */
    private void refuseDuplicate(Thing page, String text, String link) {
        if (!settings.flag("refuse-duplicates", false) || text.isBlank()) {
            return;
        }
        boolean same = world.ofPage(page.id, thing -> thing.kind == Thing.Kind.POST).stream()
                .anyMatch(post -> post.text.equals(text) && post.link.equals(link) && post.author.equals(page.id));
        if (same) {
            throw Refusal.of(
                    400,
                    "FacebookApiException",
                    506,
                    1455006,
                    "(#506) Duplicate status message: This status update is"
                            + " identical to the last one you posted.");
        }
    }

    private List<Thing> attached(Thing page, Call call) {
        List<Thing> photos = new ArrayList<>();
        for (int i = 0; call.parameters().containsKey("attached_media[" + i + "]"); i++) {
            photos.add(photo(
                    page,
                    call.json("attached_media[" + i + "]").path("media_fbid").asText()));
        }
        if (call.parameters().containsKey("attached_media")) {
            for (JsonNode each : call.json("attached_media")) {
                photos.add(photo(page, each.path("media_fbid").asText()));
            }
        }
        return photos;
    }

    private Thing photo(Thing page, String id) {
        return world.find(id)
                .filter(thing -> thing.kind == Thing.Kind.PHOTO && thing.page.equals(page.id))
                .orElseThrow(() -> Refusal.parameter("Invalid parameter: no photo " + id));
    }

    /** A post that is to appear now, later, or never. */
    private ObjectNode post(Thing page, String text, Call call) {
        long now = world.now();
        ObjectNode event = Changes.event("post").put("page", page.id).put("author", page.id);
        event.put("id", page.id + "_" + world.nextNumber()).put("text", text).put("createdAt", now);
        event.put("listedAt", now + settings.consistencyMillis());
        long scheduled = call.seconds("scheduled_publish_time", 0) * 1000;
        if (!call.flag("published", true)) {
            event.put("published", false);
            if (scheduled != 0) {
                checkSchedule(scheduled);
                event.put("scheduledAt", scheduled);
            }
        } else if (scheduled != 0) {
            throw Refusal.parameter("You cannot specify a scheduled publish time on a published post");
        }
        return event;
    }

    void checkSchedule(long scheduled) {
        long now = world.now();
        if (scheduled < now + SOONEST || scheduled > now + LATEST) {
            throw Refusal.parameter(
                    "The specified scheduled publish time is invalid: it must be between 10 minutes and 30 days from"
                            + " now");
        }
    }

    Reply photos(Thing page, Call call) {
        // Documented as "source"; Facebook takes a file by any name, as client libraries rely on.
        Multipart.Part file = call.files().values().stream()
                .filter(Multipart.Part::isFile)
                .findFirst()
                .orElse(null);
        String address = call.parameter("url").orElse("");
        if (file == null && address.isEmpty()) {
            throw Refusal.of(400, "OAuthException", 324, 2069019, "(#324) Requires upload file");
        }
        if (file != null && (file.bytes().length == 0 || file.bytes().length > LARGEST_PICTURE)) {
            throw Refusal.of(400, "OAuthException", 324, 2069019, "(#324) Missing or invalid image file");
        }
        String id = Long.toString(world.nextNumber());
        String text =
                call.parameter("caption").or(() -> call.parameter("message")).orElse("");
        String picture = address.isEmpty() ? "https://scontent.fbcdn.net/photo/" + id + ".jpg" : address;
        ObjectNode photo =
                Changes.event("photo").put("id", id).put("page", page.id).put("author", page.id);
        photo.put("text", text).put("picture", picture).put("createdAt", world.now());
        photo.put("alternative", call.parameter("alt_text_custom").orElse(""));
        ObjectNode answer = JSON.createObjectNode().put("id", id);
        boolean shown = call.flag("published", true) || call.parameters().containsKey("scheduled_publish_time");
        if (!shown) {
            changes.kept(photo, call.requestId());
            return Reply.json(200, answer);
        }
        ObjectNode post = post(page, text, call).put("media", "photo").put("picture", picture);
        String postId = post.get("id").asText();
        changes.kept(photo.put("post", postId), call.requestId());
        changes.accepted(page.id, "post.photos", postId, text, post, call.requestId());
        return Reply.json(200, answer.put("post_id", postId));
    }

    Reply photoStory(Thing page, Call call) {
        Thing photo = photo(page, call.required("photo_id"));
        ObjectNode post = post(page, "", call).put("media", "story_photo").put("picture", photo.picture);
        post.put("alternative", photo.alternative);
        String id = post.get("id").asText();
        changes.accepted(page.id, "post.photo_stories", id, "", post, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("success", true).put("post_id", id));
    }

    Reply comment(Thing of, Call call) {
        String text = call.parameter("message").orElse("");
        String picture = call.parameter("attachment_url").orElse("");
        if (text.isBlank() && picture.isEmpty()) {
            throw Refusal.of(400, "OAuthException", 100, 1349125, "(#100) The comment is empty");
        }
        if (text.length() > LONGEST_COMMENT) {
            throw Refusal.parameter("param message must be at most " + LONGEST_COMMENT + " characters");
        }
        ObjectNode event = comment(of, call.grant().page(), text).put("picture", picture);
        String id = event.get("id").asText();
        changes.accepted(of.page, "post.comments", id, text, event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", id));
    }

    /** A comment on a post, or an answer to one; answers to answers hang below the top comment, as Facebook shows them. */
    ObjectNode comment(Thing of, String author, String text) {
        Thing post = of.kind == Thing.Kind.COMMENT
                ? world.find(of.container).orElseThrow()
                : of.kind == Thing.Kind.VIDEO ? world.find(of.post).orElse(of) : of;
        String number = post.id.substring(post.id.indexOf('_') + 1);
        ObjectNode event = Changes.event("comment").put("id", number + "_" + world.nextNumber());
        event.put("page", post.page)
                .put("container", post.id)
                .put("author", author)
                .put("text", text);
        if (of.kind == Thing.Kind.COMMENT) {
            event.put("parent", of.parent.isEmpty() ? of.id : of.parent);
        }
        return event.put("createdAt", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
    }

    Reply like(Thing thing, Call call, boolean on) {
        ObjectNode event = Changes.event("like")
                .put("id", thing.id)
                .put("who", call.grant().page());
        changes.accepted(
                thing.page, on ? "post.likes" : "delete.likes", thing.id, "", event.put("on", on), call.requestId());
        return success();
    }

    /** {@code POST /{id}}: hides a comment, or changes a text, or moves a scheduled post. */
    Reply update(Thing thing, Call call) {
        boolean own = thing.author.equals(thing.page);
        boolean done = false;
        if (call.parameters().containsKey("is_hidden")) {
            if (thing.kind == Thing.Kind.COMMENT && own) {
                throw Refusal.of(400, "OAuthException", 200, 0, "(#200) You cannot hide your own comment");
            }
            ObjectNode event = Changes.event("hidden").put("id", thing.id).put("on", call.flag("is_hidden", true));
            changes.accepted(thing.page, "post.node", thing.id, "", event, call.requestId());
            done = true;
        }
        if (call.parameters().containsKey("message") || call.parameters().containsKey("description")) {
            String text = call.parameter("message").orElseGet(() -> call.required("description"));
            if (!own) {
                throw Refusal.of(403, "OAuthException", 200, 0, "(#200) You cannot edit what somebody else wrote");
            }
            ObjectNode event = Changes.event("edited").put("id", thing.id).put("text", text);
            changes.accepted(thing.page, "post.node", thing.id, text, event, call.requestId());
            done = true;
        }
        if (call.parameters().containsKey("scheduled_publish_time")
                || call.parameters().containsKey("is_published")) {
            long at = call.seconds("scheduled_publish_time", 0) * 1000;
            if (at != 0) {
                checkSchedule(at);
            }
            ObjectNode event = Changes.event("scheduled").put("id", thing.id).put("scheduledAt", at);
            event.put("published", call.flag("is_published", false));
            changes.accepted(thing.page, "post.node", thing.id, "", event, call.requestId());
            done = true;
        }
        if (!done) {
            throw Refusal.parameter("Nothing to change was given");
        }
        return success();
    }

    Reply delete(Thing thing, Call call) {
        ObjectNode event = Changes.event("deleted").put("id", thing.id).put("at", world.now());
        changes.accepted(thing.page, "delete.node", thing.id, "", event, call.requestId());
        return success();
    }

    Reply message(Thing page, Call call) {
        JsonNode recipient = call.json("recipient");
        String text = call.json("message").path("text").asText("");
        if (text.isEmpty() && call.json("message").path("attachment").isMissingNode()) {
            throw Refusal.parameter("The parameter message is required");
        }
        if (text.length() > LONGEST_MESSAGE) {
            throw Refusal.parameter("Length of param message[text] must be less than or equal to " + LONGEST_MESSAGE);
        }
        boolean privately = recipient.hasNonNull("comment_id");
        Thing person = privately
                ? commenter(page, recipient.get("comment_id").asText(), call)
                : partner(page, recipient.path("id").asText(), call);
        ObjectNode event = message(page, page.id, person.id, text);
        String id = event.get("id").asText();
        changes.accepted(page.id, "post.messages", id, text, event, call.requestId());
        return Reply.json(
                200, JSON.createObjectNode().put("recipient_id", person.id).put("message_id", id));
    }

    ObjectNode message(Thing page, String author, String person, String text) {
        ObjectNode event = Changes.event("message").put("id", "m_" + world.nextNumber());
        event.put("page", page.id).put("author", author).put("person", person).put("text", text);
        return event.put("createdAt", world.now());
    }

    /** Whoever wrote a comment may be written to once, for seven days. */
    private Thing commenter(Thing page, String commentId, Call call) {
        Thing comment = world.find(commentId)
                .filter(thing -> thing.kind == Thing.Kind.COMMENT && thing.exists(world.now()))
                .filter(thing -> thing.page.equals(page.id))
                .orElseThrow(() -> Refusal.noSuchObject("post", commentId));
        if (comment.answeredPrivately) {
            throw Refusal.of(400, "OAuthException", 10900, 0, "(#10900) Activity already replied to");
        }
        if (world.now() > comment.createdAt + PERSON_WINDOW) {
            throw Refusal.of(400, "OAuthException", 10903, 0, "(#10903) This user cant reply to this activity");
        }
        changes.kept(Changes.event("privately").put("id", comment.id), call.requestId());
        return world.find(comment.author).orElseThrow();
    }

    private Thing partner(Thing page, String personId, Call call) {
        Thing person = world.find(personId)
                .filter(thing -> thing.kind == Thing.Kind.PERSON)
                .orElseThrow(() -> Refusal.of(400, "OAuthException", 100, 2018001, "(#100) No matching user found"));
        if (person.restricted) {
            throw Refusal.of(400, "OAuthException", 551, 1545041, "(#551) This person isn't available right now.");
        }
        long last = world.messagesOf(World.thread(page.id, personId)).stream()
                .filter(message -> message.author.equals(personId))
                .mapToLong(message -> message.createdAt)
                .max()
                .orElse(Long.MIN_VALUE / 2);
        boolean byPerson = call.parameter("messaging_type").orElse("").equals("MESSAGE_TAG");
        if (byPerson && !call.required("tag").equals("HUMAN_AGENT")) {
            throw Refusal.parameter("The message tag " + call.required("tag") + " is no longer supported");
        }
        boolean agents = settings.flag("human-agent", true);
        long window = byPerson && agents ? PERSON_WINDOW : WINDOW;
        if (world.now() > last + window) {
            throw Refusal.of(
                    400,
                    "OAuthException",
                    10,
                    2018278,
                    "(#10) This message is sent outside of allowed window. Learn more about the new policy here:"
                            + " https://developers.facebook.com/docs/messenger-platform/policy-overview");
        }
        return person;
    }
}
