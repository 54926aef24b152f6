package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The world as LinkedIn's JSON. Used under the world's monitor. */
final class Rendering {
    private final World world;

    Rendering(World world) {
        this.world = world;
    }

    /** A page of a list, with a link to the next where there is one. */
    static <T> ObjectNode page(Request request, List<T> all, int count, Function<T, ObjectNode> rendering) {
        int start = request.number("start", 0, Integer.MAX_VALUE);
        ObjectNode answer = Changes.JSON.createObjectNode();
        ObjectNode paging = answer.putObject("paging").put("start", start).put("count", count);
        ArrayNode links = paging.putArray("links");
        int end = Math.min(all.size(), start + count);
        if (end < all.size()) {
            String path = request.exchange().path();
            links.addObject()
                    .put("type", "application/json")
                    .put("rel", "next")
                    .put("href", path + "?start=" + end + "&count=" + count);
        }
        paging.put("total", all.size());
        ArrayNode elements = answer.putArray("elements");
        for (int i = Math.min(start, all.size()); i < end; i++) {
            elements.add(rendering.apply(all.get(i)));
        }
        return answer;
    }

    ObjectNode post(World.Post post) {
        ObjectNode node = Changes.JSON.createObjectNode().put("id", post.urn).put("author", post.author);
        node.put("commentary", post.commentary).put("visibility", "PUBLIC");
        ObjectNode distribution = node.putObject("distribution").put("feedDistribution", "MAIN_FEED");
        distribution.putArray("targetEntities");
        distribution.putArray("thirdPartyDistributionChannels");
        if (post.content != null) {
            node.set("content", post.content.deepCopy());
        }
        node.put("lifecycleState", "PUBLISHED");
        node.putObject("lifecycleStateInfo").put("isEditedByAuthor", post.edited);
        node.put("isReshareDisabledByAuthor", post.noReshare);
        node.put("createdAt", post.createdAt).put("publishedAt", post.createdAt);
        return node.put("lastModifiedAt", post.modifiedAt);
    }

    ObjectNode comment(World.Comment comment) {
        ObjectNode node = Changes.JSON.createObjectNode().put("id", comment.id);
        node.put("commentUrn", comment.urn()).put("$URN", comment.urn());
        node.put("actor", comment.actor).put("object", comment.post.activity);
        if (comment.parent != null) {
            node.put("parentComment", comment.parent.urn());
        }
        node.putObject("created").put("actor", comment.actor).put("time", comment.createdAt);
        node.putObject("lastModified").put("actor", comment.actor).put("time", comment.modifiedAt);
        node.putObject("message").put("text", comment.text).putArray("attributes");
        if (comment.picture != null) {
            node.putArray("content").addObject().put("type", "IMAGE").put("url", comment.picture);
        }
        long likes = comment.likesBefore + world.reactions(comment.urn()).size();
        ObjectNode summary = node.putObject("likesSummary").put("totalLikes", likes);
        summary.put("aggregatedTotalLikes", likes).put("likedByCurrentUser", false);
        summary.putArray("selectedLikes");
        long replies = world.comments(comment.post).stream()
                .filter(other -> other.parent == comment && world.exists(other))
                .count();
        if (comment.parent == null) {
            ObjectNode below = node.putObject("commentsSummary").put("totalFirstLevelComments", replies);
            below.put("aggregatedTotalComments", replies).putArray("selectedComments");
        }
        return node;
    }

    ObjectNode metadata(World.Post post) {
        ObjectNode node = Changes.JSON.createObjectNode().put("entity", post.urn);
        Map<String, Long> kinds = new TreeMap<>();
        if (post.likesBefore > 0) {
            kinds.put("LIKE", post.likesBefore);
        }
        world.reactions(post.urn).values().forEach(kind -> kinds.merge(kind, 1L, Long::sum));
        ObjectNode summaries = node.putObject("reactionSummaries");
        kinds.forEach((kind, count) ->
                summaries.putObject(kind).put("reactionType", kind).put("count", count));
        long top = world.comments(post).stream()
                .filter(comment -> comment.parent == null && world.exists(comment))
                .count();
        node.putObject("commentSummary").put("count", world.count(post)).put("topLevelCount", top);
        return node.put("commentsState", post.closed ? "CLOSED" : "OPEN");
    }

    long reactionsOf(World.Post post) {
        return post.likesBefore + world.reactions(post.urn).size();
    }
}
