package org.parvis.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether something is allowed.
 *
 * @param reason the sentence a person reads, in English; empty when granted without limit
 * @param until when it ends; null for no end
 */
public record Permission(
        boolean granted, String reason, @Nullable Instant until) {
    public static final Permission GRANTED = new Permission(true, "", null);
}
