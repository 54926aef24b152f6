package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/** {@code /rest/posts}. */
final class PostRoutes {
    private static final int LONGEST = 3000;
    private static final Set<String> FIELDS = Set.of(
            "author",
            "commentary",
            "visibility",
            "distribution",
            "content",
            "lifecycleState",
            "isReshareDisabledByAuthor",
            "reshareContext",
            "contentLandingPage",
            "contentCallToActionLabel");

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final Rights rights;
    private final Rendering rendering;
    private final PostContent contents;

    PostRoutes(World world, Changes changes, Settings settings, MediaRoutes media) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
        this.rights = new Rights(world);
        this.rendering = new Rendering(world);
        this.contents = new PostContent(media);
    }

    /** {@code GET /rest/posts?q=author}. */
    Reply byAuthor(Request request) {
        String author = request.required("author");
        rights.reader(request, author, "partnerApiPosts.FINDER-author");
        boolean created = request.parameter("sortBy").orElse("LAST_MODIFIED").equals("CREATED");
        List<World.Post> posts = world.posts().stream()
                .filter(post -> post.author.equals(author) && world.exists(post) && post.listedAt <= world.now())
                .sorted(Comparator.comparingLong((World.Post post) -> created ? post.createdAt : post.modifiedAt)
                        .reversed())
                .toList();
        int count = request.number("count", 10, 100);
        return Reply.json(200, Rendering.page(request, posts, count, rendering::post));
    }

    Reply get(Request request) {
        World.Post post = existing(request.segment(2));
        rights.reads(request, "partnerApiPosts.GET");
        return Reply.json(200, rendering.post(post));
    }

    World.Post existing(String urn) {
        return world.post(urn).filter(world::exists).orElseThrow(() -> Refusal.notFound(urn));
    }

    Reply create(Request request) {
        ObjectNode body = request.body();
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw Refusal.unpermitted(field);
            }
        });
        String author = text(body, "author");
        rights.author(request, author, "partnerApiPosts.CREATE");
        if (!text(body, "lifecycleState").equals("PUBLISHED")) {
            throw Refusal.value("lifecycleState", "only PUBLISHED can be created");
        }
        text(body, "visibility");
        if (!body.path("distribution").isObject()) {
            throw Refusal.missing("distribution");
        }
        String commentary = commentary(body.path("commentary"));
        ObjectNode content = contents.accept(body.path("content"), author);
        refuseDuplicate(author, commentary, content);
        boolean film =
                content != null && content.path("media").path("id").asText().startsWith("urn:li:video:");
        String urn = (film ? World.UGC_POST : World.SHARE) + world.nextNumber();
        ObjectNode event = Changes.event("post").put("urn", urn).put("author", author);
        event.put("createdAt", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
        event.put("commentary", commentary);
        event.put("noReshare", body.path("isReshareDisabledByAuthor").asBoolean(false));
        if (content != null) {
            event.set("content", content);
        }
        changes.accepted(
                "posts.create",
                author,
                urn,
                commentary,
                event,
                request.exchange().id());
        return new Reply(201, Map.of("x-restli-id", urn, "x-linkedin-id", urn), new byte[0]);
    }

    private static String text(JsonNode body, String field) {
        if (!body.path(field).isTextual()) {
            throw Refusal.missing(field);
        }
        return body.get(field).asText();
    }

    private static String commentary(JsonNode given) {
        if (!given.isTextual()) {
            throw Refusal.missing("commentary");
        }
        String kept = LittleText.accept(given.asText());
        int length = LittleText.length(kept);
        if (length > LONGEST) {
            throw Refusal.tooLong("commentary", length, LONGEST);
        }
        return kept;
    }

    private void refuseDuplicate(String author, String commentary, @Nullable ObjectNode content) {
        if (!settings.duplicates()) {
            return;
        }
        for (World.Post post : world.posts()) {
            if (world.exists(post)
                    && post.author.equals(author)
                    && post.commentary.equals(commentary)
                    && Objects.equals(post.content, content)) {
                throw new Refusal(422, 0, "DUPLICATE_POST", "Content is a duplicate of " + post.urn);
            }
        }
    }

    Reply update(Request request) {
        if (!request.method().equals("PARTIAL_UPDATE")) {
            throw new Refusal(400, 0, "PARAM_INVALID", "X-RestLi-Method: PARTIAL_UPDATE is required");
        }
        World.Post post = existing(request.segment(2));
        rights.author(request, post.author, "partnerApiPosts.PARTIAL_UPDATE");
        JsonNode set = request.body().path("patch").path("$set");
        set.fieldNames().forEachRemaining(field -> {
            if (!Set.of("commentary", "contentCallToActionLabel", "contentLandingPage", "lifecycleState", "adContext")
                    .contains(field)) {
                throw Refusal.unpermitted(field);
            }
        });
        String commentary = commentary(set.path("commentary"));
        ObjectNode event = Changes.event("post.edited").put("urn", post.urn).put("commentary", commentary);
        event.put("at", world.now());
        changes.accepted(
                "posts.edit",
                post.author,
                post.urn,
                commentary,
                event,
                request.exchange().id());
        return new Reply(204, Map.of(), new byte[0]);
    }

    /** Deleting twice is no error. */
    Reply delete(Request request) {
        String urn = request.segment(2);
        World.Post post = world.post(urn).orElseThrow(() -> Refusal.notFound(urn));
        rights.author(request, post.author, "partnerApiPosts.DELETE");
        if (world.exists(post)) {
            ObjectNode event =
                    Changes.event("post.deleted").put("urn", post.urn).put("at", world.now());
            changes.accepted(
                    "posts.delete",
                    post.author,
                    post.urn,
                    "",
                    event,
                    request.exchange().id());
        }
        return new Reply(204, Map.of(), new byte[0]);
    }
}
