package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.toolkit.json.Json;

/** The options that only X's posts have; the descriptor's schema names them. */
final class PostOptions {
    static final String POLL = "poll";
    private static final int LONGEST_CHOICE = 25;

    private PostOptions() {}

    /** What the schema cannot say: what excludes or needs what. */
    static List<Violation> violations(Variant variant) {
        List<Violation> violations = new ArrayList<>();
        List<String> choices = choices(variant);
        boolean poll = variant.format().equals(POLL);
        if (poll && choices.size() < 2) {
            violations.add(new Violation("options.pollChoices", "poll.choices", "A poll on X has two to four choices"));
        }
        if (!poll && !choices.isEmpty()) {
            violations.add(
                    new Violation("options.pollChoices", "poll.format", "Choices belong to the format \"poll\" only"));
        }
        choices.stream()
                .filter(choice -> choice.isBlank() || choice.codePointCount(0, choice.length()) > LONGEST_CHOICE)
                .forEach(choice -> violations.add(new Violation(
                        "options.pollChoices", "poll.choice", "A choice of a poll has 1 to 25 characters")));
        if (value(variant, "quote").isPresent() && (poll || !variant.media().isEmpty())) {
            violations.add(new Violation(
                    "options.quote", "quote.exclusive", "X takes a quote beside neither a poll nor files"));
        }
        return violations;
    }

    /** The request's body with what the options add. */
    static ObjectNode apply(ObjectNode body, Variant variant) {
        if (variant.format().equals(POLL)) {
            ObjectNode poll = body.putObject("poll");
            choices(variant).forEach(poll.putArray("options")::add);
            poll.put(
                    "duration_minutes",
                    value(variant, "pollMinutes").map(JsonNode::asInt).orElse(1440));
        }
        value(variant, "quote").ifPresent(post -> body.put("quote_tweet_id", post.asText()));
        value(variant, "replySettings").ifPresent(audience -> body.put("reply_settings", audience.asText()));
        value(variant, "madeWithAi").ifPresent(made -> body.put("made_with_ai", made.asBoolean()));
        return body;
    }

    private static List<String> choices(Variant variant) {
        List<String> choices = new ArrayList<>();
        value(variant, "pollChoices").ifPresent(list -> list.forEach(choice -> choices.add(choice.asText())));
        return choices;
    }

    private static Optional<JsonNode> value(Variant variant, String option) {
        String json = variant.options().get(option);
        return json == null ? Optional.empty() : Json.parse(json).filter(node -> !node.isNull());
    }
}
