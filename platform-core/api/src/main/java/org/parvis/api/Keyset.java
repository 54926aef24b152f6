package org.parvis.api;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place in a list that is ordered by time and then by id, as the opaque text a {@link Slice} carries. Microseconds, as
 * the database keeps them.
 */
public record Keyset(Instant time, UUID id) {
    private static final int BYTES = 3 * Long.BYTES;

    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        bytes.putLong(id.getMostSignificantBits());
        bytes.putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads what {@link #encode} made; null stays null; anything else is the caller's mistake. */
    public static @Nullable Keyset decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            if (decoded.length == BYTES) {
                ByteBuffer bytes = ByteBuffer.wrap(decoded);
                Instant time = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
                return new Keyset(time, new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    private static ProblemException malformed(String text) {
        return ProblemException.invalid(
                "after",
                "page.unknown",
                "The page mark '" + text + "' is none of this list; leave it out to begin at the first page.");
    }
}
