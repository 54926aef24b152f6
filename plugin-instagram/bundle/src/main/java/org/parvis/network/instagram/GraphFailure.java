package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Locale;
import java.util.Set;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.json.Json;

/**
 * An error answer of the Graph API, or one that is no such thing (a page of a proxy).
 *
 * @param code 0 where there is none
 * @param subcode 0 where there is none
 * @param passing whether Meta itself says that it will pass
 * @param sentence what Meta said, for people
 */
record GraphFailure(int status, boolean changing, long code, long subcode, boolean passing, String sentence) {

    private static final int SENTENCE_LENGTH = 300;

    static GraphFailure read(HttpRequest request, HttpResponse response) {
        JsonNode body = Json.parse(response.body()).orElse(MissingNode.getInstance());
        JsonNode error = Json.at(body, "error");
        // The endpoints of uploads wrap their errors as debug information.
        JsonNode upload = Json.at(body, "debug_info");
        String sentence = Json.text(error, "error_user_msg", "message");
        if (sentence == null || sentence.isBlank()) {
            sentence = Json.text(upload, "message");
        }
        return new GraphFailure(
                response.status(),
                request.changing(),
                Json.whole(error, "code").orElse(0L),
                Json.whole(error, "error_subcode").orElse(0L),
                Json.flag(Json.flag(false, upload, "retriable"), error, "is_transient"),
                sentence == null || sentence.isBlank()
                        ? Excerpts.of(response.body(), SENTENCE_LENGTH)
                        : Excerpts.shorten(sentence, SENTENCE_LENGTH));
    }

    boolean is(long... codes) {
        for (long each : codes) {
            if (code == each) {
                return true;
            }
        }
        return false;
    }

    boolean isBetween(long first, long last) {
        return code >= first && code <= last;
    }

    boolean hasSubcode(Long... any) {
        return Set.of(any).contains(subcode);
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
}
