package org.parvis.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a file of the media library, given to a plugin instead of the file; it is opened through the call.
 *
 * @param type IANA media type, found from the content
 * @param size bytes
 * @param duration of a film; null for others
 */
public record MediaRef(
        MediaId id,
        String type,
        long size,
        int width,
        int height,
        @Nullable Duration duration,
        @Nullable String alternativeText) {}
