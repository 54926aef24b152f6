package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The platform's own description of its routes, read from the running platform, and answers compared with it. */
final class Description {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<URI, Description> BY_ADDRESS = new HashMap<>();

    private final JsonNode document;
    private final Map<String, JsonSchema> compiled = new HashMap<>();

    private Description(JsonNode document) {
        this.document = document;
        // The description leaves room for members to come; here each must be one that it names.
        document.path("components").path("schemas").forEach(schema -> {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
    }

    static synchronized Description of(URI address) throws IOException {
        Description known = BY_ADDRESS.get(address);
        if (known == null) {
            known = new Description(
                    Api.JSON.readTree(address.resolve("/api/v1/openapi.json").toURL()));
            BY_ADDRESS.put(address, known);
        }
        return known;
    }

    JsonNode document() {
        return document;
    }

    /** One method of one path. */
    record Route(String method, String path, JsonNode operation) {
        String id() {
            return operation.path("operationId").asText();
        }

        boolean isAnonymous() {
            // Left out for nobody: there is no rule for all routes that it would fall back to.
            return operation.path("security").isEmpty();
        }

        boolean isChanging() {
            return !method.equals("GET");
        }

        boolean takes(String parameter) {
            for (JsonNode candidate : operation.path("parameters")) {
                if (candidate.path("name").asText().equals(parameter)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(method -> routes.add(new Route(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return routes;
    }

    JsonNode schema(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** The status must be described, and the body must fit its schema. */
    synchronized void check(String method, String path, Api.Answer answer) {
        Route route = find(method, path.replaceAll("\\?.*", ""));
        if (route == null) {
            assertThat(answer.status())
                    .as("no such route: " + method + " " + path)
                    .isBetween(400, 499);
            return;
        }
        JsonNode described = schema(route.operation().path("responses").path(Integer.toString(answer.status())));
        assertThat(described.isMissingNode())
                .as(route + " answered what its description does not name: " + answer)
                .isFalse();
        JsonNode content = described.path("content");
        if (content.isEmpty() || !answer.type().contains("json")) {
            return;
        }
        JsonNode schema = content.path(answer.type().replaceAll(";.*", "")).path("schema");
        assertThat(schema.isMissingNode())
                .as(route + " answered " + answer.type() + " with " + answer.status())
                .isFalse();
        assertThat(compiled.computeIfAbsent(schema.toString(), unused -> compile(schema))
                        .validate(answer.body()))
                .as(route + ": " + answer)
                .isEmpty();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode root = schema.deepCopy();
        root.set("components", document.path("components"));
        return SCHEMAS.getSchema(
                root,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private Route find(String method, String path) {
        return routes().stream()
                .filter(route -> route.method().equals(method))
                .filter(route -> Pattern.matches(route.path().replaceAll("\\{[^}]+}", "[^/]+"), path))
                .min((a, b) -> Integer.compare(count(a), count(b)))
                .orElse(null);
    }

    private static int count(Route route) {
        return route.path().split("\\{").length;
    }
}
