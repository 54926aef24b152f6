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
    /** One account it goes to; {@code text} absent to follow the post's, {@code options} by name as JSON text. */
    public record TargetJson(
            @Schema(requiredMode = REQUIRED) @Nullable String account,
            @Nullable String format,
            @Nullable String text,
            @Nullable Map<String, String> options) {}
}
