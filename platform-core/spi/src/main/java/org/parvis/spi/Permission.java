package org.parvis.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the account may answer. An immutable value.
 *
 * @param reason the sentence a person reads, in English (see {@link org.parvis.model.NetworkDescriptor#sentences()}); empty
 *     when granted without limit
 * @param until when it ends; null for no end
 */
public record Permission(
        boolean granted, String reason, @Nullable Instant until) {
    /** Granted without limit. */
    public static final Permission GRANTED = new Permission(true, "", null);
}
