package org.parvis.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;

/** Attachments as they are stored, in JSON. */
final class Attachments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Attachments() {}

    /** Null where there are none. */
    static @Nullable String write(List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return null;
        }
        ArrayNode array = JSON.createArrayNode();
        for (Attachment attachment : attachments) {
            ObjectNode node = array.addObject();
            node.put("type", Repair.text(attachment.type()).value());
            node.put("address", attachment.address().toASCIIString());
            String alternative = attachment.alternativeText();
            if (alternative != null) {
                node.put("text", Repair.text(alternative).value());
            }
        }
        return array.toString();
    }

    static List<Attachment> read(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        try {
            List<Attachment> attachments = new ArrayList<>();
            for (JsonNode node : JSON.readTree(json)) {
                JsonNode text = node.get("text");
                attachments.add(new Attachment(
                        node.path("type").asText(),
                        URI.create(node.path("address").asText()),
                        text == null ? null : text.asText()));
            }
            return attachments;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored attachments are no JSON", e);
        }
    }
}
