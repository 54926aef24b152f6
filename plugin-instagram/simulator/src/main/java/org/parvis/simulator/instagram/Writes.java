package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.parvis.simulation.Reply;

/** What clients of the network change besides publishing: comments and messages. */
final class Writes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_COMMENT = 2_200;
    private static final int LONGEST_MESSAGE = 1_000;
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

    /** {@code POST /{media}/comments} and {@code POST /{comment}/replies}. */
    Reply comment(Thing of, String edge, Call call) {
        boolean fits = edge.equals("replies") ? of.kind == Thing.Kind.COMMENT : of.kind == Thing.Kind.POST;
        if (!fits || of.kind == Thing.Kind.COMMENT && !of.parent.isEmpty()) {
            throw Refusal.noSuchObject("post", of.id + "/" + edge);
        }
        String text = call.parameter("message").orElse("");
        if (text.isBlank()) {
            throw Refusal.parameter("The parameter message is required");
        }
        if (text.length() > LONGEST_COMMENT) {
            throw Refusal.parameter("param message must be at most " + LONGEST_COMMENT + " characters");
        }
        ObjectNode event = comment(of, call.grant().page(), text);
        String id = event.get("id").asText();
        changes.accepted(of.page, "post." + edge, id, text, event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", id));
    }

    /** {@code POST /{account}/mentions}: a comment below somebody else's medium that names the account. */
    Reply mention(Thing account, Call call) {
        Thing medium = world.find(call.required("media_id"))
                .filter(thing -> thing.kind == Thing.Kind.POST && thing.exists(world.now()))
                .filter(thing -> thing.tagged.contains(account.id))
                .orElseThrow(() ->
                        Refusal.noSuchObject("post", call.parameter("media_id").orElse("")));
        String text = call.required("message");
        ObjectNode event = comment(medium, account.id, text);
        String id = event.get("id").asText();
        changes.accepted(account.id, "post.mentions", id, text, event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", id));
    }

    /** A comment on a medium, or an answer to one; answers to answers hang below the top comment, as Instagram shows them. */
    ObjectNode comment(Thing of, String author, String text) {
        Thing medium = of.kind == Thing.Kind.COMMENT ? world.find(of.container).orElseThrow() : of;
        ObjectNode event = Changes.event("comment").put("id", Long.toString(world.nextNumber()));
        event.put("page", medium.page)
                .put("container", medium.id)
                .put("author", author)
                .put("text", text);
        if (of.kind == Thing.Kind.COMMENT) {
            event.put("parent", of.parent.isEmpty() ? of.id : of.parent);
        }
        return event.put("createdAt", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
    }

    /** {@code POST /{comment}?hide=}. */
    Reply update(Thing thing, Call call) {
        if (thing.kind != Thing.Kind.COMMENT || call.parameter("hide").isEmpty()) {
            throw Refusal.parameter("Nothing to change was given");
        }
        if (thing.author.equals(thing.page)) {
            throw Refusal.of(400, "OAuthException", 200, 0, "(#200) You cannot hide your own comment");
        }
        ObjectNode event = Changes.event("hidden").put("id", thing.id).put("on", call.flag("hide", true));
        changes.accepted(thing.page, "post.node", thing.id, "", event, call.requestId());
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
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
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
        ObjectNode event = Changes.event("message").put("id", World.MESSAGE + world.nextNumber());
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
                    2534022,
                    "(#10) This message is sent outside of allowed window. Learn more about the new policy here:"
                            + " https://developers.facebook.com/docs/messenger-platform/policy-overview");
        }
        return person;
    }
}
