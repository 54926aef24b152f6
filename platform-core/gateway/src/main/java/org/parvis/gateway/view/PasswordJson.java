package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of password. */
public record PasswordJson(
        @Schema(requiredMode = REQUIRED) @Nullable String present,
        @Schema(requiredMode = REQUIRED) @Nullable String replacement) {
    @Override
    public String toString() {
        return "PasswordJson[hidden]";
    }
}
