package org.parvis.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.model.RemoteId;

/** Reads the objects of an archive, and says what is wrong with those that are none. Thread-safe. */
final class EntryReader {
    private static final int MAX_TEXT = 200_000;
    private static final int MAX_NAME = 500;
    private static final int MAX_DEPTH = 100;
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Set<String> ACTORS = Set.of("Organization", "Person");
    private static final Set<String> CONTENTS = Set.of("Note", "Image", "Video", "Article");
    private static final Set<String> KINDS = Set.of("post", "comment", "mention", "direct-message", "review");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true)
                    .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    Entry read(LineReader.Line line) throws BadLineException {
        if (line.tooLong()) {
            throw new BadLineException(
                    "It has " + line.bytes() + " bytes; a line has at most " + LineReader.MAX_LINE + ".");
        }
        JsonNode object = parse(line.content());
        String type = text(object, "type", "");
        if (ACTORS.contains(type)) {
            return actor(object, type);
        }
        if (CONTENTS.contains(type)) {
            return content(object);
        }
        if (type.equals("Tombstone")) {
            return new Entry.Removal(identifier(object, "id"));
        }
        throw new BadLineException(
                type.isEmpty()
                        ? "It has no 'type'."
                        : "Its type is '" + shown(type)
                                + "'; known are Organization, Person, Note, Image, Video, Article and Tombstone.");
    }

    private static JsonNode parse(byte[] content) throws BadLineException {
        for (byte each : content) {
            if (each == 0) {
                throw new BadLineException("It holds a NUL byte.");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
        } catch (CharacterCodingException malformed) {
            throw new BadLineException("It is not valid UTF-8.");
        }
        try (JsonParser parser = JSON.createParser(content)) {
            JsonNode object = JSON.readTree(parser);
            if (object == null || !object.isObject()) {
                throw new BadLineException("It is not a JSON object.");
            }
            return object;
        } catch (JsonProcessingException malformed) {
            throw new BadLineException("It is not valid JSON: " + shown(malformed.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new IllegalStateException("Reading from memory failed", impossible);
        }
    }

    private static Entry.Actor actor(JsonNode object, String type) throws BadLineException {
        String uri = identifier(object, "id");
        String handle = shortText(object, "preferredUsername", Entry.remoteId(uri));
        return new Entry.Actor(
                uri,
                type.equals("Organization"),
                handle,
                shortText(object, "name", handle),
                optional(object, "network"),
                address(object.path("icon").isObject() ? object.path("icon").path("url") : object.path("icon")));
    }

    private static Entry.Content content(JsonNode object) throws BadLineException {
        String kind = optional(object, "kind");
        if (kind != null && !KINDS.contains(kind)) {
            throw new BadLineException(
                    "Its kind is '" + shown(kind) + "'; known are post, comment, mention, direct-message and review.");
        }
        String text = text(object, "content", "");
        if (text.length() > MAX_TEXT) {
            throw new BadLineException(
                    "Its text has " + text.length() + " characters; at most " + MAX_TEXT + " are kept.");
        }
        return new Entry.Content(
                identifier(object, "id"),
                kind,
                identifier(object, "attributedTo"),
                published(object),
                text,
                object.hasNonNull("inReplyTo") ? identifier(object, "inReplyTo") : null,
                recipients(object.path("to")),
                mentions(object.path("tag")),
                attachments(object.path("attachment")),
                new Entry.Counts(count(object, "likes"), count(object, "shares"), count(object, "replies")));
    }

    /** A URI, or an object with one, as ActivityStreams allows everywhere. */
    private static String identifier(JsonNode object, String field) throws BadLineException {
        JsonNode value = object.path(field);
        String uri = value.isObject() ? text(value, "id", "") : text(object, field, "");
        if (uri.isBlank()) {
            throw new BadLineException("It has no '" + field + "'.");
        }
        String id = Entry.remoteId(uri);
        if (id.isBlank()
                || id.length() > RemoteId.MAX_LENGTH
                || uri.length() > 2 * RemoteId.MAX_LENGTH
                || !isStorable(uri)) {
            throw new BadLineException("Its '" + field + "' does not end in an id of 1 to " + RemoteId.MAX_LENGTH
                    + " characters after the last ':'.");
        }
        return uri;
    }

    private static Instant published(JsonNode object) throws BadLineException {
        String text = text(object, "published", "");
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new BadLineException("Its 'published' lies outside of the years 1990 to 2199.");
            }
            return time;
        } catch (DateTimeException malformed) {
            throw new BadLineException("Its 'published' is no RFC 3339 time: '" + shown(text) + "'.");
        }
    }

    private static List<String> recipients(JsonNode values) {
        List<String> recipients = new ArrayList<>();
        for (JsonNode value : values.isArray() ? values : List.of(values)) {
            String uri = (value.isObject() ? value.path("id") : value).asText("");
            if (!uri.isBlank() && uri.length() <= 2 * RemoteId.MAX_LENGTH && isStorable(uri)) {
                recipients.add(uri);
            }
        }
        return recipients;
    }

    private static List<Entry.Mention> mentions(JsonNode tags) throws BadLineException {
        List<Entry.Mention> mentions = new ArrayList<>();
        for (JsonNode tag : tags.isArray() ? tags : List.of(tags)) {
            if (tag.path("type").asText("").equals("Mention")) {
                mentions.add(new Entry.Mention(optional(tag, "href"), text(tag, "name", "")));
            }
        }
        return mentions;
    }

    private static List<Attachment> attachments(JsonNode values) throws BadLineException {
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode value : values.isArray() ? values : List.of(values)) {
            URI address = address(value.path("url"));
            if (address != null) {
                attachments.add(new Attachment(
                        text(value, "mediaType", "application/octet-stream"), address, optional(value, "name")));
            }
        }
        return attachments;
    }

    private static @Nullable URI address(JsonNode value) {
        try {
            return value.isTextual() ? URI.create(value.textValue()) : null;
        } catch (IllegalArgumentException malformed) {
            return null; // a picture that cannot be shown is no reason to lose what was said
        }
    }

    private static long count(JsonNode object, String field) {
        return object.path(field).path("totalItems").asLong(-1);
    }

    private static String shortText(JsonNode object, String field, String otherwise) throws BadLineException {
        String text = text(object, field, otherwise);
        return text.isBlank() || text.length() > MAX_NAME ? otherwise : text;
    }

    private static @Nullable String optional(JsonNode object, String field) throws BadLineException {
        return object.hasNonNull(field) ? text(object, field, "") : null;
    }

    private static String text(JsonNode object, String field, String otherwise) throws BadLineException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw new BadLineException("Its '" + field + "' is not text.");
        }
        return value.textValue();
    }

    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
