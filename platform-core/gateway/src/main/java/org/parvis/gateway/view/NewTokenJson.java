package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token to be; {@code lifetime} as ISO 8601 writes durations, absent for no end. */
public record NewTokenJson(
        @Schema(requiredMode = REQUIRED) @Nullable String name,
        @Schema(requiredMode = REQUIRED) @Nullable List<String> scopes,
        @Nullable String lifetime) {}
