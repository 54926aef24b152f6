package org.parvis.gateway.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.media.MediaAsset;

/** A file of the media library; {@code duration} as ISO 8601 writes it, for films. */
public record MediaJson(
        String id,
        String brand,
        String name,
        String type,
        long size,
        String sha256,
        int width,
        int height,
        @Nullable String duration,
        String alternativeText,
        Instant addedAt,
        String addedBy,
        long version) {
    public static MediaJson of(MediaAsset asset) {
        return new MediaJson(
                asset.id().toString(),
                asset.brand().toString(),
                asset.name(),
                asset.type(),
                asset.size(),
                asset.sha256(),
                asset.width(),
                asset.height(),
                asset.duration() == null ? null : asset.duration().toString(),
                asset.alternativeText(),
                asset.addedAt(),
                asset.addedBy(),
                asset.version());
    }
}
