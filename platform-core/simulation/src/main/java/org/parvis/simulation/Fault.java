package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is to go wrong, for which exchanges and how often.
 *
 * @param network the network's id, or {@code *}
 * @param route a regular expression that is found in {@code METHOD /path}; empty for any
 * @param operation the operation's name, with {@code *} for any text; empty for any
 * @param account the handle of the account that asks; empty for any
 * @param skip how many matching exchanges pass unharmed first
 * @param count how many are hit after that; 0 for all until it is removed
 * @param kind what happens
 * @param details what the kind needs
 */
public record Fault(
        String network,
        String route,
        String operation,
        String account,
        int skip,
        int count,
        Kind kind,
        Details details) {

    /** What can happen to an exchange. */
    public enum Kind {
        /** The connection is reset before anything is done. */
        REFUSE,
        /** Nothing is done, a given answer is sent. */
        STATUS,
        /** It is done, and a given answer is sent in place of its own. */
        STATUS_AFTER,
        /** The exchange is held before anything is done, until it is released or its time is over (then it is cut). */
        HANG,
        /** It is done, and the answer is held until it is released or its time is over (then it is cut). */
        HOLD_AFTER,
        /** It is done, and the answer comes one byte a second. */
        DRIP,
        /** It is done, and the answer breaks off after some bytes. */
        TRUNCATE,
        /** It is done, and the connection is reset without an answer. */
        DO_WITHOUT_ANSWERING,
        /** It is done, and each U+FFFD of the answer is sent as a byte that is no UTF-8. */
        GARBLE,
        /** It is done, and the answer comes after a delay. */
        ANSWER_AFTER;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String text) {
            try {
                return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("There is no fault of the kind \"" + text + "\".", e);
            }
        }
    }

    /**
     * What a kind needs; the others ignore it.
     *
     * @param status the answer's status, for {@code status} and {@code status-after}
     * @param headers the answer's header fields, for the same; {@code content-encoding: gzip} packs the body
     * @param body the answer's body, for the same
     * @param bytes after how many bytes the answer breaks off, for {@code truncate}; how many blanks are the body where none
     *     is given, for {@code status} and {@code status-after}
     * @param time the longest holding, or the delay
     */
    public record Details(int status, Map<String, String> headers, String body, int bytes, Duration time) {

        /** What is taken where nothing is said. */
        public static final Details NONE = new Details(503, Map.of(), "", 0, Duration.ofMinutes(10));

        /** With another time. */
        public Details within(Duration other) {
            return new Details(status, headers, body, bytes, other);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A fault that hits the next exchange of an operation. */
    public static Fault once(String network, String operation, Kind kind, Details details) {
        return new Fault(network, "", operation, "", 0, 1, kind, details);
    }

    /** Reads a fault as the control interface has it. */
    static Fault of(JsonNode node) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        node.path("headers")
                .properties()
                .forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
        JsonNode body = node.path("body");
        Details details = new Details(
                node.path("status").asInt(503),
                headers,
                body.isContainerNode() ? body.toString() : body.asText(""),
                node.path("bytes").asInt(0),
                Duration.ofMillis(
                        node.path("timeMillis").asLong(Details.NONE.time().toMillis())));
        String route = node.path("route").asText("");
        try {
            Pattern.compile(route);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("The route is not a regular expression: " + e.getDescription(), e);
        }
        return new Fault(
                node.path("network").asText("*"),
                route,
                node.path("operation").asText(""),
                node.path("account").asText(""),
                node.path("skip").asInt(0),
                node.path("count").asInt(1),
                Kind.of(node.path("kind").asText("")),
                details);
    }

    ObjectNode toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("network", network)
                .put("route", route)
                .put("operation", operation)
                .put("account", account);
        return node.put("skip", skip)
                .put("count", count)
                .put("kind", kind.text())
                .put("timeMillis", details.time().toMillis());
    }

    boolean concerns(String inNetwork, String line, String asked, String by) {
        return (network.equals("*") || network.equals(inNetwork))
                && (route.isEmpty() || Pattern.compile(route).matcher(line).find())
                && (operation.isEmpty() || asked.matches(operation.replace("*", ".*")))
                && (account.isEmpty() || account.equalsIgnoreCase(by));
    }
}
