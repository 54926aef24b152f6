package org.parvis.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a file of the media library, given to a plugin instead of the file; it is opened through the call. An immutable
 * value.
 *
 * @param id the library's; names the file in the call and means nothing to the network
 * @param type IANA media type, found from the content
 * @param size bytes
 * @param width pixels; 0 where it has none or it is not known
 * @param height pixels; 0 where it has none or it is not known
 * @param duration of a film; null for others
 * @param alternativeText what it shows, in words, for those who cannot see it; null for none
 */
public record MediaRef(
        MediaId id,
        String type,
        long size,
        int width,
        int height,
        @Nullable Duration duration,
        @Nullable String alternativeText) {}
