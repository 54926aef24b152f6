package org.parvis.publishing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.parvis.model.Violation;

/**
 * Holds the options of a variant against the schema of its network. Understands the part of JSON Schema (2020-12) that such
 * schemas use; what it does not know, it lets pass, since the network itself has the last word. Stateless.
 */
final class OptionsCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 20;

    private final List<Violation> violations = new ArrayList<>();

    private OptionsCheck() {}

    /** @param path of the options in the post: {@code targets[0].options} */
    static List<Violation> violations(String schema, Map<String, String> options, String path) {
        OptionsCheck check = new OptionsCheck();
        ObjectNode whole = JSON.createObjectNode();
        options.forEach((name, text) -> {
            try {
                whole.set(name, JSON.readTree(text));
            } catch (JsonProcessingException malformed) {
                check.add(path + "." + name, "json", "is no JSON; a text needs quotation marks around it");
            }
        });
        if (check.violations.isEmpty()) {
            try {
                check.check(JSON.readTree(schema), whole, path, 0);
            } catch (JsonProcessingException malformed) {
                check.add(path, "schema", "cannot be checked, because the network's plugin describes them wrongly");
            }
        }
        return check.violations;
    }

    private void add(String field, String rule, String message) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        violations.add(new Violation(field, "options." + rule, "The option '" + name + "' " + message + "."));
    }

    private boolean fits(JsonNode schema, JsonNode value, int depth) {
        OptionsCheck trial = new OptionsCheck();
        trial.check(schema, value, "", depth);
        return trial.violations.isEmpty();
    }

    private void check(JsonNode schema, JsonNode value, String path, int depth) {
        if (depth > DEEPEST || !schema.isObject()) {
            if (schema.isBoolean() && !schema.asBoolean()) {
                add(path, "unknown", "is not known");
            }
            return;
        }
        if (schema.has("type") && !isOfType(schema.get("type"), value)) {
            add(path, "type", "must be of type " + schema.get("type").toString().replace("\"", ""));
            return;
        }
        checkChoice(schema, value, path, depth);
        if (value.isTextual()) {
            checkText(schema, value.textValue(), path);
        } else if (value.isNumber()) {
            checkNumber(schema, value.decimalValue(), path);
        } else if (value.isArray()) {
            checkArray(schema, value, path, depth);
        } else if (value.isObject()) {
            checkObject(schema, value, path, depth);
        }
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private void checkChoice(JsonNode schema, JsonNode value, String path, int depth) {
        if (schema.has("const") && !schema.get("const").equals(value)) {
            add(path, "choice", "must be " + schema.get("const"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            add(path, "choice", "must be one of " + schema.get("enum"));
        }
        for (JsonNode each : schema.path("allOf")) {
            check(each, value, path, depth + 1);
        }
        for (String either : List.of("oneOf", "anyOf")) {
            if (schema.has(either)) {
                int fitting = 0;
                for (JsonNode each : schema.get(either)) {
                    fitting += fits(each, value, depth + 1) ? 1 : 0;
                }
                if (fitting == 0 || (fitting > 1 && either.equals("oneOf"))) {
                    add(path, "choice", "must be one of " + choices(schema.get(either)));
                }
            }
        }
    }

    private static String choices(JsonNode either) {
        List<String> choices = new ArrayList<>();
        either.forEach(each -> choices.add(each.has("const") ? each.get("const").toString() : each.toString()));
        return String.join(", ", choices);
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void checkText(JsonNode schema, String text, String path) {
        int length = text.codePointCount(0, text.length());
        if (schema.has("minLength") && length < schema.get("minLength").asInt()) {
            add(path, "tooShort", "needs at least " + schema.get("minLength") + " characters");
        }
        if (schema.has("maxLength") && length > schema.get("maxLength").asInt()) {
            add(path, "tooLong", "takes at most " + schema.get("maxLength") + " characters; there are " + length);
        }
        if (schema.has("pattern") && !matches(schema.get("pattern").asText(), text)) {
            add(
                    path,
                    "pattern",
                    "does not have the form " + schema.get("pattern").asText());
        }
        if (!hasFormat(schema.path("format").asText(""), text)) {
            add(path, "format", "is no " + schema.get("format").asText());
        }
    }

    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException foreign) {
            return true;
        }
    }

    private static boolean hasFormat(String format, String text) {
        try {
            switch (format) {
                case "date-time" -> OffsetDateTime.parse(text);
                case "date" -> LocalDate.parse(text);
                case "uri" -> {
                    return new URI(text).isAbsolute();
                }
                default -> {
                    return true;
                }
            }
            return true;
        } catch (DateTimeException | URISyntaxException malformed) {
            return false;
        }
    }

    private void checkNumber(JsonNode schema, BigDecimal number, String path) {
        if (schema.has("minimum") && number.compareTo(schema.get("minimum").decimalValue()) < 0) {
            add(path, "tooSmall", "must be at least " + schema.get("minimum"));
        }
        if (schema.has("maximum") && number.compareTo(schema.get("maximum").decimalValue()) > 0) {
            add(path, "tooLarge", "must be at most " + schema.get("maximum"));
        }
    }

    private void checkArray(JsonNode schema, JsonNode array, String path, int depth) {
        if (schema.has("minItems") && array.size() < schema.get("minItems").asInt()) {
            add(path, "tooFew", "needs at least " + schema.get("minItems") + " entries");
        }
        if (schema.has("maxItems") && array.size() > schema.get("maxItems").asInt()) {
            add(path, "tooMany", "takes at most " + schema.get("maxItems") + " entries");
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            if (schema.has("items")) {
                check(schema.get("items"), array.get(i), path + "[" + i + "]", depth + 1);
            }
            if (!seen.add(array.get(i)) && schema.path("uniqueItems").asBoolean()) {
                add(path, "twice", "holds " + array.get(i) + " twice");
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode object, String path, int depth) {
        for (JsonNode name : schema.path("required")) {
            if (!object.has(name.asText())) {
                add(path + "." + name.asText(), "required", "is missing");
            }
        }
        JsonNode known = schema.path("properties");
        object.fieldNames().forEachRemaining(name -> {
            if (known.has(name)) {
                check(known.get(name), object.get(name), path + "." + name, depth + 1);
            } else if (schema.has("additionalProperties")) {
                check(schema.get("additionalProperties"), object.get(name), path + "." + name, depth + 1);
            }
        });
    }
}
