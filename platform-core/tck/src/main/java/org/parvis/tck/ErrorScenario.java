package org.parvis.tck;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;

/**
 * One line of a plugin's error mapping, as data: what the network answers, and what the plugin must make of it.
 *
 * @param name says in the report what happened: {@code spamLimit}
 * @param headers of the answer; {@code Content-Type} is JSON where it is not said
 * @param changing whether it is the answer to a publication; otherwise to reading
 * @param operation which of the call's requests meets it, by the name it has in the descriptor's quota rules; null for the
 *     first (of a publication: the first that changes something)
 */
public record ErrorScenario(
        String name,
        int status,
        Map<String, String> headers,
        String body,
        boolean changing,
        @Nullable String operation,
        ErrorKind expected) {

    public ErrorScenario {
        headers = Map.copyOf(headers);
    }

    /** The answer to a publication. */
    public static ErrorScenario publishing(String name, int status, String body, ErrorKind expected) {
        return new ErrorScenario(name, status, Map.of(), body, true, null, expected);
    }

    /** The answer to reading. */
    public static ErrorScenario reading(String name, int status, String body, ErrorKind expected) {
        return new ErrorScenario(name, status, Map.of(), body, false, null, expected);
    }

    /** The same, met by one request of the call alone. */
    public ErrorScenario at(String request) {
        return new ErrorScenario(name, status, headers, body, changing, request, expected);
    }

    /** The same with one more header. */
    public ErrorScenario with(String header, String value) {
        Map<String, String> more = new java.util.TreeMap<>(headers);
        more.put(header, value);
        return new ErrorScenario(name, status, more, body, changing, operation, expected);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
