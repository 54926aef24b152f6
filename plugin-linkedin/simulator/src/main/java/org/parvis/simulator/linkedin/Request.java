package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.simulation.Exchange;

/**
 * One request to a route, read as Rest.li has it.
 *
 * @param method Rest.li's method, from its header or the verb
 * @param path the segments after {@code /rest}, each read
 * @param grant who asks
 */
record Request(Exchange exchange, String method, List<Object> path, Map<String, Object> query, Grants.Grant grant) {

    static Request read(Exchange exchange, Grants.Grant grant) {
        String target = exchange.target();
        int mark = target.indexOf('?');
        boolean tunnelled = exchange.method().equals("POST")
                && exchange.header("x-http-method-override").orElse("").equals("GET");
        String raw = tunnelled
                ? new String(exchange.body(), StandardCharsets.UTF_8)
                : mark < 0 ? "" : target.substring(mark + 1);
        List<Object> segments = new ArrayList<>();
        for (String segment : (mark < 0 ? target : target.substring(0, mark)).split("/")) {
            if (!segment.isEmpty()) {
                segments.add(RestLiText.read(segment));
            }
        }
        String verb = tunnelled ? "GET" : exchange.method();
        return new Request(exchange, method(exchange, verb), List.copyOf(segments), RestLiText.query(raw), grant);
    }

    private static String method(Exchange exchange, String verb) {
        String said = exchange.header("x-restli-method").orElse("");
        return switch (said) {
            case "PARTIAL_UPDATE" -> "PARTIAL_UPDATE";
            case "", "FINDER", "BATCH_GET", "GET", "DELETE", "CREATE", "ACTION", "UPDATE" -> verb;
            default -> throw new Refusal(400, 0, "PARAM_INVALID", "There is no Rest.li method " + said);
        };
    }

    Optional<String> parameter(String name) {
        return query.get(name) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    String required(String name) {
        return parameter(name)
                .orElseThrow(() -> new Refusal(400, 0, "PARAM_INVALID", "Parameter " + name + " is required"));
    }

    int number(String name, int otherwise, int most) {
        try {
            int value = parameter(name).map(Integer::parseInt).orElse(otherwise);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "Parameter " + name + " must be 0 to " + most);
    }

    /** A list; 400 where the parameter is something else, such as a list with escaped parentheses. */
    List<String> list(String name) {
        if (query.get(name) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "Parameter " + name + " must be a List()");
    }

    /** A map of texts and numbers; empty where the parameter is not there. */
    Map<?, ?> map(String name) {
        Object value = query.getOrDefault(name, Map.of());
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "Parameter " + name + " must be a record");
    }

    String segment(int place) {
        if (path.get(place) instanceof String text) {
            return text;
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "Part " + place + " of the path must be a text");
    }

    Map<?, ?> key(int place) {
        if (path.get(place) instanceof Map<?, ?> key) {
            return key;
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "Part " + place + " of the path must be a record");
    }

    /** The body; 400 where it is not a JSON object. */
    ObjectNode body() {
        JsonNode body = exchange.json();
        if (body instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal(400, 0, "PARAM_INVALID", "The request needs a JSON object as its body");
    }
}
