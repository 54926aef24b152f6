package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/**
 * Many reads in one request, fifty at most; each has its own status. The Graph API has no other way to read several objects
 * since {@code ?ids=} was taken away in October 2026.
 */
final class Batch {

    private static final int MOST = 50;

    private final NetworkCall call;

    Batch(NetworkCall call) {
        this.call = call;
    }

    /** One answer of a batch. */
    record Part(int status, JsonNode body) {

        boolean succeeded() {
            return status >= 200 && status < 300 && body.isObject();
        }

        /** Whether Meta says that the object does not exist (any more). */
        boolean isGone() {
            JsonNode error = Json.at(body, "error");
            long code = Json.whole(error, "code").orElse(0L);
            long subcode = Json.whole(error, "error_subcode").orElse(0L);
            return code == 803 || code == 100 && subcode == 33;
        }

        /** The error in the form in which a request of its own would have had it. */
        NetworkException failure(NetworkCall call, String operation) {
            HttpRequest request =
                    HttpRequest.get(operation, call.descriptor().baseAddress()).build();
            return GraphErrors.of(
                    request,
                    new HttpResponse(status, Map.of(), Json.bytes(body.isMissingNode() ? Json.object() : body)),
                    call.clock().instant(),
                    call.accessToken());
        }
    }

    /**
     * Reads all.
     *
     * @param requests addresses relative to the version, by any key
     * @return answers by the same keys; what Meta left unanswered is not there
     */
    Map<String, Part> read(String operation, Map<String, String> requests) throws NetworkException {
        Map<String, Part> parts = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(requests.keySet());
        for (int from = 0; from < keys.size(); from += MOST) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + MOST));
            ArrayNode batch = Json.object().putArray("batch");
            some.forEach(key -> batch.addObject().put("method", "GET").put("relative_url", requests.get(key)));
            JsonNode answer = new Graph(call)
                    .settle(
                            operation,
                            "/",
                            Map.of(
                                    "batch",
                                    new String(Json.bytes(batch), StandardCharsets.UTF_8),
                                    "include_headers",
                                    "false"));
            for (int i = 0; i < some.size(); i++) {
                JsonNode part = answer.get(i);
                if (part != null && part.isObject()) {
                    parts.put(some.get(i), part(part));
                }
            }
        }
        return parts;
    }

    private static Part part(JsonNode part) {
        int status = Json.whole(part, "code").orElse(500L).intValue();
        return new Part(status, Json.parse(Json.textOr("", part, "body")).orElse(MissingNode.getInstance()));
    }
}
