package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What people may change of a file. */
public record MediaChangeJson(
        @Schema(requiredMode = REQUIRED) @Nullable String alternativeText) {}
