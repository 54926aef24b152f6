package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.simulation.Exchange;

/**
 * One request below a version, or one part of a batch.
 *
 * @param parameters of the query and of the body together, as the Graph API takes them
 * @param grant whose token it carries
 */
record Call(
        String method,
        List<String> path,
        Map<String, String> parameters,
        Grants.Grant grant,
        String version,
        String requestId) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String required(String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.parameter("The parameter " + name + " is required");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        return parameter(name)
                .map(value -> value.equals("true") || value.equals("1"))
                .orElse(otherwise);
    }

    /** A parameter that is JSON. */
    JsonNode json(String name) {
        try {
            return JSON.readTree(parameters.getOrDefault(name, "null"));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw Refusal.parameter("param " + name + " must be valid JSON");
        }
    }

    /** A time in seconds, or as a date. */
    long seconds(String name, long otherwise) {
        String value = parameters.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return value.matches("-?\\d+")
                    ? Long.parseLong(value)
                    : java.time.Instant.parse(value).getEpochSecond();
        } catch (java.time.DateTimeException e) {
            throw Refusal.parameter("param " + name + " must be a time");
        }
    }

    static Map<String, String> parameters(Exchange exchange) {
        Map<String, String> all = new LinkedHashMap<>();
        exchange.query().forEach((name, values) -> all.put(name, values.get(0)));
        String type = exchange.header("content-type").orElse("");
        if (type.startsWith("application/x-www-form-urlencoded")) {
            exchange.form().forEach((name, values) -> all.put(name, values.get(0)));
        } else if (type.startsWith("application/json")) {
            exchange.json()
                    .properties()
                    .forEach(member -> all.put(
                            member.getKey(),
                            member.getValue().isValueNode()
                                    ? member.getValue().asText()
                                    : member.getValue().toString()));
        }
        return all;
    }
}
