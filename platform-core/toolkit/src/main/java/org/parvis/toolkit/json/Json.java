package org.parvis.toolkit.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what networks send without ever stumbling over it: what is missing, null, of another type or unknown is simply not
 * there. Networks add fields, drop fields and answer half a page at any time, and none of that may lose the rest.
 *
 * <p>Stateless and thread-safe. The mapper keeps its type cache to itself: the default one is a static of the shared Jackson
 * bundle and would pin the class loader of every plugin that was ever installed.
 */
public final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, 64)))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern BARE_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");

    private Json() {}

    /**
     * The document, or empty where the bytes are not one whole JSON document: an error page, a cut answer, nothing at all.
     * Bytes that are no UTF-8 become lone surrogates in the texts they stand in: the core shows those as U+FFFD, marks the
     * text as repaired, and keeps what {@link #bytes} makes of it.
     */
    public static Optional<JsonNode> parse(byte[] document) {
        try {
            return present(MAPPER.readTree(document));
        } catch (IOException notJson) {
            return repaired(document);
        }
    }

    /**
     * One message with bytes that are no UTF-8 must not cost the page around it: each of them is carried along, see
     * {@link UnreadableBytes}.
     */
    private static Optional<JsonNode> repaired(byte[] document) {
        String text = UnreadableBytes.carried(document);
        return text == null ? Optional.empty() : parse(text);
    }

    private static Optional<JsonNode> present(@Nullable JsonNode node) {
        return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }

    public static Optional<JsonNode> parse(String document) {
        try {
            return present(MAPPER.readTree(document));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The node as UTF-8; what was no UTF-8 when it was read is written as it came, so that the raw form loses nothing. */
    public static byte[] bytes(JsonNode node) {
        try {
            return UnreadableBytes.restored(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("A tree of JSON nodes could not be written", impossible);
        }
    }

    /** The first of the members that is there and not null; a missing node otherwise, on which everything else works. */
    public static JsonNode at(@Nullable JsonNode node, String... names) {
        if (node != null) {
            for (String name : names) {
                JsonNode member = node.get(name);
                if (member != null && !member.isNull()) {
                    return member;
                }
            }
        }
        return MissingNode.getInstance();
    }

    /** The first of the members that holds a text; numbers and booleans are taken as they are written. */
    public static @Nullable String text(@Nullable JsonNode node, String... names) {
        if (node != null) {
            for (String name : names) {
                JsonNode member = node.get(name);
                if (member != null && member.isValueNode() && !member.isNull()) {
                    return member.asText();
                }
            }
        }
        return null;
    }

    /** As {@link #text(JsonNode, String...)}, with what to take where there is none. */
    public static String textOr(String fallback, @Nullable JsonNode node, String... names) {
        String text = text(node, names);
        return text == null ? fallback : text;
    }

    /**
     * The first of the members that holds an id: a text that is not blank, or a whole number written out. A number with a
     * fraction or an exponent has lost digits already and is no id.
     */
    public static @Nullable String id(@Nullable JsonNode node, String... names) {
        if (node != null) {
            for (String name : names) {
                String id = id(node.get(name));
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static @Nullable String id(@Nullable JsonNode member) {
        if (member == null) {
            return null;
        }
        if (member.isTextual()) {
            return member.textValue().isBlank() ? null : member.textValue();
        }
        return member.isIntegralNumber() ? member.asText() : null;
    }

    /** The ids in a member that is a list. */
    public static List<String> ids(@Nullable JsonNode node, String... names) {
        List<String> ids = new ArrayList<>();
        for (JsonNode element : list(node, names)) {
            String id = id(element);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** The elements of a member; one object instead of a list counts as a list of one; nothing is an empty list. */
    public static List<JsonNode> list(@Nullable JsonNode node, String... names) {
        JsonNode member = at(node, names);
        if (member.isObject()) {
            return List.of(member);
        }
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode element : member) {
            if (!element.isNull()) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** A whole number, also where it is written as a text. */
    public static Optional<Long> whole(@Nullable JsonNode node, String... names) {
        JsonNode member = at(node, names);
        if (member.isIntegralNumber() && member.canConvertToLong()) {
            return Optional.of(member.longValue());
        }
        if (member.isTextual()) {
            try {
                return Optional.of(Long.parseLong(member.textValue().trim()));
            } catch (NumberFormatException notWhole) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    public static boolean flag(boolean fallback, @Nullable JsonNode node, String... names) {
        JsonNode member = at(node, names);
        return member.isBoolean() ? member.booleanValue() : fallback;
    }

    /**
     * A time as RFC 3339 writes it, with any offset; also with an offset that lacks its colon ({@code +0000}), as Meta's
     * networks write it.
     */
    public static Optional<Instant> time(@Nullable JsonNode node, String... names) {
        JsonNode member = at(node, names);
        if (!member.isTextual()) {
            return Optional.empty();
        }
        String text = BARE_OFFSET.matcher(member.textValue()).replaceFirst("$1:$2");
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
