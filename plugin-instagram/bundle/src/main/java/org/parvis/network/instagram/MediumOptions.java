package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.toolkit.json.Json;

/**
 * The options that only a reel on Instagram has; see {@code optionsSchema} in the descriptor.
 *
 * @param shareToFeed null where Instagram decides
 * @param coverOffset the moment whose picture is the cover, in milliseconds; null for the first
 */
record MediumOptions(
        @Nullable Boolean shareToFeed, @Nullable Long coverOffset) {

    static MediumOptions of(Variant variant) {
        JsonNode share = value(variant, "shareToFeed");
        JsonNode cover = value(variant, "coverOffset");
        return new MediumOptions(
                share.isBoolean() ? share.booleanValue() : null,
                cover.isIntegralNumber() && cover.canConvertToLong() ? cover.longValue() : null);
    }

    private static JsonNode value(Variant variant, String name) {
        String json = variant.options().get(name);
        return json == null ? Json.at(Json.object(), name) : Json.parse(json).orElseGet(Json::object);
    }

    static List<Violation> violations(Variant variant) {
        List<Violation> violations = new ArrayList<>();
        for (String name : List.of("shareToFeed", "coverOffset")) {
            if (variant.options().containsKey(name) && !variant.format().equals("reel")) {
                violations.add(new Violation("options." + name, "option.unused", "Only a reel takes this option"));
            }
        }
        Long cover = of(variant).coverOffset();
        if (cover != null && cover < 0) {
            violations.add(new Violation("options.coverOffset", "option.range", "The cover's moment is not negative"));
        }
        return violations;
    }

    void addTo(Map<String, String> form) {
        if (shareToFeed != null) {
            form.put("share_to_feed", shareToFeed.toString());
        }
        if (coverOffset != null) {
            form.put("thumb_offset", coverOffset.toString());
        }
    }
}
