package org.parvis.tck;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file that a test publishes.
 *
 * @param type IANA media type
 * @param duration of a film; null for others
 */
public record MediaFile(
        String type,
        byte[] content,
        int width,
        int height,
        @Nullable Duration duration) {}
