package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.parvis.simulation.Exchange;

/**
 * One request to a route.
 *
 * @param channel who asks
 */
record Call(Exchange exchange, String channel) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Optional<String> parameter(String name) {
        return exchange.parameter(name).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return parameter(name).orElseThrow(() -> Refusal.missing(name));
    }

    boolean flag(String name) {
        return parameter(name).filter("true"::equals).isPresent();
    }

    /** A list with commas, given once or several times. */
    List<String> list(String name) {
        return exchange.query().getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The parts that are asked for; one that the resource does not have is refused. */
    Set<String> parts(String... known) {
        Set<String> parts = new LinkedHashSet<>(list("part"));
        if (parts.isEmpty()) {
            throw Refusal.missing("part");
        }
        for (String part : parts) {
            if (!Arrays.asList(known).contains(part)) {
                throw Refusal.of(400, "youtube.part", "unknownPart", "'" + part + "'");
            }
        }
        return parts;
    }

    int size(int least, int most, int usual) {
        String value = parameter("maxResults").orElse(Integer.toString(usual));
        try {
            int size = Integer.parseInt(value);
            if (size >= least && size <= most) {
                return size == 0 ? usual : size;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusal.parameter(
                "Invalid value '" + value + "'. Values must be within the range: [" + least + ", " + most + "]");
    }

    String choice(String name, String otherwise, String... values) {
        String value = parameter(name).orElse(otherwise);
        if (!Arrays.asList(values).contains(value)) {
            throw Refusal.parameter(
                    "Invalid value '" + value + "' for " + name + ". Allowed values: " + String.join(", ", values));
        }
        return value;
    }

    /** The body as JSON, unpacked where the client packed it; 400 where it is not an object. */
    JsonNode body() {
        JsonNode body = MissingNode.getInstance();
        try {
            body = JSON.readTree(bytes());
        } catch (IOException e) {
            // said below
        }
        if (body == null || !body.isObject()) {
            throw Refusal.of(400, "global", "parseError", "Parse Error");
        }
        return body;
    }

    private byte[] bytes() throws IOException {
        if (!exchange.header("content-encoding").orElse("").equals("gzip")) {
            return exchange.body();
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(exchange.body()))) {
            return unpacked.readAllBytes();
        }
    }
}
