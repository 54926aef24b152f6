package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * The options that only a post on Facebook has; see {@code optionsSchema} in the descriptor.
 *
 * @param link of a link post
 * @param title of a film
 * @param scheduledAt when Facebook itself shall show it
 */
record PostOptions(
        @Nullable URI link,
        @Nullable String title,
        @Nullable Instant scheduledAt) {

    private static final Duration SOONEST = Duration.ofMinutes(10);
    private static final Duration LATEST = Duration.ofDays(30);

    static PostOptions of(Variant variant) {
        return new PostOptions(
                Addresses.read(text(variant, "link")),
                text(variant, "title"),
                Json.time(value(variant, "scheduledAt"), "value").orElse(null));
    }

    private static JsonNode value(Variant variant, String name) {
        String json = variant.options().get(name);
        JsonNode value = json == null ? null : Json.parse(json).orElse(null);
        return value == null ? Json.object() : Json.object().set("value", value);
    }

    private static @Nullable String text(Variant variant, String name) {
        String text = Json.text(value(variant, name), "value");
        return text == null || text.isBlank() ? null : text;
    }

    /** What is wrong with them whatever the time is. */
    static List<Violation> violations(Variant variant) {
        PostOptions options = of(variant);
        List<Violation> violations = new ArrayList<>();
        boolean link = variant.format().equals("link");
        if (link && options.link() == null) {
            violations.add(new Violation(
                    "options.link", "option.required", "A link post needs an absolute http or https address"));
        }
        if (!link && text(variant, "link") != null) {
            violations.add(new Violation("options.link", "option.unused", "Only a link post takes a link of its own"));
        }
        if (text(variant, "scheduledAt") != null && options.scheduledAt() == null) {
            violations.add(new Violation(
                    "options.scheduledAt", "option.time", "The time must be written as in 2026-11-22T10:00:00Z"));
        }
        if (options.scheduledAt() != null && variant.format().equals("story")) {
            violations.add(new Violation(
                    "options.scheduledAt", "option.unused", "Facebook does not schedule stories; Parvis does"));
        }
        if (options.title() != null && options.title().length() > 100) {
            violations.add(
                    new Violation("options.title", "text.tooLong", "A film's title has at most 100 characters here"));
        }
        return violations;
    }

    /** What is wrong with the time now. */
    Optional<Violation> tooSoonOrLate(Instant now) {
        if (scheduledAt == null || !scheduledAt.isBefore(now.plus(SOONEST)) && !scheduledAt.isAfter(now.plus(LATEST))) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                "options.scheduledAt",
                "option.time",
                "It is now " + now.truncatedTo(ChronoUnit.MINUTES)
                        + "; Facebook schedules from 10 minutes to 30 days ahead"));
    }

    /** Adds what makes a post appear later. */
    void schedule(Map<String, String> form) {
        if (scheduledAt != null) {
            form.put("published", "false");
            form.put("scheduled_publish_time", Long.toString(scheduledAt.getEpochSecond()));
            form.put("unpublished_content_type", "SCHEDULED");
        }
    }
}
