package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** X's own OpenAPI document, asked whether a request and its answer are what it describes. */
final class OpenApi {

    /** Members that X answers with, as its guides and recordings show, and that one of the documents does not list. */
    private static final Set<String> UNLISTED = Set.of(
            "data.edit_history_tweet_ids",
            "data.rest_id",
            "data.id",
            "errors.field",
            "public_metrics.bookmark_count",
            "public_metrics.media_count",
            "meta.result_count",
            "meta");

    private final ObjectNode document;
    private final Map<String, JsonSchema> schemas = new HashMap<>();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private final String version;

    OpenApi(Path file) throws IOException {
        document = (ObjectNode) SmallWorld.JSON.readTree(file.toFile());
        version = document.at("/info/version").asText();
        adapt(document.path("components").path("schemas"));
        // Defects of 2.166: a member is required that the schema itself does not have.
        drop("MediaUploadResponse");
        drop("MediaUploadAppendResponse");
        drop("ProcessingInfo");
    }

    private void drop(String schema) {
        if (document.at("/components/schemas/" + schema) instanceof ObjectNode node && version.equals("2.166")) {
            node.remove("required");
        }
    }

    /** OpenAPI 3.0 says {@code nullable} where JSON Schema says a type more. */
    private static void adapt(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("nullable").asBoolean(false) && object.has("type")) {
                ArrayNode types = SmallWorld.JSON
                        .createArrayNode()
                        .add(object.get("type").asText())
                        .add("null");
                object.set("type", types);
            }
            object.remove("discriminator");
        }
        node.forEach(OpenApi::adapt);
    }

    String version() {
        return version;
    }

    /** What is wrong about an exchange; empty where all is as described. */
    List<String> judge(XClient.Seen seen) {
        List<String> wrong = new ArrayList<>();
        String template = template(seen);
        if (template == null) {
            wrong.add(version + " has no path for " + seen.method() + " " + seen.path());
            return wrong;
        }
        JsonNode operation =
                document.at("/paths").path(template).path(seen.method().toLowerCase(java.util.Locale.ROOT));
        boolean good = seen.answer().status() < 400;
        if (good) {
            request(operation, seen, wrong);
        }
        response(operation, seen, good, wrong);
        String where = version + " " + seen.method() + " " + seen.path() + " " + seen.query();
        return wrong.stream().map(message -> where + ": " + message).toList();
    }

    private String template(XClient.Seen seen) {
        String method = seen.method().toLowerCase(java.util.Locale.ROOT);
        String found = null;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            boolean fits = Pattern.matches(path.getKey().replaceAll("\\{[^}]+}", "[^/]+"), seen.path())
                    && path.getValue().has(method);
            boolean exact = path.getKey().equals(seen.path());
            if (fits && (found == null || exact || !path.getKey().contains("{"))) {
                found = path.getKey();
            }
        }
        return found;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = document.at(at.get("$ref").asText().substring(1));
        }
        return at;
    }

    private void request(JsonNode operation, XClient.Seen seen, List<String> wrong) {
        Map<String, JsonNode> known = new HashMap<>();
        operation
                .path("parameters")
                .forEach(parameter -> known.put(resolved(parameter).path("name").asText(), resolved(parameter)));
        seen.query().forEach((name, value) -> {
            if (!known.containsKey(name)) {
                wrong.add("the request has a parameter " + name + " that is not described");
                return;
            }
            JsonNode schema = resolved(known.get(name).path("schema"));
            JsonNode item = resolved(schema.path("items"));
            for (String each : schema.path("type").asText().equals("array") ? value.split(",") : new String[] {value}) {
                JsonNode rule = item.isMissingNode() ? schema : item;
                Set<String> allowed = new HashSet<>();
                rule.path("enum").forEach(choice -> allowed.add(choice.asText()));
                if (!allowed.isEmpty() && !allowed.contains(each)) {
                    wrong.add("the request's " + name + " has " + each);
                }
            }
        });
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        if (!schema.isMissingNode() && !seen.request().isEmpty()) {
            validate("request", schema, parse(seen.request()), wrong);
        }
    }

    private void response(JsonNode operation, XClient.Seen seen, boolean good, List<String> wrong) {
        JsonNode responses = operation.path("responses");
        String status = Integer.toString(seen.answer().status());
        if (good && !responses.has(status)) {
            wrong.add("status " + status + " is not described");
            return;
        }
        if (good) {
            JsonNode schema = responses.path(status).at("/content/application~1json/schema");
            validate("answer", schema, seen.answer().json(), wrong);
            unlisted(schema, seen.answer().json(), "", wrong);
            return;
        }
        JsonNode problem = document.at("/components/schemas/Problem");
        Set<String> types = new HashSet<>();
        problem.path("oneOf")
                .forEach(each -> resolved(each).at("/properties/type/enum").forEach(type -> types.add(type.asText())));
        if (types.isEmpty() || types.contains(seen.answer().at("/type").asText())) {
            validate(
                    "problem",
                    SmallWorld.JSON.createObjectNode().put("$ref", "#/components/schemas/Problem"),
                    seen.answer().json(),
                    wrong);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return SmallWorld.JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void validate(String what, JsonNode schema, JsonNode value, List<String> wrong) {
        JsonSchema compiled = schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode root = schema.deepCopy();
            ObjectNode wrapped = SmallWorld.JSON.createObjectNode();
            wrapped.putArray("allOf").add(root);
            wrapped.putObject("components").set("schemas", document.at("/components/schemas"));
            return factory.getSchema(wrapped);
        });
        compiled.validate(value).forEach(message -> wrong.add(what + " " + message.getMessage()));
    }

    /** Members that no schema lists, which validation alone would let through. */
    private void unlisted(JsonNode schema, JsonNode value, String path, List<String> wrong) {
        if (value.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            parts(schema, items);
            for (JsonNode part : items) {
                if (part.has("items")) {
                    value.forEach(each -> unlisted(part.get("items"), each, path, wrong));
                }
            }
        } else if (value.isObject()) {
            List<JsonNode> parts = new ArrayList<>();
            parts(schema, parts);
            Map<String, JsonNode> listed = new HashMap<>();
            parts.forEach(part -> part.path("properties")
                    .properties()
                    .forEach(property -> listed.put(property.getKey(), property.getValue())));
            if (listed.isEmpty()) {
                return;
            }
            value.properties().forEach(member -> {
                String name = (path.isEmpty() ? "" : path + ".") + member.getKey();
                if (!listed.containsKey(member.getKey())) {
                    if (!UNLISTED.contains(name)) {
                        wrong.add("the answer has " + name + ", which is not described");
                    }
                } else {
                    unlisted(listed.get(member.getKey()), member.getValue(), member.getKey(), wrong);
                }
            });
        }
    }

    private void parts(JsonNode schema, List<JsonNode> found) {
        JsonNode node = resolved(schema);
        found.add(node);
        Set<JsonNode> inner = new LinkedHashSet<>();
        for (String name : List.of("allOf", "oneOf", "anyOf")) {
            node.path(name).forEach(inner::add);
        }
        if (node.path("properties").has("type") && node.path("properties").has("media_key")) {
            for (String media : List.of("Photo", "Video", "AnimatedGif")) {
                JsonNode more = document.at("/components/schemas/" + media + "/allOf/1");
                if (!more.isMissingNode()) {
                    found.add(more);
                }
            }
        }
        if (node == document.at("/components/schemas/Problem")) {
            document.path("components").path("schemas").properties().stream()
                    .filter(each ->
                            each.getKey().endsWith("Problem") && !each.getKey().equals("Problem"))
                    .forEach(each -> inner.addAll(list(each.getValue().path("allOf"))));
        }
        inner.stream().filter(each -> resolved(each) != node).forEach(each -> parts(each, found));
    }

    private List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(each -> {
            if (!each.has("$ref")) {
                all.add(each);
            }
        });
        return all;
    }
}
