package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/**
 * Google's own machine-readable description of an API, as the judge of requests and answers; of the tests over the whole
 * platform too.
 */
public final class Discovery {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Of the upload protocol, which the documents only name. */
    private static final Set<String> UPLOAD = Set.of("uploadType", "upload_id");

    private final JsonNode document;

    private Discovery(JsonNode document) {
        this.document = document;
    }

    public static Discovery read(String name) {
        try {
            return new Discovery(MAPPER.readTree(
                    Shared.path("networks/specs/youtube/" + name).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the description has against an exchange; empty where it does not describe such a request at all. */
    Optional<List<String>> complaints(HttpRequest request, HttpResponse response) {
        Optional<JsonNode> method = method(request.method(), request.address().getPath());
        return method.map(found -> {
            List<String> complaints = new ArrayList<>(requested(found, request));
            boolean json = response.status() / 100 == 2 && found.has("response") && response.body().length > 0;
            if (json) {
                body("answer", found.get("response"), response.body(), complaints);
            }
            if (response.status() == 204 && found.has("response")) {
                complaints.add("204 where an answer is described");
            }
            return complaints;
        });
    }

    /** What the description has against a request; empty where it does not describe such a request at all. */
    public Optional<List<String>> complaints(HttpRequest request) {
        return method(request.method(), request.address().getPath()).map(found -> requested(found, request));
    }

    private List<String> requested(JsonNode method, HttpRequest request) {
        List<String> complaints = new ArrayList<>();
        parameters(method, query(request), complaints);
        if (request.body() != null && method.has("request")) {
            body("request", method.get("request"), request.body(), complaints);
        }
        return complaints;
    }

    private static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        String raw = request.address().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private Optional<JsonNode> method(String verb, String path) {
        List<JsonNode> found = new ArrayList<>();
        collect(document.path("resources"), verb, path, found);
        return found.stream().findFirst();
    }

    private static void collect(JsonNode resources, String verb, String path, List<JsonNode> found) {
        for (JsonNode resource : resources) {
            for (JsonNode method : resource.path("methods")) {
                boolean same = path.equals("/" + method.path("path").asText());
                for (JsonNode protocol : method.path("mediaUpload").path("protocols")) {
                    same |= path.equals(protocol.path("path").asText());
                }
                if (same && method.path("httpMethod").asText().equals(verb)) {
                    found.add(method);
                }
            }
            collect(resource.path("resources"), verb, path, found);
        }
    }

    private void parameters(JsonNode method, Map<String, String> query, List<String> complaints) {
        for (var parameter : method.path("parameters").properties()) {
            String value = query.get(parameter.getKey());
            if (value == null && parameter.getValue().path("required").asBoolean()) {
                complaints.add("misses " + parameter.getKey());
            } else if (value != null) {
                check(parameter.getKey(), value, parameter.getValue(), complaints);
            }
        }
        for (String name : query.keySet()) {
            boolean known = method.path("parameters").has(name)
                    || document.path("parameters").has(name)
                    || UPLOAD.contains(name) && method.has("mediaUpload");
            if (!known) {
                complaints.add("unknown parameter " + name);
            }
        }
    }

    private static void check(String name, String value, JsonNode parameter, List<String> complaints) {
        if (parameter.has("enum") && !holds(parameter.get("enum"), value)) {
            complaints.add(name + " cannot be " + value);
        }
        if (parameter.path("type").asText().equals("integer")) {
            long number = Long.parseLong(value);
            if (number < parameter.path("minimum").asLong(Long.MIN_VALUE)
                    || number > parameter.path("maximum").asLong(Long.MAX_VALUE)) {
                complaints.add(name + " is out of range: " + value);
            }
        }
        if (parameter.path("type").asText().equals("boolean") && !value.equals("true") && !value.equals("false")) {
            complaints.add(name + " is no boolean: " + value);
        }
    }

    private void body(String what, JsonNode reference, byte[] bytes, List<String> complaints) {
        try {
            check(what, MAPPER.readTree(bytes), reference, complaints);
        } catch (IOException e) {
            complaints.add(what + " is not JSON");
        }
    }

    private void check(String where, JsonNode value, JsonNode schema, List<String> complaints) {
        if (schema.has("$ref")) {
            check(where, value, document.path("schemas").path(schema.get("$ref").asText()), complaints);
            return;
        }
        boolean fits = switch (schema.path("type").asText("any")) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
        if (!fits) {
            complaints.add(where + " is no " + schema.path("type").asText() + ": " + value);
            return;
        }
        if (schema.has("enum") && !holds(schema.get("enum"), value.asText())) {
            complaints.add(where + " cannot be " + value);
        }
        value.forEach(element -> {
            if (value.isArray()) {
                check(where + "[]", element, schema.path("items"), complaints);
            }
        });
        for (var member : value.properties()) {
            String place = where + "." + member.getKey();
            JsonNode described = schema.path("properties").path(member.getKey());
            if (described.isMissingNode()) {
                described = schema.path("additionalProperties");
            }
            if (described.isMissingNode() && schema.path("type").asText().equals("object")) {
                complaints.add(place + " is not described");
            } else {
                check(place, member.getValue(), described, complaints);
            }
        }
    }

    private static boolean holds(JsonNode values, String value) {
        for (JsonNode allowed : values) {
            if (allowed.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
