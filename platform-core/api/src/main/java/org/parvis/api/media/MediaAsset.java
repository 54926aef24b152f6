package org.parvis.api.media;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;

/**
 * A file of the media library.
 *
 * @param name what people call it: the name of the file it came from, without a path
 * @param type IANA media type, found from the content
 * @param size bytes
 * @param sha256 of the content, in hexadecimal
 * @param width in pixels as it is shown; 0 where the type has none
 * @param duration of a film; null for others
 * @param alternativeText what those who cannot see it are told; empty for none
 */
public record MediaAsset(
        MediaId id,
        BrandId brand,
        String name,
        String type,
        long size,
        String sha256,
        int width,
        int height,
        @Nullable Duration duration,
        String alternativeText,
        Instant addedAt,
        String addedBy,
        long version) {}
