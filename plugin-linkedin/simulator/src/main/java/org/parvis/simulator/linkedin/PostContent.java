package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a post may hold beside its text, and the rules for it. Used under the world's monitor. */
final class PostContent {
    private static final int TITLE = 400;
    private static final int ALTERNATIVE_TEXT = 4086;

    private final MediaRoutes media;

    PostContent(MediaRoutes media) {
        this.media = media;
    }

    /** The content as it is kept; null for none. */
    @Nullable
    ObjectNode accept(JsonNode content, String owner) {
        if (content.isMissingNode() || content.isNull()) {
            return null;
        }
        if (!(content instanceof ObjectNode given) || given.size() != 1) {
            throw Refusal.value("content", "exactly one kind of content is expected");
        }
        String kind = given.fieldNames().next();
        switch (kind) {
            case "media" -> single(given.get(kind), owner);
            case "multiImage" -> several(given.get(kind), owner);
            case "article" -> article(given.get(kind), owner);
            case "poll" -> poll(given.get(kind));
            default -> throw Refusal.unpermitted("content/" + kind);
        }
        return given.deepCopy();
    }

    private void single(JsonNode node, String owner) {
        only(node, "content/media", Set.of("id", "title", "altText"));
        String urn = required(node, "content/media/id", "id");
        media.requireAvailable(urn, owner);
        if (!urn.startsWith("urn:li:image:")) {
            required(node, "content/media/title", "title");
        }
        length(node.path("title").asText(""), "content/media/title", TITLE);
        length(node.path("altText").asText(""), "content/media/altText", ALTERNATIVE_TEXT);
    }

    private void several(JsonNode node, String owner) {
        only(node, "content/multiImage", Set.of("images", "altText"));
        int count = node.path("images").size();
        if (count < 2 || count > 20) {
            throw Refusal.value("content/multiImage/images", "2 to 20 images are expected, not " + count);
        }
        for (JsonNode image : node.get("images")) {
            only(image, "content/multiImage/images", Set.of("id", "altText"));
            String urn = required(image, "content/multiImage/images/id", "id");
            if (!urn.startsWith("urn:li:image:")) {
                throw Refusal.urn(urn);
            }
            media.requireAvailable(urn, owner);
            length(image.path("altText").asText(""), "content/multiImage/images/altText", ALTERNATIVE_TEXT);
        }
    }

    private void article(JsonNode node, String owner) {
        only(node, "content/article", Set.of("source", "title", "description", "thumbnail", "thumbnailAltText"));
        String source = required(node, "content/article/source", "source");
        if (!source.startsWith("https://") && !source.startsWith("http://")) {
            throw Refusal.value("content/article/source", "it is no address");
        }
        length(required(node, "content/article/title", "title"), "content/article/title", TITLE);
        length(node.path("description").asText(""), "content/article/description", ALTERNATIVE_TEXT);
        if (node.hasNonNull("thumbnail")) {
            media.requireAvailable(node.get("thumbnail").asText(), owner);
        }
    }

    private static void poll(JsonNode node) {
        only(node, "content/poll", Set.of("question", "options", "settings"));
        length(required(node, "content/poll/question", "question"), "content/poll/question", 140);
        int count = node.path("options").size();
        if (count < 2 || count > 4) {
            throw Refusal.value("content/poll/options", "2 to 4 options are expected, not " + count);
        }
        node.get("options")
                .forEach(option ->
                        length(required(option, "content/poll/options/text", "text"), "content/poll/options/text", 30));
        String duration = required(node.path("settings"), "content/poll/settings/duration", "duration");
        if (!Set.of("ONE_DAY", "THREE_DAYS", "SEVEN_DAYS", "FOURTEEN_DAYS").contains(duration)) {
            throw Refusal.value("content/poll/settings/duration", duration + " is not known");
        }
    }

    private static void only(JsonNode node, String path, Set<String> allowed) {
        node.fieldNames().forEachRemaining(field -> {
            if (!allowed.contains(field)) {
                throw Refusal.unpermitted(path + "/" + field);
            }
        });
    }

    private static String required(JsonNode node, String path, String field) {
        String text = node.path(field).asText("");
        if (text.isBlank()) {
            throw Refusal.missing(path);
        }
        return text;
    }

    private static void length(String text, String path, int most) {
        if (text.length() > most) {
            throw Refusal.tooLong(path, text.length(), most);
        }
    }
}
