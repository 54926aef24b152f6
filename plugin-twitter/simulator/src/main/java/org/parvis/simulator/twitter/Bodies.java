package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks request bodies as X checks them: an unknown or wrongly shaped member gives 400 with its path. Stateless. */
final class Bodies {

    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");

    private Bodies() {}

    static void only(JsonNode object, String path, Set<String> allowed) {
        for (Iterator<Map.Entry<String, JsonNode>> i = object.properties().iterator(); i.hasNext(); ) {
            String name = i.next().getKey();
            if (!allowed.contains(name)) {
                throw wrong(path + "." + name
                        + ": is not defined in the schema and the schema does not allow additional properties");
            }
        }
    }

    static Refusal wrong(String message) {
        return Refusal.invalid("", "", message);
    }

    static long id(JsonNode object, String path, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            throw wrong(path + "." + name + ": is missing but it is required");
        }
        return id(value, path + "." + name);
    }

    static long id(JsonNode value, String path) {
        if (!value.isTextual() || !ID.matcher(value.asText()).matches()) {
            throw wrong(path + ": does not match the regex pattern ^[0-9]{1,19}$");
        }
        try {
            return Long.parseLong(value.asText());
        } catch (NumberFormatException e) {
            throw wrong(path + ": does not match the regex pattern ^[0-9]{1,19}$");
        }
    }

    static String text(JsonNode object, String path, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return "";
        }
        if (!value.isTextual()) {
            throw wrong(path + "." + name + ": " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                    + " found, string expected");
        }
        return value.asText();
    }

    static boolean flag(JsonNode object, String path, String name) {
        JsonNode value = object.path(name);
        if (!value.isBoolean()) {
            throw wrong(path + "." + name + ": boolean expected");
        }
        return value.asBoolean();
    }
}
