package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/** {@code /rest/socialActions/{urn}/comments} and {@code /rest/socialMetadata}. */
final class CommentRoutes {
    private static final int LONGEST = 1250;

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final Limits limits;
    private final Rights rights;
    private final Rendering rendering;

    CommentRoutes(World world, Changes changes, Settings settings, Limits limits) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
        this.limits = limits;
        this.rights = new Rights(world);
        this.rendering = new Rendering(world);
    }

    /** What a path names: a post, or a comment of one. */
    private record Place(World.Post post, World.@Nullable Comment comment) {}

    private Place place(String urn) {
        if (urn.startsWith("urn:li:comment:")) {
            World.Comment comment = comment(urn);
            return new Place(comment.post, comment);
        }
        return new Place(world.post(urn).filter(world::exists).orElseThrow(() -> Refusal.notFound(urn)), null);
    }

    private World.Comment comment(String urn) {
        return world.comment(urn).filter(world::exists).orElseThrow(() -> Refusal.notFound(urn));
    }

    private World.Comment named(Request request) {
        Place place = place(request.segment(2));
        String id = request.segment(4);
        return world.comments(place.post()).stream()
                .filter(comment -> comment.id.equals(id) && world.exists(comment))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("comment " + id));
    }

    Reply list(Request request) {
        Place place = place(request.segment(2));
        rights.reads(request, "partnerApiSocialActions.comments");
        List<World.Comment> comments = world.comments(place.post()).stream()
                .filter(comment -> comment.parent == place.comment())
                .filter(comment -> world.exists(comment) && comment.listedAt <= world.now())
                .toList();
        int count = request.number("count", 10, 100);
        return Reply.json(200, Rendering.page(request, comments, count, rendering::comment));
    }

    Reply get(Request request) {
        rights.reads(request, "partnerApiSocialActions.comments");
        return Reply.json(200, rendering.comment(named(request)));
    }

    Reply create(Request request) {
        ObjectNode body = request.body();
        body.fieldNames().forEachRemaining(field -> {
            if (!Set.of("actor", "object", "message", "parentComment").contains(field)) {
                throw Refusal.unpermitted(field);
            }
        });
        Place place = place(request.segment(2));
        String actor = body.path("actor").asText("");
        rights.actor(request, actor, "partnerApiSocialActions.comments.CREATE");
        limits.comment(actor);
        checkObject(body.path("object").asText(""), place);
        World.Comment parent = parent(body.path("parentComment").asText(""), place);
        if (place.post().closed) {
            throw new Refusal(403, 100, "ACCESS_DENIED", "Comments are closed on this post");
        }
        String text = text(body.path("message").path("text"));
        String id = Long.toString(world.nextNumber());
        ObjectNode event = Changes.event("comment").put("id", id).put("post", place.post().urn);
        event.put("actor", actor).put("text", text).put("createdAt", world.now());
        event.put("listedAt", world.now() + settings.consistencyMillis());
        if (parent != null) {
            event.put("parent", parent.urn());
        }
        changes.accepted(
                "comments.create", actor, id, text, event, request.exchange().id());
        String urn = "urn:li:comment:(" + place.post().activity + "," + id + ")";
        return Reply.json(201, rendering.comment(comment(urn))).with(Map.of("x-restli-id", id));
    }

    private void checkObject(String object, Place place) {
        if (object.isEmpty()) {
            throw Refusal.missing("object");
        }
        if (world.post(object).filter(post -> post == place.post()).isEmpty()) {
            throw Refusal.value("object", object + " is not what the path names");
        }
    }

    private World.@Nullable Comment parent(String urn, Place place) {
        if (urn.isEmpty()) {
            return place.comment() == null ? null : top(place.comment());
        }
        World.Comment parent = comment(urn);
        if (parent.post != place.post() || place.comment() != null && place.comment() != parent) {
            throw Refusal.value("parentComment", urn + " is not what the path names");
        }
        return top(parent);
    }

    private static World.Comment top(World.Comment comment) {
        if (comment.parent != null) {
            throw Refusal.value("parentComment", "comments have two levels only");
        }
        return comment;
    }

    private static String text(JsonNode text) {
        if (text.asText("").isBlank()) {
            throw Refusal.missing("message/text");
        }
        if (text.asText().length() > LONGEST) {
            throw Refusal.tooLong("message/text", text.asText().length(), LONGEST);
        }
        return text.asText();
    }

    Reply update(Request request) {
        World.Comment comment = named(request);
        String actor = request.required("actor");
        rights.actor(request, actor, "partnerApiSocialActions.comments.PARTIAL_UPDATE");
        if (!request.method().equals("PARTIAL_UPDATE") || !comment.actor.equals(actor)) {
            throw Refusal.denied("partnerApiSocialActions.comments.PARTIAL_UPDATE");
        }
        String text =
                text(request.body().path("patch").path("message").path("$set").path("text"));
        ObjectNode event =
                Changes.event("comment.edited").put("urn", comment.urn()).put("text", text);
        changes.accepted(
                "comments.edit",
                actor,
                comment.id,
                text,
                event.put("at", world.now()),
                request.exchange().id());
        return Reply.json(200, rendering.comment(comment));
    }

    /** One's own, or anybody's under one's own post. */
    Reply delete(Request request) {
        World.Comment comment = named(request);
        String actor = request.required("actor");
        rights.actor(request, actor, "partnerApiSocialActions.comments.DELETE");
        if (!comment.actor.equals(actor) && !comment.post.author.equals(actor)) {
            throw Refusal.denied("partnerApiSocialActions.comments.DELETE");
        }
        ObjectNode event =
                Changes.event("comment.deleted").put("urn", comment.urn()).put("at", world.now());
        changes.accepted(
                "comments.delete",
                actor,
                comment.id,
                "",
                event,
                request.exchange().id());
        return new Reply(204, Map.of(), new byte[0]);
    }

    Reply metadata(Request request) {
        rights.reads(request, "socialMetadata");
        return Reply.json(200, rendering.metadata(place(request.segment(2)).post()));
    }

    Reply manyMetadata(Request request) {
        limits.requireStandard("BATCH_GET socialMetadata");
        rights.reads(request, "socialMetadata");
        ObjectNode answer = Changes.JSON.createObjectNode();
        ObjectNode results = answer.putObject("results");
        ObjectNode statuses = answer.putObject("statuses");
        ObjectNode errors = answer.putObject("errors");
        for (String urn : request.list("ids")) {
            world.post(urn)
                    .filter(world::exists)
                    .ifPresentOrElse(
                            post -> {
                                results.set(urn, rendering.metadata(post));
                                statuses.put(urn, 200);
                            },
                            () -> {
                                errors.putObject(urn).put("status", 404);
                                statuses.put(urn, 404);
                            });
        }
        return Reply.json(200, answer);
    }

    /** Opens or closes the comments of a post. */
    Reply updateMetadata(Request request) {
        World.Post post = place(request.segment(2)).post();
        rights.actor(request, request.required("actor"), "socialMetadata.PARTIAL_UPDATE");
        String state =
                request.body().path("patch").path("$set").path("commentsState").asText("");
        if (!Set.of("OPEN", "CLOSED").contains(state)) {
            throw Refusal.value("commentsState", "OPEN or CLOSED");
        }
        ObjectNode event = Changes.event("comments.state").put("urn", post.urn);
        event.put("closed", state.equals("CLOSED"));
        changes.accepted(
                "comments.state",
                post.author,
                post.urn,
                "",
                event,
                request.exchange().id());
        return new Reply(202, Map.of(), new byte[0]);
    }

    Reply react(Request request) {
        String actor = request.required("actor");
        rights.actor(request, actor, "reactions.CREATE");
        String type = request.body().path("reactionType").asText("");
        if (!Set.of("LIKE", "PRAISE", "APPRECIATION", "EMPATHY", "INTEREST", "ENTERTAINMENT")
                .contains(type)) {
            throw Refusal.value("reactionType", type + " is not known");
        }
        String entity = entity(request.body().path("root").asText(""));
        ObjectNode event = Changes.event("reaction").put("entity", entity).put("actor", actor);
        changes.accepted(
                "reactions.create",
                actor,
                entity,
                "",
                event.put("type", type),
                request.exchange().id());
        return new Reply(201, Map.of("x-restli-id", "(actor:" + actor + ",entity:" + entity + ")"), new byte[0]);
    }

    private String entity(String urn) {
        Place place = place(urn);
        return place.comment() == null ? place.post().urn : place.comment().urn();
    }

    Reply unreact(Request request) {
        Map<?, ?> key = request.key(2);
        String actor = String.valueOf(key.get("actor"));
        rights.actor(request, actor, "reactions.DELETE");
        String entity = entity(String.valueOf(key.get("entity")));
        if (!world.reactions(entity).containsKey(actor)) {
            throw Refusal.notFound("reaction of " + actor);
        }
        ObjectNode event = Changes.event("unreaction").put("entity", entity).put("actor", actor);
        changes.accepted(
                "reactions.delete", actor, entity, "", event, request.exchange().id());
        return new Reply(204, Map.of(), new byte[0]);
    }

    Reply reactions(Request request) {
        rights.reads(request, "reactions.FINDER-entity");
        String entity = entity(String.valueOf(request.key(2).get("entity")));
        List<Map.Entry<String, String>> all =
                List.copyOf(world.reactions(entity).entrySet());
        return Reply.json(200, Rendering.page(request, all, request.number("count", 10, 100), reaction -> {
            ObjectNode node = Changes.JSON.createObjectNode().put("root", entity);
            node.put("reactionType", reaction.getValue());
            node.putObject("created").put("actor", reaction.getKey());
            return node;
        }));
    }
}
