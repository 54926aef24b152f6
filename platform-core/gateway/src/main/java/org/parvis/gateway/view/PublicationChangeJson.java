package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a published post shall become; {@code options} absent to leave them as they are. */
public record PublicationChangeJson(
        @Schema(requiredMode = REQUIRED) @Nullable String text,
        @Nullable Map<String, String> options) {}
