package org.parvis.publishing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.parvis.api.publishing.MediaUse;
import org.parvis.model.MediaId;
import org.parvis.model.Violation;

/** The JSON columns of publishing. Only types of the core are mapped, so the mapper's caches pin no plugin. */
final class StoredJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, String>> OPTIONS = new TypeReference<>() {};
    private static final TypeReference<List<Violation>> VIOLATIONS = new TypeReference<>() {};

    private static final TypeReference<List<Map<String, String>>> MEDIA = new TypeReference<>() {};

    private StoredJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Plain values always have a JSON form", impossible);
        }
    }

    static Map<String, String> options(String json) {
        return read(json, OPTIONS);
    }

    static List<Violation> violations(String json) {
        return read(json, VIOLATIONS);
    }

    static List<MediaUse> media(String json) {
        return read(json, MEDIA).stream()
                .map(use -> new MediaUse(
                        MediaId.of(Objects.requireNonNull(use.get("media"))), use.getOrDefault("alternativeText", "")))
                .toList();
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(
                    "A JSON column of publishing does not hold what was written to it", damaged);
        }
    }
}
