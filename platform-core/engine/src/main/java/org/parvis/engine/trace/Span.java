package org.parvis.engine.trace;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that took time, as part of a trace. Its ids are those of W3C Trace Context: 16 and 8 bytes, in lower-case
 * hexadecimal digits, never all zero.
 *
 * @param parent the span it is a part of; null for none
 * @param attributes texts and whole numbers
 * @param failed whether it ended otherwise than was hoped for
 */
record Span(
        String trace,
        String id,
        @Nullable String parent,
        String name,
        Kind kind,
        Instant begin,
        Instant end,
        Map<String, Object> attributes,
        boolean failed) {
    Span {
        attributes = Map.copyOf(attributes);
    }

    /** With the numbers of OTLP's {@code SpanKind}. */
    enum Kind {
        INTERNAL(1),
        CLIENT(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** A UUID has as many bytes as a trace's id. */
    static String trace(UUID id) {
        return hex(id.getMostSignificantBits()) + hex(id.getLeastSignificantBits());
    }

    /** The variant's bits keep it from being zero. */
    static String newId() {
        return hex(UUID.randomUUID().getLeastSignificantBits());
    }

    private static String hex(long half) {
        return HexFormat.of().toHexDigits(half);
    }
}
