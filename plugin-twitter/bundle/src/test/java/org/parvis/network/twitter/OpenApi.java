package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.parvis.spi.http.HttpRequest;

/** X's own machine-readable description, as the judge of requests and answers; of the tests over the whole platform too. */
public final class OpenApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    public static OpenApi read(Path file) throws IOException {
        return new OpenApi(MAPPER.readTree(file.toFile()));
    }

    /** What the description has against the request. */
    public List<String> complaints(HttpRequest request) throws IOException {
        String path = request.address().getPath();
        Map<String, String> inPath = new HashMap<>();
        JsonNode operation = operation(request.method().toLowerCase(Locale.ROOT), path, inPath);
        if (operation == null) {
            return List.of("no such operation: " + request.method() + " " + path);
        }
        List<String> complaints = new ArrayList<>();
        Map<String, String> query = query(request);
        Map<String, JsonNode> known = new HashMap<>();
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolve(reference);
            String in = parameter.path("in").asText();
            String name = parameter.path("name").asText();
            String value = in.equals("path") ? inPath.get(name) : in.equals("query") ? query.get(name) : null;
            known.put(in + ":" + name, parameter);
            if (value == null && parameter.path("required").asBoolean()) {
                complaints.add("misses " + name);
            } else if (value != null) {
                check(name, value, resolve(parameter.path("schema")), complaints);
            }
        }
        query.keySet().stream()
                .filter(name -> !known.containsKey("query:" + name))
                .forEach(name -> complaints.add("unknown parameter " + name));
        body(operation, request, complaints);
        return complaints;
    }

    private void body(JsonNode operation, HttpRequest request, List<String> complaints) throws IOException {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (request.body() == null || schema.isMissingNode()) {
            if (request.body() != null
                    || operation.path("requestBody").path("required").asBoolean()) {
                complaints.add("a body where none is described, or none where one is required");
            }
            return;
        }
        JsonNode body = MAPPER.readTree(request.body());
        complaints.addAll(complaints(schema, body));
    }

    /** What the description has against a document of a schema. */
    List<String> complaints(JsonNode schema, JsonNode body) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(whole).validate(body).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode operation(String method, String path, Map<String, String> inPath) {
        String[] segments = path.split("/");
        Iterator<Map.Entry<String, JsonNode>> paths = document.path("paths").fields();
        JsonNode best = null;
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> entry = paths.next();
            Map<String, String> found = new HashMap<>();
            if (entry.getValue().has(method)
                    && matches(entry.getKey().split("/"), segments, found)
                    && (best == null || found.isEmpty())) {
                best = entry.getValue().get(method);
                inPath.clear();
                inPath.putAll(found);
            }
        }
        return best;
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

    private static boolean matches(String[] template, String[] segments, Map<String, String> found) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                found.put(template[i].substring(1, template[i].length() - 1), segments[i]);
            } else if (!template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private void check(String name, String value, JsonNode schema, List<String> complaints) {
        if (schema.path("type").asText().equals("array")) {
            String[] values = value.split(",");
            if (schema.has("maxItems")
                    && values.length > schema.path("maxItems").asInt()) {
                complaints.add(name + " has too many elements");
            }
            Arrays.stream(values).forEach(v -> check(name, v, resolve(schema.path("items")), complaints));
            return;
        }
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            complaints.add(name + " cannot be " + value);
        }
        if (schema.has("pattern") && !value.matches(schema.path("pattern").asText())) {
            complaints.add(name + " has the wrong form: " + value);
        }
        if (schema.path("type").asText().equals("integer")) {
            long number = Long.parseLong(value);
            if (number < schema.path("minimum").asLong(Long.MIN_VALUE)
                    || number > schema.path("maximum").asLong(Long.MAX_VALUE)) {
                complaints.add(name + " is out of range: " + value);
            }
        }
        if (schema.has("maxLength") && value.length() > schema.path("maxLength").asInt()) {
            complaints.add(name + " is too long");
        }
    }

    private static boolean contains(JsonNode values, String value) {
        for (JsonNode allowed : values) {
            if (allowed.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(document.at(node.path("$ref").asText().substring(1))) : node;
    }
}
