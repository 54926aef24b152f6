package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Variant;
import org.parvis.toolkit.json.Json;

/** The options of a variant, as the descriptor's schema declares them; each is JSON text. */
final class VideoOptions {
    static final String TITLE = "title";
    static final String PRIVACY = "privacy";
    static final String PUBLISH_AT = "publishAt";
    static final String TAGS = "tags";
    static final String CATEGORY = "category";
    static final String MADE_FOR_KIDS = "madeForKids";
    static final String NOTIFY = "notifySubscribers";
    static final String LANGUAGE = "language";
    static final String LICENSE = "license";
    static final String EMBEDDABLE = "embeddable";
    static final String PUBLIC_STATS = "publicStats";
    static final String SYNTHETIC = "syntheticMedia";

    private final Map<String, String> options;

    VideoOptions(Variant variant) {
        options = variant.options();
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    private Optional<JsonNode> value(String name) {
        String json = options.get(name);
        return json == null ? Optional.empty() : Json.parse(json).filter(node -> !node.isNull());
    }

    /** A text; empty where it is not there or not a text. */
    Optional<String> text(String name) {
        return value(name).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    Optional<Boolean> flag(String name) {
        return value(name).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    Optional<List<String>> texts(String name) {
        return value(name).filter(JsonNode::isArray).map(array -> {
            List<String> texts = new ArrayList<>();
            array.forEach(each -> texts.add(each.asText().strip()));
            texts.removeIf(String::isEmpty);
            return texts;
        });
    }

    /** When it shall be shown; null where it is not said or cannot be read. */
    @Nullable
    Instant publishAt() {
        String text = text(PUBLISH_AT).orElse(null);
        return text == null
                ? null
                : Json.time(Json.object().put(PUBLISH_AT, text), PUBLISH_AT).orElse(null);
    }
}
