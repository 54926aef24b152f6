package org.parvis.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer, complete before its first byte leaves.
 *
 * @param headers header fields as they are sent
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** JSON as {@code application/json}. */
    public static Reply json(int status, JsonNode body) {
        return json(status, "application/json; charset=utf-8", body);
    }

    /** JSON under another media type, such as {@code application/problem+json}. */
    public static Reply json(int status, String mediaType, JsonNode body) {
        try {
            return of(status, mediaType, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }

    /** Text, UTF-8. */
    public static Reply text(int status, String mediaType, String body) {
        return of(status, mediaType + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the browser elsewhere. */
    public static Reply redirect(String location) {
        return new Reply(302, Map.of("location", location), new byte[0]);
    }

    /** Any bytes. */
    public static Reply of(int status, String mediaType, byte[] body) {
        return new Reply(status, Map.of("content-type", mediaType), body);
    }

    /** The same answer with a byte that is no UTF-8, é as Latin-1 has it, for each U+FFFD. */
    Reply garbled() {
        String bytes = new String(body, StandardCharsets.ISO_8859_1).replace("\u00EF\u00BF\u00BD", "\u00E9");
        return new Reply(status, headers, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same answer with more header fields. */
    public Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body);
    }
}
