package org.parvis.engine.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Spans as OTLP 1 writes them in JSON (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"): an
 * {@code ExportTraceServiceRequest} with ids in hexadecimal digits, enumerations as numbers, and numbers of 64 bits as texts.
 */
final class OtlpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STATUS_ERROR = 2;

    private OtlpJson() {}

    /** @param instance tells the nodes of one platform apart */
    static byte[] request(String instance, List<Span> spans) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode ofResource = request.putArray("resourceSpans").addObject();
        attributes(ofResource.putObject("resource"), Map.of("service.name", "parvis", "service.instance.id", instance));
        ObjectNode ofScope = ofResource.putArray("scopeSpans").addObject();
        ofScope.putObject("scope").put("name", "org.parvis");
        ArrayNode list = ofScope.putArray("spans");
        spans.forEach(span -> write(list.addObject(), span));
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of texts and numbers can be written", impossible);
        }
    }

    private static void write(ObjectNode node, Span span) {
        node.put("traceId", span.trace()).put("spanId", span.id());
        if (span.parent() != null) {
            node.put("parentSpanId", span.parent());
        }
        node.put("name", span.name())
                .put("kind", span.kind().number())
                .put("startTimeUnixNano", nanos(span.begin()))
                .put("endTimeUnixNano", nanos(span.end()));
        attributes(node, span.attributes());
        if (span.failed()) {
            node.putObject("status").put("code", STATUS_ERROR);
        }
    }

    private static void attributes(ObjectNode node, Map<String, Object> attributes) {
        ArrayNode list = node.putArray("attributes");
        attributes.forEach((key, value) -> {
            String type = value instanceof Integer ? "intValue" : "stringValue";
            list.addObject().put("key", key).putObject("value").put(type, value.toString());
        });
    }

    private static String nanos(Instant instant) {
        return Long.toString(
                Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano()));
    }

    /** How many spans of a request that was taken were not ({@code ExportTracePartialSuccess}). */
    static long rejected(byte[] answer) {
        try {
            return JSON.readTree(answer)
                    .path("partialSuccess")
                    .path("rejectedSpans")
                    .asLong(0);
        } catch (IOException notJson) {
            // The status says that it was taken; not every receiver writes an answer.
            return 0;
        }
    }
}
