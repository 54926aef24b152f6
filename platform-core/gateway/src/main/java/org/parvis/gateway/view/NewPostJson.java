package org.parvis.gateway.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A post to be. */
public record NewPostJson(@Nullable String brand, @Nullable String text, @Nullable List<TargetJson> targets) {
    /** One account it goes to; {@code text} absent to follow the post's, {@code options} by name as JSON text. */
    public record TargetJson(
            @Nullable String account,
            @Nullable String format,
            @Nullable String text,
            @Nullable Map<String, String> options) {}
}
