package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A brand to be. */
public record NewBrandJson(
        @Schema(requiredMode = REQUIRED) @Nullable String name) {}
