package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.json.Json;

/**
 * An error answer, read out of any of the shapes X uses: a problem (title, detail, type), a list of problems with the
 * parameters they complain of, the numbered errors of the older API, the token endpoint's {@code error}, or no JSON at all.
 *
 * @param type last segment of the problem's type: {@code client-forbidden}
 * @param codes numbers of the older API, and the token endpoint's words
 * @param parameters what X complains of, in lower case
 * @param sentence what X said, for people
 */
record Failure(
        int status,
        boolean changing,
        boolean daySpent,
        String type,
        Set<String> codes,
        Set<String> parameters,
        String sentence) {
    private static final int SENTENCE_LENGTH = 300;

    static Failure read(HttpRequest request, HttpResponse response) {
        JsonNode body = Json.parse(response.body()).orElse(MissingNode.getInstance());
        Set<String> codes = new HashSet<>();
        Set<String> parameters = new HashSet<>();
        List<String> sentences = new ArrayList<>();
        collect(body, codes, parameters, sentences);
        for (JsonNode error : Json.list(body, "errors")) {
            collect(error, codes, parameters, sentences);
        }
        String type = Json.textOr("", body, "type");
        if (type.isEmpty() || type.equals("about:blank")) {
            type = Json.list(body, "errors").stream()
                    .map(error -> Json.textOr("", error, "type"))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        String sentence = sentences.isEmpty()
                ? Excerpts.of(response.body(), SENTENCE_LENGTH)
                : Excerpts.shorten(String.join(" – ", sentences), SENTENCE_LENGTH);
        return new Failure(
                response.status(),
                request.changing(),
                daySpent(response),
                lastSegment(type),
                codes,
                parameters,
                sentence);
    }

    private static void collect(JsonNode problem, Set<String> codes, Set<String> parameters, List<String> sentences) {
        for (String name : List.of("code", "error", "reason")) {
            String code = Json.text(problem, name);
            if (code != null) {
                codes.add(code);
            }
        }
        Json.at(problem, "parameters")
                .fieldNames()
                .forEachRemaining(name -> parameters.add(name.toLowerCase(Locale.ROOT)));
        for (String name : List.of("detail", "message", "error_description", "title", "error")) {
            String sentence = Json.text(problem, name);
            if (sentence != null && !sentence.isBlank()) {
                if (!sentences.contains(sentence)) {
                    sentences.add(sentence);
                }
                return;
            }
        }
    }

    private static boolean daySpent(HttpResponse response) {
        return response.header("x-user-limit-24hour-remaining")
                        .filter("0"::equals)
                        .isPresent()
                || response.header("x-app-limit-24hour-remaining")
                        .filter("0"::equals)
                        .isPresent();
    }

    private static String lastSegment(String type) {
        return type.substring(type.lastIndexOf('/') + 1);
    }

    boolean hasCode(String... any) {
        return codes.stream().anyMatch(Set.of(any)::contains);
    }

    boolean isOfType(String... any) {
        return Set.of(any).contains(type);
    }

    /** Whether X complains of one of these parameters, by its list or in its sentence. */
    boolean complainsOf(String... names) {
        String said = said();
        for (String name : names) {
            if (parameters.contains(name) || said.contains("[" + name + "]") || said.contains("'" + name + "'")) {
                return true;
            }
        }
        return false;
    }

    boolean says(String... phrases) {
        String said = said();
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

    private String said() {
        return sentence.toLowerCase(Locale.ROOT);
    }
}
