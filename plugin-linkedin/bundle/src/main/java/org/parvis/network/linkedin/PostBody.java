package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** A draft as the body of a post, and the same rules backwards: whether a post that LinkedIn shows can be the variant. */
final class PostBody {
    private PostBody() {}

    static ObjectNode of(Draft draft, RemoteId author) throws NetworkException {
        ObjectNode body = Json.object().put("author", author.value());
        body.put("commentary", LittleText.escape(draft.text())).put("visibility", "PUBLIC");
        ObjectNode distribution = body.putObject("distribution").put("feedDistribution", "MAIN_FEED");
        distribution.putArray("targetEntities");
        distribution.putArray("thirdPartyDistributionChannels");
        ObjectNode content = content(draft);
        if (content != null) {
            body.set("content", content);
        }
        body.put("lifecycleState", "PUBLISHED");
        return body.put("isReshareDisabledByAuthor", !draft.postOptions().resharing());
    }

    private static @Nullable ObjectNode content(Draft draft) throws NetworkException {
        ObjectNode content = Json.object();
        switch (draft.variant().format()) {
            case "text" -> {
                return null;
            }
            case "article" -> article(draft, content.putObject("article"));
            case "poll" -> poll(draft.postOptions(), content.putObject("poll"));
            case "image", "video", "document" -> media(draft, content.putObject("media"));
            case "images" -> {
                ArrayNode images = content.putObject("multiImage").putArray("images");
                for (Asset asset : draft.assets()) {
                    described(images.addObject(), draft, asset);
                }
            }
            default ->
                throw new NetworkException(
                        ErrorKind.UNSUPPORTED,
                        "LinkedIn has no posts of the format \""
                                + draft.variant().format() + "\"");
        }
        return content;
    }

    private static void described(ObjectNode node, Draft draft, Asset asset) throws NetworkException {
        node.put("id", draft.require(asset).value());
        String alternative = asset.media.alternativeText();
        if (alternative != null && !alternative.isBlank() && asset.isPicture()) {
            node.put("altText", alternative);
        }
    }

    private static void media(Draft draft, ObjectNode media) throws NetworkException {
        Asset asset = draft.assets().get(0);
        described(media, draft, asset);
        String title = draft.postOptions().title();
        if (title != null) {
            media.put("title", title);
        } else if (asset.isFilm()) {
            // LinkedIn wants one for films; without words of the author's own, the beginning of the text stands for it.
            media.put("title", beginning(draft.text()));
        }
    }

    private static String beginning(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        int end = Math.min(100, line.length());
        return line.isEmpty() ? "Video" : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, end)));
    }

    private static void article(Draft draft, ObjectNode article) throws NetworkException {
        PostOptions options = draft.postOptions();
        article.put("source", options.link()).put("title", options.title());
        if (options.description() != null) {
            article.put("description", options.description());
        }
        if (!draft.assets().isEmpty()) {
            article.put("thumbnail", draft.require(draft.assets().get(0)).value());
        }
    }

    private static void poll(PostOptions options, ObjectNode poll) {
        poll.put("question", options.pollQuestion());
        ArrayNode choices = poll.putArray("options");
        options.pollChoices().forEach(choice -> choices.addObject().put("text", choice));
        poll.putObject("settings")
                .put("duration", options.pollDuration())
                .put("voteSelectionType", "SINGLE_VOTE")
                .put("isVoterVisibleToAuthor", true);
    }

    /** Whether a post is the variant, as far as LinkedIn shows. */
    static boolean isSame(Variant variant, OwnPost post) {
        if (!LittleText.same(variant.text(), post.commentary())) {
            return false;
        }
        JsonNode content = post.content();
        PostOptions options = PostOptions.of(variant);
        return switch (variant.format()) {
            case "text" -> content.isMissingNode() || content.isEmpty();
            case "article" -> {
                String source = Json.textOr("", Json.at(content, "article"), "source");
                yield source.equals(options.link());
            }
            case "poll" -> {
                String question = Json.textOr("", Json.at(content, "poll"), "question");
                yield question.equals(options.pollQuestion());
            }
            case "images" ->
                Json.list(Json.at(content, "multiImage"), "images").size()
                        == variant.media().size();
            default -> {
                String id = Json.textOr("", Json.at(content, "media"), "id");
                yield id.startsWith("urn:li:" + variant.format() + ":");
            }
        };
    }
}
