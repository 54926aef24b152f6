package org.parvis.toolkit.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes that are no UTF-8 through a text and out again. U+FFFD would say that something was there but no longer what;
 * so each such byte becomes a lone surrogate that names it: 0x80 to 0xFF are U+DB80 to U+DBFF, the leading halves of
 * private characters, which no network sends alone (what networks do cut in two are emoji, whose halves lie elsewhere).
 */
final class UnreadableBytes {
    private static final char FIRST = '\uDB80';
    private static final char LAST = '\uDBFF';
    private static final int TO_BYTE = 0xDB00;
    private static final int ESCAPE = 6;

    private UnreadableBytes() {}

    /** The document with such bytes carried along; null where all of it is UTF-8. */
    static @Nullable String carried(byte[] document) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(document);
        // A byte becomes one character at most.
        CharBuffer out = CharBuffer.allocate(document.length);
        boolean unreadable = false;
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            unreadable = true;
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (TO_BYTE | in.get() & 0xFF));
            }
            result = decoder.reset().decode(in, out, true);
        }
        return unreadable ? out.flip().toString() : null;
    }

    /** JSON as Jackson wrote it, which escapes every surrogate: where an escape names such a byte, the byte itself. */
    static byte[] restored(byte[] json) {
        ByteArrayOutputStream out = null;
        int copied = 0;
        for (int i = 0; i < json.length - 1; i++) {
            if (json[i] != '\\') {
                continue;
            }
            int unit = unit(json, i);
            if (unit >= FIRST && unit <= LAST && !Character.isLowSurrogate((char) unit(json, i + ESCAPE))) {
                out = out == null ? new ByteArrayOutputStream(json.length) : out;
                out.write(json, copied, i - copied);
                out.write(unit);
                copied = i + ESCAPE;
            }
            // Past the escape, so that a backslash that is itself escaped begins none.
            i += unit < 0 ? 1 : ESCAPE - 1;
        }
        if (out == null) {
            return json;
        }
        out.write(json, copied, json.length - copied);
        return out.toByteArray();
    }

    /** The character that an escape at this place names; -1 where there is none. */
    private static int unit(byte[] json, int at) {
        if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            unit = unit << 4 | Character.digit(json[i], 16);
        }
        return unit;
    }
}
