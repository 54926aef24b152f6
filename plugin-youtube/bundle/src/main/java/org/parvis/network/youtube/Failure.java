package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.json.Json;

/**
 * An error answer, read out of any of the shapes Google uses: {@code error.errors[].reason}, {@code error.details[].reason},
 * the token endpoint's {@code error}, or no JSON at all.
 *
 * @param reasons Google's words for what is wrong, in the order in which they were given
 * @param sentence what Google said, for people
 */
record Failure(String operation, int status, boolean changing, Set<String> reasons, String sentence) {
    private static final int SENTENCE_LENGTH = 300;

    static Failure read(HttpRequest request, HttpResponse response) {
        JsonNode body = Json.parse(response.body()).orElse(MissingNode.getInstance());
        JsonNode error = Json.at(body, "error");
        Set<String> reasons = new LinkedHashSet<>();
        for (String list : new String[] {"errors", "details"}) {
            Json.list(error, list).forEach(each -> add(reasons, Json.text(each, "reason")));
        }
        if (error.isTextual()) {
            add(reasons, error.textValue());
        }
        String said = error.isTextual()
                ? Json.textOr(error.textValue(), body, "error_description")
                : Json.textOr("", error, "message");
        String sentence = said.isBlank() ? Excerpts.of(response.body(), SENTENCE_LENGTH) : said;
        return new Failure(
                request.operation(),
                response.status(),
                request.changing(),
                reasons,
                Excerpts.shorten(sentence.replaceAll("<[^>]*>", ""), SENTENCE_LENGTH));
    }

    private static void add(Set<String> reasons, @org.jspecify.annotations.Nullable String reason) {
        if (reason != null && !reason.isBlank()) {
            reasons.add(reason);
        }
    }

    boolean because(String... any) {
        return reasons.stream().anyMatch(Set.of(any)::contains);
    }

    /** Whether one of the reasons ends so: {@code videoNotFound}, {@code commentNotFound}. */
    boolean endsWith(String ending) {
        return reasons.stream().anyMatch(reason -> reason.endsWith(ending));
    }

    boolean says(String phrase) {
        return sentence.toLowerCase(Locale.ROOT).contains(phrase);
    }

    boolean refused() {
        return status < 500;
    }
}
