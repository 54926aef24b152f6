package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that is on or off. */
public record SwitchJson(
        @Schema(requiredMode = REQUIRED) @Nullable Boolean value) {}
