package org.parvis.toolkit.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Where a plugin stands in a stream, as an opaque text that the core stores. It names its version and its stream, so that
 * one that an older plugin minted, or that belongs to another stream, is refused with {@link ErrorKind#CURSOR_INVALID}
 * instead of being misread. An immutable value.
 */
public final class Cursor {
    /** What the SPI allows, in characters (all of them ASCII). */
    public static final int MAX_LENGTH = 2048;

    private static final String VERSION = "v";
    private static final String STREAM = "s";

    private final int version;
    private final String stream;
    private final Map<String, String> marks;

    private Cursor(int version, String stream, Map<String, String> marks) {
        this.version = version;
        this.stream = stream;
        this.marks = marks;
    }

    /** The beginning of a stream. */
    public static Cursor begin(int version, String stream) {
        return new Cursor(version, stream, Map.of());
    }

    /** Reads what {@link #encode()} wrote. */
    public static Cursor decode(String text, int version, String stream) throws NetworkException {
        JsonNode document = document(text).orElseThrow(() -> invalid("it cannot be read"));
        if (Json.whole(document, VERSION).orElse(-1L) != version) {
            throw invalid("it is of another version");
        }
        if (!stream.equals(Json.text(document, STREAM))) {
            throw invalid("it belongs to another stream");
        }
        Map<String, String> marks = new TreeMap<>();
        document.properties().forEach(member -> {
            if (member.getValue().isTextual() && !member.getKey().equals(STREAM)) {
                marks.put(member.getKey(), member.getValue().textValue());
            }
        });
        return new Cursor(version, stream, marks);
    }

    private static Optional<JsonNode> document(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Json.parse(Base64.getUrlDecoder().decode(text)).filter(JsonNode::isObject);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static NetworkException invalid(String why) {
        return new NetworkException(ErrorKind.CURSOR_INVALID, "The stored cursor is of no use: " + why);
    }

    /** The same place with one mark set, or taken away where the value is null. The names {@code v} and {@code s} are taken. */
    public Cursor with(String name, @Nullable String value) {
        if (name.equals(VERSION) || name.equals(STREAM)) {
            throw new IllegalArgumentException("A cursor's mark cannot be called " + name);
        }
        Map<String, String> changed = new TreeMap<>(marks);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Cursor(version, stream, changed);
    }

    public @Nullable String mark(String name) {
        return marks.get(name);
    }

    /** A mark that is a time. */
    public @Nullable Instant time(String name) throws NetworkException {
        String value = marks.get(name);
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeException unreadable) {
            throw invalid("its time cannot be read");
        }
    }

    /** The text to store; a network whose page marks do not fit has outgrown this plugin. */
    public String encode() throws NetworkException {
        ObjectNode document = Json.object().put(VERSION, version).put(STREAM, stream);
        marks.forEach(document::put);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(document));
        if (text.getBytes(StandardCharsets.US_ASCII).length > MAX_LENGTH) {
            throw new NetworkException(
                    ErrorKind.API_RETIRED,
                    "The network's page mark is longer than a cursor may be (" + MAX_LENGTH + ")");
        }
        return text;
    }
}
