package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.json.Json;

/**
 * An error answer of LinkedIn: {@code {status, serviceErrorCode, code, message}}, with {@code errorDetails} on newer routes and
 * without {@code code} on older ones, or no JSON at all.
 *
 * @param writing whether the request was to change anything, once or repeatably
 * @param codes LinkedIn's words and numbers
 * @param sentence what LinkedIn said, for people
 */
record Failure(
        int status,
        boolean changing,
        boolean writing,
        boolean saysWhen,
        String operation,
        Set<String> codes,
        String sentence) {
    private static final int SENTENCE_LENGTH = 300;

    static Failure read(HttpRequest request, HttpResponse response) {
        JsonNode body = Json.parse(response.body()).orElse(MissingNode.getInstance());
        Set<String> codes = new HashSet<>();
        collect(body, codes, "code", "serviceErrorCode", "error", "errorCode");
        JsonNode details = Json.at(body, "errorDetails");
        for (JsonNode input : Json.list(details, "inputErrors")) {
            collect(input, codes, "code");
        }
        String said = Json.textOr("", body, "message", "error_description");
        String sentence = said.isBlank()
                ? Excerpts.of(response.body(), SENTENCE_LENGTH)
                : Excerpts.shorten(said, SENTENCE_LENGTH);
        boolean reads = request.method().equals("GET") || request.headers().containsKey("X-HTTP-Method-Override");
        return new Failure(
                response.status(),
                request.changing(),
                !reads,
                response.header("retry-after").isPresent(),
                request.operation(),
                codes,
                sentence);
    }

    private static void collect(JsonNode node, Set<String> codes, String... names) {
        for (String name : names) {
            String code = Json.text(node, name);
            if (code != null && !code.isBlank()) {
                codes.add(code);
            }
        }
    }

    boolean hasCode(String... any) {
        return codes.stream().anyMatch(Set.of(any)::contains);
    }

    boolean says(String... phrases) {
        String said = sentence.toLowerCase(Locale.ROOT);
        for (String phrase : phrases) {
            if (said.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    boolean refused() {
        return status < 500;
    }
}
