package org.parvis.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The details of an audit entry as the JSON object that is stored. */
final class AuditDetails {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditDetails() {}

    static String written(Map<String, String> details) {
        ObjectNode object = JSON.createObjectNode();
        new TreeMap<>(details).forEach(object::put);
        return object.toString();
    }

    /** Whatever stands there, also what somebody put there by force: that it is wrong is for the hash to say. */
    static Map<String, String> read(String text) {
        Map<String, String> details = new LinkedHashMap<>();
        try {
            JsonNode object = JSON.readTree(text);
            object.properties()
                    .forEach(field -> details.put(
                            field.getKey(),
                            field.getValue().isTextual()
                                    ? field.getValue().textValue()
                                    : field.getValue().toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave JSON that is none", e);
        }
        return details;
    }
}
