package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** The options a variant carries, as the descriptor's schema declares them, and what only code can say about them. */
record PostOptions(Map<String, String> values, String text) {
    static final Set<String> NAMES =
            Set.of("link", "title", "description", "pollQuestion", "pollOptions", "pollDuration", "resharing");
    static final String LONGEST_POLL = "THREE_DAYS";

    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+");
    private static final int TITLE = 400;
    private static final int DESCRIPTION = 4086;
    private static final int ALTERNATIVE_TEXT = 4086;
    private static final int QUESTION = 140;
    private static final int CHOICE = 30;

    static PostOptions of(Variant variant) {
        return new PostOptions(variant.options(), variant.text());
    }

    private @Nullable String option(String name) {
        String value = values.get(name);
        JsonNode node = value == null ? null : Json.parse(value).orElse(null);
        String text =
                node == null || !node.isTextual() ? null : node.textValue().strip();
        return text == null || text.isEmpty() ? null : text;
    }

    /** Where an article leads: as said, else the first link of the text. */
    @Nullable
    String link() {
        String link = option("link");
        if (link != null) {
            return link;
        }
        Matcher first = LINK.matcher(text);
        return first.find() ? first.group().replaceAll("[.,;:!?)]+$", "") : null;
    }

    @Nullable
    String title() {
        return option("title");
    }

    @Nullable
    String description() {
        return option("description");
    }

    @Nullable
    String pollQuestion() {
        return option("pollQuestion");
    }

    List<String> pollChoices() {
        List<String> choices = new ArrayList<>();
        Optional<JsonNode> list = Json.parse(values.getOrDefault("pollOptions", "[]"));
        list.filter(JsonNode::isArray)
                .ifPresent(array ->
                        array.forEach(choice -> choices.add(choice.asText().strip())));
        return choices;
    }

    String pollDuration() {
        String duration = option("pollDuration");
        return duration == null ? LONGEST_POLL : duration;
    }

    boolean resharing() {
        return !"false".equals(values.getOrDefault("resharing", "true").strip());
    }

    /** What data cannot say. */
    static List<Violation> violations(Variant variant) {
        PostOptions options = of(variant);
        List<Violation> violations = new ArrayList<>();
        switch (variant.format()) {
            case "article" -> options.checkArticle(violations);
            case "document" -> {
                if (options.title() == null) {
                    violations.add(new Violation("options.title", "required", "A document on LinkedIn needs a title"));
                }
            }
            case "poll" -> options.checkPoll(violations);
            default -> {}
        }
        options.checkLength(violations, "title", options.title(), TITLE);
        options.checkLength(violations, "description", options.description(), DESCRIPTION);
        for (int i = 0; i < variant.media().size(); i++) {
            String alternative = variant.media().get(i).alternativeText();
            options.checkLength(violations, "media[" + i + "].altText", alternative, ALTERNATIVE_TEXT);
        }
        return violations;
    }

    private void checkArticle(List<Violation> violations) {
        String link = link();
        if (link == null || Addresses.read(link) == null) {
            violations.add(
                    new Violation("options.link", "required", "An article needs a link that begins with https://"));
        }
        if (title() == null) {
            violations.add(new Violation(
                    "options.title",
                    "required",
                    "LinkedIn does not read the page behind a link: give the article a title"));
        }
    }

    private void checkPoll(List<Violation> violations) {
        if (pollQuestion() == null) {
            violations.add(new Violation("options.pollQuestion", "required", "A poll needs a question"));
        }
        checkLength(violations, "pollQuestion", pollQuestion(), QUESTION);
        List<String> choices = pollChoices();
        if (choices.size() < 2 || choices.size() > 4) {
            violations.add(new Violation("options.pollOptions", "count", "A poll on LinkedIn has two to four answers"));
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).isEmpty() || choices.get(i).length() > CHOICE) {
                violations.add(new Violation(
                        "options.pollOptions[" + i + "]",
                        "text.tooLong",
                        "An answer of a poll has 1 to " + CHOICE + " characters"));
            }
        }
        if (choices.stream().distinct().count() < choices.size()) {
            violations.add(
                    new Violation("options.pollOptions", "unique", "The answers of a poll differ from each other"));
        }
    }

    private void checkLength(List<Violation> violations, String name, @Nullable String value, int most) {
        if (value != null && value.length() > most) {
            String field = name.startsWith("media") ? name : "options." + name;
            violations.add(new Violation(field, "text.tooLong", "At most " + most + " characters"));
        }
    }
}
