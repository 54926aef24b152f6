package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A post to be. */
public record NewPostJson(
        @Schema(requiredMode = REQUIRED) @Nullable String brand,
        @Schema(requiredMode = REQUIRED) @Nullable String text,
        @Schema(requiredMode = REQUIRED) @Nullable List<TargetJson> targets) {
    /**
     * One account it goes to; {@code text} absent to follow the post's, {@code options} by name as JSON text,
     * {@code firstComment} what the account writes under it, {@code thread} the posts that continue it.
     */
    public record TargetJson(
            @Schema(requiredMode = REQUIRED) @Nullable String account,
            @Nullable String format,
            @Nullable String text,
            @Nullable Map<String, String> options,
            @Nullable List<UseJson> media,
            @Nullable String firstComment,
            @Nullable List<PartJson> thread) {}

    /** A file that goes with it; {@code alternativeText} absent to use the media library's. */
    public record UseJson(
            @Schema(requiredMode = REQUIRED) @Nullable String media,
            @Nullable String alternativeText) {}

    /** A further post of a thread. */
    public record PartJson(
            @Nullable String format,
            @Schema(requiredMode = REQUIRED) @Nullable String text,
            @Nullable Map<String, String> options,
            @Nullable List<UseJson> media) {}
}
