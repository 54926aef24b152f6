package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An answer to be sent. */
public record NewReplyJson(
        @Schema(requiredMode = REQUIRED) @Nullable String text) {}
