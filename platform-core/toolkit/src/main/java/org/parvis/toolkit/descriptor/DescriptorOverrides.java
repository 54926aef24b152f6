package org.parvis.toolkit.descriptor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays an operator's values over a descriptor's tree, before it is read and checked. A key is the path of a member, separated
 * by {@code /}; in an array an entry is named by its {@code id}, {@code bucket}, {@code bucket@SCOPE} or {@code kind}, or by
 * its place: {@code quotas/tweets.create/limit}, {@code formats/text/text/maximum}. A value that reads as JSON is taken as
 * such, anything else as text. Stateless.
 */
public final class DescriptorOverrides {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DescriptorOverrides() {}

    /** A copy of {@code tree} with the values laid over it. Only what is there already, or fits beside it, can be set. */
    public static ObjectNode apply(ObjectNode tree, Map<String, String> values, String source)
            throws DescriptorException {
        ObjectNode result = tree.deepCopy();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String key = entry.getKey().startsWith("/") ? entry.getKey().substring(1) : entry.getKey();
            List<String> path = List.of(key.split("/", -1));
            if (path.get(0).equals("id")) {
                throw refused(source, entry, "the id of a network cannot be overridden");
            }
            JsonNode parent = result;
            for (String segment : path.subList(0, path.size() - 1)) {
                parent = child(parent, segment);
                if (parent == null) {
                    throw refused(source, entry, "there is no \"" + segment + "\" in the descriptor");
                }
            }
            set(parent, path.get(path.size() - 1), value(entry.getValue()), entry, source);
        }
        return result;
    }

    /** What stands at a path, as JSON; empty where nothing does. */
    public static Optional<String> at(ObjectNode tree, String path) {
        JsonNode node = tree;
        for (String segment : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
            JsonNode next = child(node, segment);
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node.isTextual() ? node.asText() : node.toString());
    }

    private static void set(
            JsonNode parent, String name, JsonNode value, Map.Entry<String, String> entry, String source)
            throws DescriptorException {
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode array && place(array, name) >= 0) {
            array.set(place(array, name), value);
        } else {
            throw refused(source, entry, "there is no \"" + name + "\" in the descriptor");
        }
    }

    private static @Nullable JsonNode child(JsonNode parent, String segment) {
        if (parent instanceof ArrayNode array) {
            int place = place(array, segment);
            return place < 0 ? null : array.get(place);
        }
        return parent.get(segment);
    }

    private static int place(ArrayNode array, String segment) {
        for (int i = 0; i < array.size(); i++) {
            JsonNode entry = array.get(i);
            String bucket = entry.path("bucket").asText("");
            if (segment.equals(entry.path("id").asText(null))
                    || segment.equals(entry.path("kind").asText(null))
                    || (!bucket.isEmpty()
                            && (segment.equals(bucket)
                                    || segment.equals(
                                            bucket + "@" + entry.path("scope").asText())))
                    || segment.equals(Integer.toString(i))) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode node = MAPPER.readTree(text.trim());
            return node == null || node.isMissingNode() ? TextNode.valueOf(text) : node;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static DescriptorException refused(String source, Map.Entry<String, String> entry, String mend) {
        return new DescriptorException(source, List.of(new DescriptorProblem(entry.getKey(), entry.getValue(), mend)));
    }
}
